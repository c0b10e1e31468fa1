import { chownSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const NOBODY = 65_534;

/** Root may write everywhere: where root runs the tests, the directory and the work become somebody else's. */
export async function asNobody<T>(directory: string, work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  for (const file of ['', ...readdirSync(directory)]) {
    chownSync(join(directory, file), NOBODY, NOBODY);
  }
  process.seteuid!(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid!(0);
  }
}
