/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  // These have configs of their own: jest.browser, jest.chaos and jest.services.config.js.
  testPathIgnorePatterns: [
    '/node_modules/',
    '<rootDir>/test/browser/',
    '<rootDir>/test/chaos/',
    '<rootDir>/test/crash/',
    '<rootDir>/test/services/',
    // Specs of apps, which are run there.
    '<rootDir>/test/package/fixtures/',
  ],
  // One more than the two processors of the smallest machine: a third of the time the tests wait.
  maxWorkers: 3,
  // Of packages that write to the console, such as cron about a tick that came late; a failure is printed all the same.
  silent: true,
  // Ends a test that hangs, and asserts nothing: on a machine with much other work a good test may take long.
  testTimeout: 60_000,
  setupFiles: ['<rootDir>/test/support/quiet-logs.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^nestjs-payamsms$': '<rootDir>/lib/index.ts',
    '^nestjs-payamsms/simulator$': '<rootDir>/lib/simulator/index.ts',
    '^nestjs-payamsms/simulator/matchers(?:/jest|/vitest)?$':
      '<rootDir>/lib/simulator/matchers/index.ts',
    '^nestjs-payamsms/(postgres|redis)$': '<rootDir>/lib/store/$1/index.ts',
    '^nestjs-payamsms/sqlite$': '<rootDir>/lib/store/sqlite/index.ts',
    '^nestjs-payamsms/testing$': '<rootDir>/lib/testing/index.ts',
  },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2022',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'es6' },
      },
    ],
  },
};
