import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { runCommand } from '../../../lib/simulator/command/command.js';
import { Rest } from '../control/rest.js';

/** Runs the command until `whileListening` is done. */
async function run(args: string[], whileListening: (rest: Rest, out: string) => Promise<void>) {
  const errors: string[] = [];
  let out = '';
  const stop = new AbortController();
  let done = Promise.resolve();
  const exitCode = await runCommand(['--port', '0', ...args], {
    version: '1.2.3',
    stopped: stop.signal,
    error: (line) => errors.push(line),
    out: (line) => {
      out += `${line}\n`;
      const [, url] = /listening on (http:\S+)/.exec(line) ?? [];
      const [, token] = /token: (\S+)/.exec(line) ?? [];
      const headers: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
      if (url) done = whileListening(new Rest({ url }, headers), line).finally(() => stop.abort());
    },
  });
  await done;
  return { exitCode, errors, out };
}

const nothing = () => Promise.resolve();
const INBOUND = { from: '09121234567', to: '982000', body: 'سلام' };

describe('payamsms-simulator', () => {
  let directory: string;
  let file: string;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'payamsms-state-'));
    file = join(directory, 'state.json');
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('keeps its state across restarts, readable by its user alone', async () => {
    const first = await run(['--state', file], async (rest) => {
      await rest.post('/inbox', INBOUND);
      await rest.put('/credit', { credit: 123 });
      await rest.post('/clock/advance', { by: '10d' });
      await rest.post('/faults', { endpoint: 'login', kind: 'drop' });
    });
    expect(first).toMatchObject({ exitCode: 0, errors: [] });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readdir(directory)).toEqual(['state.json']);

    await run(['--state', file], async (rest) => {
      expect((await rest.get('/inbox')).json.items).toMatchObject([INBOUND]);
      expect((await rest.get('/faults')).json.items).toMatchObject([{ endpoint: 'login' }]);
      expect((await rest.get('/overview')).json).toMatchObject({
        credit: 123,
        clock: { advancedMs: 864_000_000 },
        maxMessages: 500,
      });
    });
  });

  it('keeps a clock at the end of its range, with a text that is seen a year later', async () => {
    const first = await run(['--state', file], async (rest) => {
      const leftMs = Date.UTC(9998, 11, 31) - Date.now() - 60_000;
      expect((await rest.post('/clock/advance', { by: leftMs })).status).toBe(200);
      await rest.post('/inbox', { ...INBOUND, visibleAfterMs: 31_536_000_000 });
      expect((await rest.post('/clock/advance', { by: '2m' })).json.message).toContain(
        'The clock ends with the year 9998',
      );
    });
    const second = await run(['--state', file], async (rest) => {
      expect((await rest.get('/clock')).json.now).toMatch(/^9998-12-30T23:59/);
      expect((await rest.get('/inbox')).json.items).toHaveLength(1);
    });
    expect([first, second]).toMatchObject([
      { exitCode: 0, errors: [] },
      { exitCode: 0, errors: [] },
    ]);
  });

  it('writes it while it runs, so that a crash loses little', async () => {
    await run(['--state', file], async (rest) => {
      await rest.post('/inbox', INBOUND);
      while (!(await readFile(file, 'utf8')).includes(INBOUND.body)) {
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect((await stat(file)).mode & 0o777).toBe(0o600);
    });
  });

  it.each([
    ['{"format":"payamsms-simu', 'it is not JSON'],
    ['', 'it is not JSON'],
    ['{"name":"mine","version":"1.0.0"}', 'name: is unknown'],
    ['[]', 'must be an object, not a list'],
    [
      '{"format":"payamsms-simulator","formatVersion":1,"nextInboxId":"9999999999999999999"}',
      'nextInboxId: must be a text of digits, at most 9223372036854775808',
    ],
    [
      '{"format":"payamsms-simulator","formatVersion":1,"clock":{"advancedMs":1e15}}',
      'clock.advancedMs: must be a whole number from -10287561600000 to 253370678400000',
    ],
    [
      '{"format":"payamsms-simulator","formatVersion":1,"credit":1e999}',
      'credit: must be a whole number',
    ],
  ])('does not take %j for its state, nor write over it', async (text, why) => {
    await writeFile(file, text);
    const { exitCode, errors } = await run(['--state', file], nothing);
    expect(exitCode).toBe(1);
    expect(errors).toEqual([expect.stringContaining(why)]);
    expect(errors[0]).toContain(`${file} is not a state file of the simulator, or is damaged`);
    expect(await readFile(file, 'utf8')).toBe(text);
  });

  it('fails at the start when it cannot write its state', async () => {
    const nowhere = join(directory, 'no-such-directory/state.json');
    const { exitCode, errors } = await run(['--state', nowhere], nothing);
    expect([exitCode, errors]).toEqual([1, [expect.stringContaining('no such file')]]);
  });

  it.each([
    [
      'seed.json',
      '{"credit":7,"messages":[{"sender":"2000","recipient":"0912 345 6789","body":"سلام"}]}',
    ],
    [
      'seed.yaml',
      'credit: 7\nmessages:\n  - { sender: "2000", recipient: "09123456789", body: سلام }\n',
    ],
  ])('begins with the seed of %s, also after a reset', async (name, text) => {
    const seed = join(directory, name);
    await writeFile(seed, text);
    const { exitCode } = await run(['--seed', seed], async (rest) => {
      for (const look of [() => rest.get('/overview'), () => rest.post('/reset')]) {
        expect((await look()).json).toMatchObject({ credit: 7, counts: { kept: 1 } });
        expect((await rest.get('/messages')).json.items).toMatchObject([
          { sender: '982000', recipient: '989123456789', body: 'سلام' },
        ]);
      }
    });
    expect(exitCode).toBe(0);
  });

  it.each([
    [
      'messages: [{ sender: "2000", recipient: abc, body: x }]',
      'messages[0].recipient: must be a phone',
    ],
    ['credit: [', 'is not a seed file'],
    ['sms: 1', 'sms: is unknown; the known fields are credit, dialect, messages, inbox, faults'],
  ])('does not begin with %s', async (text, why) => {
    const seed = join(directory, 'seed.yaml');
    await writeFile(seed, text);
    const { exitCode, errors } = await run(['--seed', seed], nothing);
    expect(exitCode).toBe(1);
    expect(errors[0]).toContain(why);
  });

  it('sows only where nothing is kept', async () => {
    const seed = join(directory, 'seed.json');
    await writeFile(seed, '{"credit":7}');
    await run(['--state', file, '--seed', seed], async (rest) => {
      expect((await rest.get('/credit')).json).toEqual({ credit: 7 });
      await rest.put('/credit', { credit: 8 });
    });
    await run(['--state', file, '--seed', seed], async (rest) => {
      expect((await rest.get('/credit')).json).toEqual({ credit: 8 });
    });
  });

  it('takes a dialect and faults, and sets each fault once however often it is started', async () => {
    const args = [
      '--dialect',
      'mobile=number',
      '--dialect',
      'refusal.as=object',
      '--dialect',
      'refusal.status=400',
      '--fault',
      'send:status 503,times=2,retryAfter=1',
      '--state',
      file,
    ];
    for (let start = 0; start < 2; start += 1) {
      await run(args, async (rest) => {
        expect((await rest.get('/dialect')).json).toMatchObject({
          mobile: 'number',
          refusal: { as: 'object', status: 400 },
        });
        expect((await rest.get('/faults')).json.items).toEqual([
          {
            id: expect.any(String),
            endpoint: 'send',
            kind: 'status 503',
            fired: 0,
            times: 2,
            retryAfter: 1,
          },
        ]);
      });
    }
  });

  it('takes what stands in double quotes as text', async () => {
    const args = [
      '--dialect',
      'statusWords.Failed="404"',
      '--dialect',
      'refusal.as=list',
      '--dialect',
      'refusal.status=200',
      '--dialect',
      'refusal.description="say \\"no\\""',
      '--fault',
      'login:status 429,retryAfter="Fri, 31 Feb 2026",times=1',
      '--fault',
      'login:status 302,location=https://elsewhere.example/,retryAfter=2030-01-01T00:00:00Z',
      '--state',
      file,
    ];
    for (let start = 0; start < 2; start += 1) {
      await run(args, async (rest) => {
        expect((await rest.get('/dialect')).json).toMatchObject({
          statusWords: { Failed: '404' },
          refusal: { description: 'say "no"' },
        });
        expect((await rest.get('/faults')).json.items).toMatchObject([
          { retryAfter: 'Fri, 31 Feb 2026', times: 1 },
          { location: 'https://elsewhere.example/', retryAfter: '2030-01-01T00:00:00.000Z' },
        ]);
      });
    }
  });

  it('gives the address of its page, with the token where one is needed', async () => {
    const plain = await run([], nothing);
    expect(plain.out).toMatch(/^Its page: http:\/\/127\.0\.0\.1:\d+\/$/m);
    const loopback = await run(['--host', '127.0.0.1'], async (rest) => {
      expect((await rest.get('/overview')).status).toBe(200);
    });
    expect(loopback.out).toMatch(/^Its page: http:\/\/127\.0\.0\.1:\d+\/$/m);
    const open = await run(['--host', '0.0.0.0'], async (rest) => {
      expect((await rest.get('/overview')).status).toBe(200);
    });
    expect(open.out).toMatch(/^Its page: http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]{32}$/m);
    const given = await run(['--token', 'my-token'], nothing);
    expect(given.out).toContain('/#token=my-token');
  });

  it('keeps as many messages as --max-messages allows', async () => {
    await run(['--max-messages', '0'], async (rest) => {
      expect((await rest.get('/overview')).json).toMatchObject({ maxMessages: null });
    });
  });

  it.each([
    [['--max-messages', '-1'], '--max-messages'],
    [['--max-messages', 'x'], "--max-messages must be a whole number, 0 for all, not 'x'"],
    [['--dialect', 'mobile'], "--dialect must be name=value, not 'mobile'"],
    [['--dialect', 'mobile=x'], '--dialect mobile: must be one of string, number, not "x"'],
    [['--dialect', '__proto__.x=1'], '--dialect __proto__: is unknown'],
    [['--fault', 'send'], "--fault must be endpoint:kind,name=value,..., not 'send'"],
    [['--fault', 'sent:drop'], '--fault endpoint: must be one of *, login'],
    [
      ['--fault', 'send:drop,times=x'],
      '--fault times: must be a whole number of 1 or more, not "x"',
    ],
    [['--token', ''], '--token must not be empty'],
    [['--token', 'a b'], '--token must be visible ASCII characters'],
    [['--allow-host', 'sim:4010'], "--allow-host must be a name without a port, not 'sim:4010'"],
    [['--host', ''], '--host must not be empty'],
  ])('answers %j with one clear line and 2', async (args, reason) => {
    const { exitCode, errors, out } = await run(args, nothing);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(errors).toEqual([expect.stringContaining(reason)]);
  });
});
