import { defineConfig } from 'vitest/config';

// `npm run test:cluster`: several instances behind Caddy, with PostgreSQL and Redis. Each file starts a cluster of its
// own, one after the other, and nothing else runs beside it.
export default defineConfig({
  test: {
    include: ['e2e/cluster/*.test.ts'],
    globalSetup: ['e2e/cluster/set-up.ts'],
    // For a machine that is busy with something else too; together they take some three minutes.
    testTimeout: 300_000,
    hookTimeout: 180_000,
    pool: 'forks',
    fileParallelism: false,
    allowOnly: false,
    passWithNoTests: false,
  },
});
