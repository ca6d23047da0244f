import type { NextConfig } from 'next';

/** What stands in the place of packages that only unused parts of markdown-it ask. */
const unneeded = './client/ui/formatting/unneeded.ts';

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  // `npm run types` checks the whole project, tests included; a mistake in a test must not stop `npm start`.
  typescript: { ignoreBuildErrors: true },
  turbopack: {
    resolveAlias: {
      entities: unneeded,
      'linkify-it': unneeded,
      mdurl: unneeded,
      'punycode.js': unneeded,
      'uc.micro': unneeded,
    },
  },
};

export default config;
