import { defineConfig } from 'vitest/config';

// `npm run test:cluster`: several instances behind Caddy, with PostgreSQL and Redis. Each file starts a cluster of its
// own, one after the other, and nothing else runs beside it.
export default defineConfig({
  test: {
    include: ['e2e/cluster/*.test.ts'],
    globalSetup: ['e2e/cluster/set-up.ts'],
    testTimeout: 120_000,
    hookTimeout: 120_000,
    pool: 'forks',
    fileParallelism: false,
    allowOnly: false,
    passWithNoTests: false,
  },
});
