import { open, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { InvalidInput } from '../input/parser.js';
import type { Simulation } from '../simulation.js';
import { parseSnapshot, type Snapshot } from './parse-snapshot.js';
import { takeSnapshot } from './snapshot.js';

/** Changes come in bursts; one write saves a whole burst. */
const WRITE_DELAY_MS = 500;

/** Returns nothing when the file does not exist; throws an error with the reason when it is not a state file. */
export async function readStateFile(path: string): Promise<Snapshot | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  try {
    return parseSnapshot(JSON.parse(text), '');
  } catch (cause) {
    const why = cause instanceof InvalidInput ? cause.message : 'it is not JSON';
    throw new Error(`${path} is not a state file of the simulator, or is damaged: ${why}`, {
      cause,
    });
  }
}

/** Saves each change of a simulation. The file is complete at any time, and only its owner may read it. */
export class StateFile {
  readonly #path: string;
  readonly #simulation: Simulation;
  readonly #onFailure: (error: unknown) => void;
  readonly #closing = new AbortController();
  readonly #unsubscribe: () => void;
  #dirty = false;
  #writing: Promise<void> | undefined;

  constructor(path: string, simulation: Simulation, onFailure: (error: unknown) => void) {
    this.#path = path;
    this.#simulation = simulation;
    this.#onFailure = onFailure;
    this.#unsubscribe = simulation.events.subscribe(({ type }) => {
      if (type === 'request.logged') return;
      this.#dirty = true;
      this.#writing ??= this.#writeSoon();
    });
  }

  /** Writes the present state. */
  async save(): Promise<void> {
    this.#dirty = false;
    const temporary = `${this.#path}.${process.pid}.tmp`;
    try {
      // A new file, so that its mode is not that of an old temporary file.
      await rm(temporary, { force: true });
      const file = await open(temporary, 'wx', 0o600);
      try {
        await file.writeFile(JSON.stringify(takeSnapshot(this.#simulation)));
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(temporary, this.#path);
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  /** Writes one last time, and stops. */
  async close(): Promise<void> {
    this.#unsubscribe();
    this.#closing.abort();
    await this.#writing;
    await this.save();
  }

  async #writeSoon(): Promise<void> {
    const { signal } = this.#closing;
    while (this.#dirty && !signal.aborted) {
      await delay(WRITE_DELAY_MS, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await this.save().catch(this.#onFailure);
    }
    this.#writing = undefined;
  }
}
