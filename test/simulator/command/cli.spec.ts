import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../../lib/simulator/index.js';
import { runCommand } from '../../../lib/simulator/command/command.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const heldSave = new URL('held-save.mjs', import.meta.url).href;

/** Runs the command in this process; when it listens, until `whileListening` is done. */
async function run(
  args: string[],
  whileListening: (url: string) => Promise<void> = () => Promise.resolve(),
) {
  const out: string[] = [];
  const errors: string[] = [];
  const stop = new AbortController();
  let listening = Promise.resolve();
  const exitCode = await runCommand(args, {
    version: '1.2.3',
    stopped: stop.signal,
    error: (line) => errors.push(line),
    out: (line) => {
      out.push(line);
      const [url] = /http:\/\/[\d.]+:\d+/.exec(line) ?? [];
      if (url) listening = whileListening(url).finally(() => stop.abort());
    },
  });
  await listening;
  return { exitCode, out: out.join('\n'), errors };
}

/** Logs in with what the command prints, and sends. */
async function sendTo(baseUrl: string, environment: Map<string, string>, bodies: string[]) {
  const variable = (name: string) => environment.get(`PAYAMSMS_${name}`) ?? '';
  const basic = Buffer.from(`${variable('CLIENT_ID')}:${variable('CLIENT_SECRET')}`);
  const login = await fetch(`${baseUrl}/auth/oauth/token`, {
    method: 'POST',
    headers: {
      authorization: `Basic ${basic.toString('base64')}`,
      'content-type': 'application/json',
    },
    body: JSON.stringify({
      systemName: variable('SYSTEM_NAME'),
      username: variable('USERNAME'),
      password: variable('PASSWORD'),
      scope: 'webservice',
      grant_type: 'password',
    }),
  });
  const token = (await login.json()) as { access_token: string };
  await fetch(`${baseUrl}/panel/webservice/send`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token.access_token}`, 'content-type': 'application/json' },
    body: JSON.stringify(
      bodies.map((body) => ({ sender: variable('SENDER'), recipient: '989121234567', body })),
    ),
  });
}

function variables(printed: string): Map<string, string> {
  return new Map(
    [...printed.matchAll(/^(PAYAMSMS_\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [
      name,
      value,
    ]),
  );
}

const exitOf = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => child.once('exit', resolve));

describe('payamsms-simulator', () => {
  it('explains itself', async () => {
    const { exitCode, out } = await run(['--help']);
    expect(exitCode).toBe(0);
    for (const option of ['--port', '--quiet', '--version', '--help'])
      expect(out).toContain(option);
  });

  it('prints its version', async () => {
    expect(await run(['--version'])).toEqual({ exitCode: 0, out: '1.2.3', errors: [] });
  });

  it.each([
    [['--prot', '1'], "Unknown option '--prot'"],
    [['--port'], "Option '--port <value>' argument missing"],
    [['--port', 'x'], "--port must be a number from 0 to 65535, not 'x'"],
    [['--port', '65536'], "--port must be a number from 0 to 65535, not '65536'"],
    [['--port=-1'], "--port must be a number from 0 to 65535, not '-1'"],
    [['4010'], "Unexpected argument '4010'"],
    [['--quiet=yes'], "Option '--quiet' does not take an argument"],
  ])('answers %j with one clear line and 2', async (args, reason) => {
    expect(await run(args)).toEqual({
      exitCode: 2,
      out: '',
      errors: [`payamsms-simulator: ${reason} (--help lists the options)`],
    });
  });

  it('prints that its port is taken', async () => {
    await using sim = await PayamSmsSimulator.start();
    const { port } = new URL(sim.url);
    const { exitCode, errors } = await run(['--port', port]);
    expect(exitCode).toBe(1);
    expect(errors).toEqual([
      `payamsms-simulator: port ${port} is already in use; choose another with --port`,
    ]);
  });

  it('prints the lines to paste into .env, the same every time', async () => {
    const [first, second] = [await run(['--port', '0']), await run(['--port', '0'])];
    expect(first.exitCode).toBe(0);
    const environment = variables(first.out);
    expect([...environment.keys()]).toEqual([
      'PAYAMSMS_BASE_URL',
      'PAYAMSMS_CLIENT_ID',
      'PAYAMSMS_CLIENT_SECRET',
      'PAYAMSMS_SYSTEM_NAME',
      'PAYAMSMS_USERNAME',
      'PAYAMSMS_PASSWORD',
      'PAYAMSMS_SENDER',
    ]);
    environment.delete('PAYAMSMS_BASE_URL');
    const again = variables(second.out);
    again.delete('PAYAMSMS_BASE_URL');
    expect(again).toEqual(environment);
  });

  it('prints a line for each text, and lets no text act on the terminal', async () => {
    const environment = variables((await run(['--port', '0'])).out);
    const { out } = await run(['--port', '0'], (url) =>
      sendTo(url, environment, ['س'.repeat(71), 'a\u001b[2J\r\nb', 'last']),
    );
    expect(out.split('\n').slice(-3)).toEqual([
      `989121234567  2 parts  ${'س'.repeat(71)}`,
      '989121234567  1 part  a [2J b',
      '989121234567  1 part  last',
    ]);
  });

  it('prints no texts with --quiet', async () => {
    const environment = variables((await run(['--port', '0'])).out);
    const { out } = await run(['--port', '0', '--quiet'], (url) =>
      sendTo(url, environment, ['hello']),
    );
    expect(out).not.toContain('hello');
  });

  describe('as a process', () => {
    let directory: string;
    let command: string;

    beforeAll(() => {
      directory = mkdtempSync(join(tmpdir(), 'payamsms-simulator-'));
      command = join(directory, 'dist/simulator/cli.js');
      const project = {
        extends: join(root, 'tsconfig.build.json'),
        compilerOptions: {
          rootDir: join(root, 'lib'),
          outDir: join(directory, 'dist'),
          typeRoots: [join(root, 'node_modules/@types')],
        },
        files: [join(root, 'lib/simulator/cli.ts')],
        include: [],
      };
      writeFileSync(join(directory, 'tsconfig.json'), JSON.stringify(project));
      const tsc = join(root, 'node_modules/typescript/bin/tsc');
      execFileSync(process.execPath, [tsc, '-p', directory]);
      writeFileSync(join(directory, 'package.json'), readFileSync(join(root, 'package.json')));
    }, 60_000);
    afterAll(() => rmSync(directory, { recursive: true, force: true }));

    const start = (...args: string[]) =>
      spawn(process.execPath, [command, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });

    const ENDS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

    it.each(ENDS)('ends cleanly with %s', async (signal) => {
      const child = start('--port', '0');
      const exit = exitOf(child);
      for await (const line of createInterface(child.stdout)) {
        if (line.startsWith('PAYAMSMS_SENDER')) child.kill(signal);
      }
      expect(await exit).toBe(0);
    });

    it.each(ENDS)('keeps the change that came right before %s', async (signal) => {
      const state = join(directory, `last-${signal}.json`);
      const child = start('--port', '0', '--state', state);
      const exit = exitOf(child);
      let url = '';
      for await (const line of createInterface(child.stdout)) {
        url ||= /http:\/\/[\d.]+:\d+/.exec(line)?.[0] ?? '';
        if (!line.startsWith('PAYAMSMS_SENDER')) continue;
        const changed = await fetch(`${url}/_simulator/credit`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: '{"credit":1403}',
        });
        expect(changed.status).toBe(200);
        child.kill(signal);
      }
      expect(await exit).toBe(0);
      expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ credit: 1403 });
    });

    it('keeps its last change when its terminal is gone', async () => {
      const state = join(directory, 'closed-terminal.json');
      const child = spawn(process.execPath, [command, '--port', '0', '--state', state], {
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      const exit = exitOf(child);
      for await (const line of createInterface(child.stdout)) {
        const [url] = /http:\/\/[\d.]+:\d+/.exec(line) ?? [];
        if (!url) continue;
        child.stdout.destroy();
        child.stderr.destroy();
        const changed = await fetch(`${url}/_simulator/credit`, {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: '{"credit":1404}',
        });
        expect(changed.status).toBe(200);
        child.kill('SIGHUP');
        break;
      }
      expect(await exit).toBe(0);
      expect(JSON.parse(readFileSync(state, 'utf8'))).toMatchObject({ credit: 1404 });
    });

    it.each(ENDS)(
      'saves its state to the end when %s comes twice, as Ctrl-C does under npx',
      async (signal) => {
        const state = join(directory, `${signal}.json`);
        const child = spawn(
          process.execPath,
          ['--import', heldSave, command, '--port', '0', '--state', state],
          { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] },
        );
        const exit = exitOf(child);
        let saves = 0;
        child.on('message', () => {
          saves += 1;
          // The first is the one at the start; the second is what the first signal brings about.
          if (saves === 2) child.kill(signal);
          child.send('go on');
        });
        for await (const line of createInterface(child.stdout!)) {
          if (line.startsWith('PAYAMSMS_SENDER')) child.kill(signal);
        }
        expect(await exit).toBe(0);
        expect(saves).toBe(2);
      },
    );

    it('prints the version of the package', async () => {
      const child = start('--version');
      const exit = exitOf(child);
      const lines: string[] = [];
      for await (const line of createInterface(child.stdout)) lines.push(line);
      const manifest: unknown = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
      expect(manifest).toMatchObject({ version: lines[0] });
      expect(await exit).toBe(0);
    });
  });
});
