import unit from './jest.config.js';

// The fuzzing of `npm test`, ten times as long.
process.env.FUZZ_RUNS ??= '10000';
process.env.FUZZ_ANSWERS ??= '1000';

/** Long runs of faults, kills and random input; `npm run test:chaos`. @type {import('jest').Config} */
export default {
  ...unit,
  testMatch: [
    '<rootDir>/test/chaos/**/*.spec.ts',
    '<rootDir>/test/crash/**/*.spec.ts',
    '**/fuzz*.spec.ts',
  ],
  testPathIgnorePatterns: ['/node_modules/'],
};
