import type { NextConfig } from 'next';

/** What stands in the place of packages that only unused parts of markdown-it ask. */
const unneeded = './client/ui/formatting/unneeded.ts';

const config: NextConfig = {
  poweredByHeader: false,
  experimental: {
    // Few large scripts instead of many small ones: those that a page begins with are compressed together, which takes 12 KB
    // off a first visit, and what is opened later comes with 10 KB more.
    turbopackChunking: { minChunkSize: 5_000_000, maxMergeChunkSize: 5_000_000 },
  },
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
