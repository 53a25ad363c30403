import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Random kills take as long as they are given: `CRASH_ROUNDS=60 npx vitest run test/crash`.
    exclude: process.env.CRASH_ROUNDS ? [] : ['test/crash/crash.test.ts', 'test/crash/instances.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    maxWorkers: 2,
  },
});
