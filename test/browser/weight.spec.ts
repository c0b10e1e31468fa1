import { expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const page = fileURLToPath(new URL('../../dist/simulator/page/', import.meta.url));
const files = readdirSync(page, { recursive: true, encoding: 'utf8' }).filter(extname);
const LIMIT_BYTES = 60_000;

it(`weighs at most ${LIMIT_BYTES} bytes compressed`, () => {
  const weights = files.map((file) => gzipSync(readFileSync(join(page, file))).length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  process.stdout.write(`the page: ${files.length} files, ${total} bytes compressed\n`);
  expect(files.length).toBeGreaterThanOrEqual(4);
  expect(total).toBeLessThanOrEqual(LIMIT_BYTES);
});

it('has nothing inline that its policy would not let run', () => {
  const index = readFileSync(join(page, 'index.html'), 'utf8');
  expect(index).not.toMatch(/<style|\sstyle=|\son\w+=|javascript:/i);
  for (const [script] of index.matchAll(/<script[^>]*>/g)) expect(script).toMatch(/\ssrc="\.\//);
});
