import { writeFileSync } from 'node:fs';

const LINES = 40;

/** What went wrong stands first in most outputs: an inspected error can go on for hundreds of lines. */
function excerpt(message) {
  const lines = message.trim().split('\n');
  const more = lines.length - LINES;
  const shown = lines.slice(0, LINES).concat(more > 0 ? `... and ${more} more lines` : []);
  return shown.map((line) => `        ${line}`).join('\n');
}

/** Runs checks, prints each as it ends, and sums them up. One that fails does not stop the others. */
export class Report {
  passed = 0;
  failures = [];

  async check(name, work) {
    const started = performance.now();
    const time = () => `${((performance.now() - started) / 1000).toFixed(1)} s`;
    try {
      await work();
      this.passed += 1;
      console.log(`  ok    ${name} (${time()})`);
      return true;
    } catch (error) {
      this.failures.push(name);
      console.error(`  FAIL  ${name} (${time()})\n${excerpt(error.message)}`);
      return false;
    }
  }

  /** The names are those of Jest's own JSON, so that whoever adds up the runs reads one shape. */
  write(file) {
    const tally = { numPassedTests: this.passed, numFailedTests: this.failures.length };
    writeFileSync(file, JSON.stringify(tally));
  }

  print() {
    for (const name of this.failures) console.error(`FAIL ${name}`);
    console.log(`package: ${this.passed} passed, ${this.failures.length} failed`);
  }
}
