/** @type {import('jest').Config} */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  // These have a config of their own: jest.browser.config.js.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/browser/'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: {
    '^(\\.{1,2}/.*)\\.js$': '$1',
    '^nestjs-payamsms$': '<rootDir>/lib/index.ts',
    '^nestjs-payamsms/simulator$': '<rootDir>/lib/simulator/index.ts',
    '^nestjs-payamsms/simulator/matchers(?:/jest|/vitest)?$':
      '<rootDir>/lib/simulator/matchers/index.ts',
    '^nestjs-payamsms/sqlite$': '<rootDir>/lib/store/sqlite/index.ts',
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
