import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** The installed command listens, answers over HTTP, and ends when it is asked to. */
export async function checkCommand(cwd) {
  const command = join(cwd, 'node_modules/.bin/payamsms-simulator');
  const child = spawn(command, ['--port', '0'], { cwd, stdio: ['ignore', 'pipe', 'inherit'] });
  const bound = setTimeout(() => child.kill('SIGKILL'), 30_000);
  try {
    const [line] = await once(createInterface(child.stdout), 'line');
    const [url] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? [];
    assert.ok(url, `the first line names the address: ${line}`);
    const { status } = await fetch(new URL('/accounting/webservice/balance', url));
    assert.equal(status, 401, 'a balance asked for without a token');
  } finally {
    const ended = child.exitCode ?? child.signalCode ?? once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    clearTimeout(bound);
  }
  assert.equal(child.exitCode, 0, `ended with ${child.signalCode ?? child.exitCode}`);
}
