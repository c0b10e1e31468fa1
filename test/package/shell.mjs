import { spawn } from 'node:child_process';

/**
 * Runs a command to its end and hands back what it printed; throws when it fails or does not end in time.
 * It gets its own process group, so that what it started goes with it.
 */
export function run(command, args, { cwd, timeoutMs = 180_000, env = process.env }) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    const keep = (chunk) => (output += chunk);
    child.stdout.setEncoding('utf8').on('data', keep);
    child.stderr.setEncoding('utf8').on('data', keep);

    let late = false;
    const timer = setTimeout(() => {
      late = true;
      process.kill(-Number(child.pid), 'SIGKILL');
    }, timeoutMs);

    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) return resolve(output);
      const end = late
        ? `did not end by itself within ${timeoutMs / 1000} s`
        : `ended with ${signal ?? `code ${code}`}`;
      reject(new Error(`${[command, ...args].join(' ')}\n${end}\n${output}`));
    });
  });
}
