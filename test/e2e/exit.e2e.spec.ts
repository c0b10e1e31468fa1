import { describe, expect, it } from '@jest/globals';
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
  it.each([
    ['all goes well', 'none'],
    ['an answer is outstanding for good', 'slow'],
    ['the service is down', 'status 503'],
  ] as const)(
    'ends by itself when %s',
    async (_, fault) => {
      const sim = await stage.simulator();
      if (fault !== 'none') sim.fail('send', fault, { delayMs: fault === 'slow' ? 60_000 : 0 });
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
        PAYAMSMS_TIMEOUT_MS: fault === 'slow' ? '500' : '120000',
      });
      expect(end).toEqual({
        code: 0,
        signal: null,
        output: fault === 'none' ? 'accepted\nclosed\n' : 'unknown\nclosed\n',
      });
    },
    40_000,
  );
});
