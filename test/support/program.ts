import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { atEnd } from './at-end.js';
import { SENDER } from './numbers.js';

export const TYPESCRIPT = new URL('typescript.mjs', import.meta.url).href;

/** Runs a program of the project, TypeScript without a build, in a process of its own; killed when the test ends. */
export function startProgram(
  program: URL,
  env: Record<string, string>,
  stdio: StdioOptions = 'pipe',
): ChildProcess {
  const child = spawn(process.execPath, ['--import', TYPESCRIPT, fileURLToPath(program)], {
    env: { ...process.env, ...env },
    stdio,
  });
  atEnd(() => child.kill('SIGKILL'));
  return child;
}

/** The variables of an app that talks to a simulator. */
export const variablesFor = ({ url, credentials }: PayamSmsSimulator): Record<string, string> => ({
  PAYAMSMS_BASE_URL: url,
  PAYAMSMS_CLIENT_ID: credentials.clientId,
  PAYAMSMS_CLIENT_SECRET: credentials.clientSecret,
  PAYAMSMS_SYSTEM_NAME: credentials.systemName,
  PAYAMSMS_USERNAME: credentials.username,
  PAYAMSMS_PASSWORD: credentials.password,
  PAYAMSMS_SENDER: SENDER,
});
