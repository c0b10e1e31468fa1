import { describe, expect, it } from '@jest/globals';
import type { FaultKind } from 'nestjs-payamsms/simulator';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { useStage } from './support/stage.js';

const stage = useStage();

const HOME = fileURLToPath(new URL('../..', import.meta.url));
const PROGRAM = fileURLToPath(new URL('support/short-lived.ts', import.meta.url));
const TYPESCRIPT = new URL('support/typescript.mjs', import.meta.url).href;

interface End {
  code: number | null;
  signal: NodeJS.Signals | null;
  output: string;
}

type Faults = Partial<Record<'send' | 'getStatus', FaultKind>>;

/** Runs a program of its own process, which has to come to its end by itself. */
function run(program: string, environment: Record<string, string>): Promise<End> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['--import', TYPESCRIPT, program],
      {
        cwd: HOME,
        env: { ...process.env, ...environment },
        timeout: 30_000,
        killSignal: 'SIGKILL',
      },
      (_, stdout, stderr) =>
        resolve({ code: child.exitCode, signal: child.signalCode, output: stdout + stderr }),
    );
  });
}

describe('a process that boots, sends and closes its app', () => {
  it.each<[string, string, Faults]>([
    ['all goes well', 'accepted', {}],
    ['an answer is outstanding for good', 'accepted', { send: 'slow' }],
    ['all answers are outstanding for good', 'unknown', { send: 'slow', getStatus: 'slow' }],
    ['sends fail', 'unsent', { send: 'status 503' }],
    ['all fails', 'unknown', { send: 'status 503', getStatus: 'status 503' }],
  ])(
    'ends by itself when %s, and says %s',
    async (_, outcome, faults) => {
      const sim = await stage.simulator();
      const isSlow = faults.send === 'slow';
      for (const endpoint of ['send', 'getStatus'] as const) {
        const fault = faults[endpoint];
        if (fault) sim.fail(endpoint, fault, { delayMs: isSlow ? 60_000 : 0 });
      }
      const { credentials } = sim;
      const end = await run(PROGRAM, {
        PAYAMSMS_BASE_URL: sim.url,
        PAYAMSMS_CLIENT_ID: credentials.clientId,
        PAYAMSMS_CLIENT_SECRET: credentials.clientSecret,
        PAYAMSMS_SYSTEM_NAME: credentials.systemName,
        PAYAMSMS_USERNAME: credentials.username,
        PAYAMSMS_PASSWORD: credentials.password,
        PAYAMSMS_SENDER: '982000123',
        // Long enough that a timer left behind would be seen.
        PAYAMSMS_TIMEOUT_MS: isSlow ? '300' : '120000',
        PAYAMSMS_SETTLE_MS: '20',
        PAYAMSMS_SEND_DEADLINE_MS: outcome === 'unknown' ? '900' : '120000',
      });
      expect(end).toEqual({ code: 0, signal: null, output: `${outcome}\nclosed\n` });
    },
    40_000,
  );
});
