import unit from './jest.config.js';

/** The page in a real browser; `npm run test:browser`. @type {import('jest').Config} */
export default {
  ...unit,
  roots: ['<rootDir>/test/browser'],
  testPathIgnorePatterns: ['/node_modules/'],
  // Each worker has a browser of its own, and one test looks at how fast it is.
  maxWorkers: 1,
};
