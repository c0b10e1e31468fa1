import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Deed } from './program.js';

const PROGRAM = fileURLToPath(new URL('program.ts', import.meta.url));
const TYPESCRIPT = new URL('../../../support/typescript.mjs', import.meta.url).href;

/** Processes that work on a store; whoever is left is killed. */
export class Children {
  readonly #running = new Set<ChildProcess>();

  start(what: Deed, path: string): Child {
    const child = fork(PROGRAM, [what, path], {
      execArgv: ['--import', TYPESCRIPT],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.#running.add(child);
    child.once('close', () => this.#running.delete(child));
    return new Child(child);
  }

  killAll(): void {
    for (const child of this.#running) child.kill('SIGKILL');
  }
}

export class Child {
  readonly told: unknown[] = [];
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;

  constructor(private readonly child: ChildProcess) {
    child.on('message', (fact) => this.told.push(fact));
    // All that it told is heard by then.
    this.ended = Promise.all([once(child, 'close'), once(child, 'disconnect')]).then(
      ([[code, signal]]) => ({
        code: code as number | null,
        signal: signal as NodeJS.Signals | null,
      }),
    );
  }

  /** The next fact that it tells. */
  async next(): Promise<unknown> {
    const [fact] = (await once(this.child, 'message')) as [unknown];
    return fact;
  }

  ask(): void {
    this.child.send('go on');
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.ended;
  }
}
