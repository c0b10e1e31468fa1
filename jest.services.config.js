import unit from './jest.config.js';

/** What needs the programs of Redis and PostgreSQL, which the tests start; `npm run test:services`. @type {import('jest').Config} */
export default {
  ...unit,
  roots: ['<rootDir>/test/services'],
  testPathIgnorePatterns: ['/node_modules/'],
  // Each starts servers, and some of them processes of their own.
  maxWorkers: 2,
};
