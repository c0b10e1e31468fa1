import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A directory a test, and no trace after it. */
export class TemporaryDirectory {
  #directory?: string;

  /** Makes a new one, and names a file in it. */
  make(file = ''): string {
    this.remove();
    this.#directory = mkdtempSync(join(tmpdir(), 'payamsms-store-'));
    return this.path(file);
  }

  path(file = ''): string {
    return join(this.#directory!, file);
  }

  remove(): void {
    if (this.#directory) rmSync(this.#directory, { recursive: true, force: true });
    this.#directory = undefined;
  }
}
