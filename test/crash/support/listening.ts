import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PayamSmsModuleOptions } from 'nestjs-payamsms';
import { SqliteStore } from '../../../lib/store/sqlite/index.js';
import { until } from '../../support/waiting.js';
import { TYPESCRIPT } from '../../support/program.js';
import type { ListenerOrders } from './orders.js';

const PROGRAM = fileURLToPath(new URL('listener.ts', import.meta.url));

/** Processes that listen, one after another or at once, on one store. */
export class Listening {
  readonly #home = mkdtempSync(join(tmpdir(), 'payamsms-crash-'));
  readonly #running = new Set<ChildProcess>();
  #started = 0;

  /** @param address of the store; left out: a file of SQLite */
  constructor(
    private readonly options: Omit<PayamSmsModuleOptions, 'store'>,
    private readonly address?: string,
  ) {}

  /** Where no address was given. */
  get file(): string {
    return join(this.#home, 'sms.db');
  }

  start(): Listener {
    const journal = join(this.#home, `${this.#started++}.log`);
    writeFileSync(journal, '');
    const store = this.address ?? `sqlite:${this.file}`;
    const orders: ListenerOrders = { journal, store, options: this.options };
    const child = fork(PROGRAM, {
      execArgv: ['--import', TYPESCRIPT],
      env: { ...process.env, CRASH_ORDERS: JSON.stringify(orders) },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#running.add(child);
    child.once('close', () => this.#running.delete(child));
    return new Listener(child, journal);
  }

  /** When such texts of a number are known to be handled: what was only heard may come again. */
  async hasStored(ids: readonly string[], number: string): Promise<void> {
    const store = new SqliteStore(this.file);
    await store.open();
    try {
      await until(`${ids.length} texts are handled`, async () => {
        return (await store.account('').inbox.unhandled(number, ids)).length === 0;
      });
    } finally {
      await store.close();
    }
  }

  close(): void {
    for (const child of this.#running) child.kill('SIGKILL');
    rmSync(this.#home, { recursive: true, force: true });
  }
}

/** One of them. */
export class Listener {
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  /** When its app has started. */
  readonly up: Promise<void>;
  #heard = 0;
  #onHeard: () => void = () => {};

  constructor(
    private readonly child: ChildProcess,
    private readonly journal: string,
  ) {
    this.ended = once(child, 'close').then(([code, signal]) => ({
      code: code as number | null,
      signal: signal as NodeJS.Signals | null,
    }));
    this.up = new Promise((resolve) => {
      child.on('message', (fact) => {
        if (fact === 'up') return resolve();
        this.#heard++;
        this.#onHeard();
      });
    });
  }

  /** When it has said so many times that it heard something. */
  async hasHeard(times: number): Promise<void> {
    const ended = this.ended.then(({ code }) => {
      throw new Error(`It ended with code ${code} after it had heard ${this.#heard} of ${times}`);
    });
    ended.catch(() => {}); // Later, nobody waits for it any more.
    while (this.#heard < times) {
      await Promise.race([ended, new Promise<void>((resolve) => (this.#onHeard = resolve))]);
    }
  }

  /** As if the machine hung: it keeps its memory and its connections. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  thaw(): void {
    this.child.kill('SIGCONT');
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }

  async end(): Promise<void> {
    this.child.send('end');
    await this.ended;
  }

  /** What it wrote down, in order. */
  get heard(): unknown[] {
    const lines = readFileSync(this.journal, 'utf8').split('\n').filter(Boolean);
    return lines.map((line) => JSON.parse(line) as unknown);
  }
}
