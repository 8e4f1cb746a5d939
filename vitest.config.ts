/**
 * Test runner: every `*.test.ts` under test/, each file in a process of its own, so that a test may time, fork or
 * exhaust memory without touching its neighbours. Tests that start other processes get the time such a start needs.
 */
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    pool: 'forks',
    maxWorkers: '100%', // the default leaves one core idle, half of a machine with two
    testTimeout: 60_000, // milliseconds
    hookTimeout: 120_000, // milliseconds
    teardownTimeout: 10_000, // milliseconds
  },
});
