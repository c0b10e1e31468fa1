import { expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { useStage } from '../support/stage.js';
import { until } from '../support/waiting.js';

const stage = useStage();

const PROGRAM = fileURLToPath(new URL('support/closing.ts', import.meta.url));
const TYPESCRIPT = new URL('../support/typescript.mjs', import.meta.url).href;

it('a process ends once its app is closed, though a status was asked for and never told', async () => {
  const sim = await stage.simulator();
  sim.fail('send', 'accept-then-drop');
  const hung = sim.fail('getStatus', 'slow', { delayMs: 60_000 });
  const { credentials } = sim;
  const child = spawn(process.execPath, ['--import', TYPESCRIPT, PROGRAM], {
    env: {
      ...process.env,
      PAYAMSMS_BASE_URL: sim.url,
      PAYAMSMS_CLIENT_ID: credentials.clientId,
      PAYAMSMS_CLIENT_SECRET: credentials.clientSecret,
      PAYAMSMS_SYSTEM_NAME: credentials.systemName,
      PAYAMSMS_USERNAME: credentials.username,
      PAYAMSMS_PASSWORD: credentials.password,
      PAYAMSMS_SENDER: '982000123',
      PAYAMSMS_SHUTDOWN_TIMEOUT_MS: '300',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  stage.onClose(async () => void child.kill('SIGKILL'));
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (chunk) => (output += chunk));
  await until('its state is asked for', () => hung.fired > 0, 20_000);
  child.stdin.end('close\n');
  await until('it says so', () => output.includes('closed'), 5_000);
  expect(output).toBe('sending\nclosed, 1 unknown\n');

  // The time-out of one attempt is 10 s; nobody waits for its answer any more.
  await until('it ends', () => child.exitCode !== null, 5_000);
  expect(child.exitCode).toBe(0);
}, 60_000);
