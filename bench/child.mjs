import { fork } from 'node:child_process';

/** Runs a script in a fresh process and returns the one thing it tells. */
export function runChild(script, args, execArgv = []) {
  return new Promise((resolve, reject) => {
    const child = fork(new URL(script, import.meta.url), args.map(String), { execArgv });
    let told;
    child.on('message', (message) => (told = message));
    child.on('error', reject);
    child.on('exit', (code) => {
      if (code === 0 && told !== undefined) resolve(told);
      else reject(new Error(`${script} ${args.join(' ')} ended with ${code}`));
    });
  });
}
