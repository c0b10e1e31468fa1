import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

const ASK_AGAIN_MS = 20;

/** A server that a test started: it can be killed, frozen, and started again on the same port and data. */
export abstract class ServerProcess {
  #process?: ChildProcess;
  #output = '';

  protected constructor(readonly port: number) {}

  /** What starts it. */
  protected abstract command(): { program: string; args: string[]; options?: SpawnOptions };
  /** Rejects until it answers. */
  protected abstract ping(): Promise<void>;

  /** Resolves when it answers. */
  async start(): Promise<void> {
    const { program, args, options } = this.command();
    const started = spawn(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    this.#process = started;
    for (const stream of [started.stdout, started.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-4_000);
      });
    }
    while (!(await this.#answers())) {
      if (started.exitCode !== null) throw new Error(`${program} ended:\n${this.#output}`);
      await wait(ASK_AGAIN_MS);
    }
  }

  /** As a loss of power of the server's process: it can write nothing down any more. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** As an administrator does. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    await this.#end(signal);
  }

  /** Connections stay open, and nothing answers. */
  freeze(): void {
    this.#process?.kill('SIGSTOP');
  }

  thaw(): void {
    this.#process?.kill('SIGCONT');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const ended = this.#process;
    this.#process = undefined;
    if (!ended || ended.exitCode !== null || ended.signalCode !== null) return;
    const closed = once(ended, 'exit');
    ended.kill('SIGCONT');
    ended.kill(signal);
    await closed;
  }

  async #answers(): Promise<boolean> {
    try {
      await this.ping();
      return true;
    } catch {
      return false; // Asked again, until it answers or has ended.
    }
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}
