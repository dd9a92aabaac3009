import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

const build = 'test/support/build.ts';
const database = 'test/support/global-setup.ts';
const tally = 'test/support/fault-tally.ts';

/** The fault suite takes minutes: it is there for those who name it, as `npm run test:faults` does. */
const withFaults = process.argv.some((argument) => /^(?:--project=)?faults$/.test(argument));

/** Their runs mostly wait, so more of them than there are cores: that they get in each other's way only moves the moments. */
const faults = {
  globalSetup: [build, database, tally],
  testTimeout: 40_000,
  hookTimeout: 60_000,
  maxWorkers: 4,
};

export default defineConfig({
  test: {
    // By default vitest leaves one core alone: of two, that is half.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    projects: [
      project('unit', { testTimeout: 30_000 }),
      project('integration', { globalSetup: [database], testTimeout: 30_000, hookTimeout: 60_000 }),
      project('e2e', { globalSetup: [build, database], testTimeout: 60_000, hookTimeout: 60_000 }),
      ...(withFaults ? [project('faults', faults)] : []),
    ],
    coverage: {
      provider: 'v8',
      // Every file of src counts, whether a test loads it or not. What runs only in a child process does not count:
      // vitest doesn't merge NODE_V8_COVERAGE, so end-to-end tests call run(argv, io) in process where they can.
      include: ['src/**/*.ts'],
      reporter: [['text', { skipFull: true }], 'html'],
      thresholds: { lines: 90, statements: 90, functions: 90, branches: 85 },
    },
  },
});

/** The tests of one folder under test/. */
function project(name: string, options: object) {
  return {
    extends: true as const,
    test: { name, include: [`test/${name}/**/*.test.ts`], setupFiles: ['test/support/setup.ts'], ...options },
  };
}
