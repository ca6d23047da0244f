import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: [
      '{app,bench,client,contract,e2e,packages,prisma,scripts,server}/**/*.test.{ts,tsx}',
      '*.test.ts',
    ],
    exclude: [...configDefaults.exclude, 'e2e/cluster/**'],
    globalSetup: ['scripts/test-server.ts'],
    testTimeout: 20_000,
    hookTimeout: 60_000,
    // Threads share what Node has loaded; four for two cores, because much of what they do is waiting for what is killed,
    // cut or late.
    pool: 'threads',
    maxWorkers: 4,
    unstubEnvs: true,
    restoreMocks: true,
    allowOnly: false,
    passWithNoTests: false,
  },
});
