// What a consumer installs: the packed tarball, in fresh apps. `--only=<fixture>` tries one, `--keep` leaves them on disk,
// `--outputFile=<file>` writes the tally as JSON.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { consumers, tryOut } from './consumers.mjs';
import { checkOnDemand } from './on-demand.mjs';
import { checkOneCore } from './one-core.mjs';
import { Report } from './report.mjs';
import { attw, checkContents, pack, publint } from './tarball.mjs';

const { values: options } = parseArgs({
  options: {
    only: { type: 'string' },
    keep: { type: 'boolean', default: false },
    outputFile: { type: 'string' },
  },
});
const root = fileURLToPath(new URL('../..', import.meta.url));
const into = mkdtempSync(join(tmpdir(), 'nestjs-payamsms-package-'));
const report = new Report();

async function tryTarball() {
  let packed;
  if (!(await report.check('packs', async () => (packed = await pack(root, into))))) return;
  const { file, paths } = packed;

  await Promise.all([
    report.check('ships what it should, nothing else', () => checkContents(root, paths)),
    report.check('publint --strict', () => publint(root, file)),
    report.check('attw --profile strict', () => attw(root, file)),
    report.check('gives an entry the classes of the core', () => checkOneCore(root)),
    report.check('loads the driver of a store on demand', () => checkOnDemand(root)),
  ]);

  const queue = consumers.filter(({ fixture }) => !options.only || fixture === options.only);
  const next = async () => {
    for (let consumer = queue.shift(); consumer; consumer = queue.shift()) {
      await tryOut(report, consumer, { into, tarball: file });
    }
  };
  await Promise.all([next(), next()]);
}

try {
  await tryTarball();
} finally {
  if (options.keep) console.log(`kept in ${into}`);
  else rmSync(into, { recursive: true, force: true });
}
if (options.outputFile) report.write(options.outputFile);
report.print();
process.exitCode = report.failures.length > 0 ? 1 : 0;
