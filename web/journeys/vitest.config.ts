import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // As long as Playwright waits: a check of a password takes its time on a busy machine.
    expect: { poll: { timeout: 30_000 } },
    // Every file has a service and a browser of its own.
    maxWorkers: 2,
  },
});
