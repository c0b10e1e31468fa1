import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { staticFile } from '../../../lib/simulator/control/static-file.js';
import { PayamSmsSimulator } from '../../../lib/simulator/index.js';
import { Rest } from './rest.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

describe('the files of the simulator', () => {
  let sim: PayamSmsSimulator;

  beforeAll(async () => {
    sim = await PayamSmsSimulator.start({ token: 'a-token' });
  });
  afterAll(() => sim.close());

  it('are the page, open to a browser without a token, or the word that it was not built', async () => {
    const page = await fetch(sim.url);
    const built = existsSync(join(root, 'dist/simulator/page/index.html'));
    const header = (name: string) => page.headers.get(name);
    expect({
      status: page.status,
      type: header('content-type'),
      kept: header('cache-control'),
      scripts: /script-src [^;]+/.exec(header('content-security-policy') ?? '')?.[0],
      says: (await page.text()).includes('npm run build'),
    }).toEqual(
      built
        ? {
            status: 200,
            type: 'text/html; charset=utf-8',
            kept: 'no-cache',
            scripts: "script-src 'self'",
            says: false,
          }
        : { status: 503, type: 'text/plain; charset=utf-8', kept: 'no-store', says: true },
    );
    expect(sim.requests).toEqual([]);
    expect((await fetch(`${sim.url}/assets/no-such-file.js`)).ok).toBe(false);
    expect((await fetch(sim.url, { method: 'POST' })).status).toBe(404);
  });

  it('are its description, to the letter', async () => {
    const answer = await new Rest(sim).get('/openapi.yaml');
    const file = join(root, 'lib/simulator/control/simulator.openapi.yaml');
    expect(answer.text).toBe(readFileSync(file, 'utf8'));
    expect(answer.headers.get('content-type')).toBe('application/yaml');
  });

  it('are the Swagger page of the app, whose scripts are all files', async () => {
    const rest = new Rest(sim);
    const { text, headers } = await rest.get('/docs');
    expect(headers.get('content-security-policy')).toContain("script-src 'self';");
    expect(text).not.toMatch(/<script>|\son\w+=|https?:/);
    const names = [...text.matchAll(/\/_simulator(\/docs\/[\w.-]+)/g)].map(([, name = '']) => name);
    expect(names).toHaveLength(4);
    for (const name of names) expect((await rest.get(name)).status).toBe(200);
    expect((await rest.get('/docs/swagger-ui.js')).status).toBe(404);
    expect((await rest.get('/docs/..%2fpackage.json')).status).toBe(404);
  });

  it('are none outside their directory', async () => {
    const parent = await mkdtemp(join(tmpdir(), 'simulator-page-'));
    try {
      const directory = join(parent, 'page');
      await mkdir(join(directory, 'assets'), { recursive: true });
      await writeFile(join(parent, 'secret.txt'), 'secret');
      await writeFile(join(directory, 'assets/a-1.js'), 'a');
      const file = await staticFile(directory, '/assets/a-1.js', { 'cache-control': 'x' });
      expect(file).toMatchObject({
        status: 200,
        headers: { 'content-type': 'text/javascript; charset=utf-8', 'cache-control': 'x' },
      });
      for (const path of [
        '/../secret.txt',
        '/assets/../../secret.txt',
        '/%2e%2e/secret.txt',
        '/assets',
        '/',
        '/assets/b.js',
      ]) {
        expect(await staticFile(directory, path, {})).toBeUndefined();
      }
    } finally {
      await rm(parent, { recursive: true });
    }
  });
});
