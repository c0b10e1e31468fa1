import { describe, expect, it } from '@jest/globals';
import type { FaultKind } from 'nestjs-payamsms/simulator';
import { once } from 'node:events';
import { startProgram, variablesFor } from '../support/program.js';
import { startSimulator } from '../support/simulator.js';
import { until } from '../support/waiting.js';

const program = (name: string) => new URL(`programs/${name}.ts`, import.meta.url);

type Faults = Partial<Record<'send' | 'getStatus', FaultKind>>;

/** Runs a program, which has to come to its end by itself. */
async function run(name: string, environment: Record<string, string>) {
  const child = startProgram(program(name), environment);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream!.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  }
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  return { code, signal, output };
}

describe('a process that boots, sends and closes its app', () => {
  it.each<[string, string, Faults]>([
    ['all goes well', 'accepted', {}],
    ['an answer is outstanding for good', 'accepted', { send: 'slow' }],
    ['all answers are outstanding for good', 'unknown', { send: 'slow', getStatus: 'slow' }],
    ['sends fail', 'unsent', { send: 'status 503' }],
    ['all fails', 'unknown', { send: 'status 503', getStatus: 'status 503' }],
  ])('ends by itself when %s, and says %s', async (_, outcome, faults) => {
    const sim = await startSimulator();
    const isSlow = faults.send === 'slow';
    for (const endpoint of ['send', 'getStatus'] as const) {
      const fault = faults[endpoint];
      if (fault) sim.fail(endpoint, fault, { delayMs: isSlow ? 3_600_000 : 0 });
    }
    const end = await run('short-lived', {
      ...variablesFor(sim),
      // Long enough that a timer left behind would be seen.
      PAYAMSMS_TIMEOUT_MS: isSlow ? '300' : '120000',
      PAYAMSMS_SETTLE_MS: '20',
      PAYAMSMS_SEND_DEADLINE_MS: outcome === 'unknown' ? '900' : '120000',
    });
    expect(end).toEqual({ code: 0, signal: null, output: `${outcome}\nclosed\n` });
  });
});

it('a process ends once its app is closed, though a status was asked for and never told', async () => {
  const sim = await startSimulator();
  sim.fail('send', 'accept-then-drop');
  const hung = sim.fail('getStatus', 'slow', { delayMs: 3_600_000 });
  const child = startProgram(
    program('closing'),
    // Nobody waits an hour for the answer once the app is closed.
    {
      ...variablesFor(sim),
      PAYAMSMS_SHUTDOWN_TIMEOUT_MS: '300',
      PAYAMSMS_TIMEOUT_MS: '3600000',
      PAYAMSMS_SEND_DEADLINE_MS: '3600000',
    },
    ['pipe', 'pipe', 'inherit'],
  );
  let output = '';
  child.stdout!.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  await until('its state is asked for', () => hung.fired > 0);
  child.stdin!.end('close\n');
  const [code] = (await once(child, 'close')) as [number | null];
  expect(output).toBe('sending\nclosed, 1 unknown\n');
  expect(code).toBe(0);
});
