import { afterEach, expect, it } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { SeededRandom } from '../../lib/simulator/random.js';
import { TYPESCRIPT } from '../support/program.js';
import { startSimulator } from '../support/simulator.js';
import { failOneInFive } from './support/faults.js';
import { audit, CLEAN, tally, type Told } from './support/ledger.js';
import { CLIENT, serviceFor } from './support/terms.js';
import { type SenderOrders, write } from './support/texts.js';

const MESSAGES = Number(process.env.CHAOS_RESUME_MESSAGES ?? 3_000);
const SEED = Number(process.env.CHAOS_SEED ?? 1);
const KILLS = 10;

// For a machine that does other work too; nothing is measured by it.
const TIMEOUT_MS = 120_000 * Math.max(1, MESSAGES / 3_000);

const HOME = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = fileURLToPath(new URL('support/sender.ts', import.meta.url));

const children = new Set<ChildProcess>();
let isOver = false;
afterEach(() => {
  isOver = true;
  for (const child of children) child.kill('SIGKILL');
});

interface Run {
  told: Told[];
  code: number | null;
  signal: NodeJS.Signals | null;
  errors: string;
}

function start(orders: SenderOrders): { child: ChildProcess; run: Promise<Run> } {
  // A test that ran out of time still wakes when its child is killed, and would start the next one.
  if (isOver) throw new Error('the test is over');
  const child = spawn(process.execPath, ['--import', TYPESCRIPT, PROGRAM], {
    cwd: HOME,
    env: { ...process.env, CHAOS_ORDERS: JSON.stringify(orders) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.add(child);
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  child.stderr.setEncoding('utf8').on('data', (chunk) => (errors += chunk));
  const run = new Promise<Run>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      children.delete(child);
      // The last line of a process that was killed may be cut.
      const lines = output.slice(0, output.lastIndexOf('\n') + 1).split('\n');
      const told = lines.filter(Boolean).map((line) => JSON.parse(line) as Told);
      resolve({ told, code, signal, errors });
    });
  });
  return { child, run };
}

/** Kills the process a moment after the simulator has taken so many messages in all. */
function killAt(child: ChildProcess, sim: PayamSmsSimulator, taken: number, afterMs: number): void {
  const unlisten = sim.onMessage(() => {
    if (sim.messages.length < taken) return;
    unlisten();
    setTimeout(() => child.kill('SIGKILL'), afterMs);
  });
  child.once('close', unlisten);
}

it(
  `doubles and loses none of ${MESSAGES} messages whose sender is killed ${KILLS} times`,
  async () => {
    const sim = await startSimulator(serviceFor(MESSAGES, SEED, 100));
    const mischief = failOneInFive(sim);
    const random = new SeededRandom(SEED);
    const nowMs = Date.now();
    const orders: SenderOrders = {
      messages: MESSAGES,
      nowMs,
      options: {
        baseUrl: sim.url,
        ...sim.credentials,
        sender: '982000123',
        ...CLIENT,
      },
    };

    const startedAtMs = performance.now();
    const killed: Run[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      const { child, run } = start(orders);
      const taken = Math.ceil((MESSAGES * 0.8 * (kill + random.next())) / KILLS);
      // In the midst of a call, or while what went wrong is being settled.
      killAt(child, sim, Math.max(taken, sim.messages.length + 1), 400 * random.next() ** 2);
      killed.push(await run);
    }
    const takenByKilled = sim.messages.length;
    const last = await start(orders).run;
    const seconds = (performance.now() - startedAtMs) / 1000;

    const written = Array.from({ length: MESSAGES }, (_, n) => write(n, { nowMs, owned: true }));
    const ledger = audit(written, last.told, sim.messages);
    const counts = tally(last.told);
    process.stdout.write(
      `resume: ${MESSAGES} messages, seed ${SEED}: ${JSON.stringify(counts)}, ${ledger.doubled} doubled, ` +
        `${takenByKilled} taken by killed runs that told of ${killed.map(({ told }) => told.length).join(', ')}, ` +
        `${sim.requests.length} requests, ${mischief.total} faults, ${seconds.toFixed(1)} s\n`,
    );

    expect(killed.map(({ signal, errors }) => ({ signal, errors }))).toEqual(
      killed.map(() => ({ signal: 'SIGKILL', errors: '' })),
    );
    expect(last).toMatchObject({ code: 0, errors: '' });
    expect(ledger).toEqual(CLEAN);
    expect(counts).toMatchObject({ unsent: 0, unknown: 0 });
    // What a run told before it was killed still stands.
    const serverIds = new Map(
      sim.messages.map((message) => [message.customerId, message.serverId]),
    );
    const lies = killed
      .flatMap(({ told }) => told)
      .filter(({ status, customerId, serverId }) => {
        if (status === 'accepted') return serverIds.get(customerId) !== serverId;
        return status === 'rejected' && serverIds.has(customerId);
      });
    expect(lies).toEqual([]);
  },
  TIMEOUT_MS,
);
