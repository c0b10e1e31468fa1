/* oxlint-disable no-console -- a script prints */
// tally.mjs <directory>: adds up the test runs' `<step>.json`, in the shape of Jest's own, and the `<step>.failed` marks
// of the steps; prints the closing line.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const directory = process.argv[2];
const files = readdirSync(directory);
const failedSteps = files
  .filter((file) => file.endsWith('.failed'))
  .map((file) => file.slice(0, -7));

let passed = 0;
let failed = 0;
const counted = new Set();
for (const file of files.filter((name) => name.endsWith('.json'))) {
  const { numPassedTests, numFailedTests } = JSON.parse(
    readFileSync(join(directory, file), 'utf8'),
  );
  passed += numPassedTests;
  failed += numFailedTests;
  if (numFailedTests > 0) counted.add(file.slice(0, -5));
}
// Lint, types and the like count nothing, nor does a test run that breaks before its first test.
failed += failedSteps.filter((step) => !counted.has(step)).length;

if (failedSteps.length > 0) console.log(`failed: ${failedSteps.join(', ')}`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
