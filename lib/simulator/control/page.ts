import { packageFile } from './package.js';
import { notFound } from './problem.js';
import type { ControlAnswer, Handler } from './request.js';
import { staticFile } from './static-file.js';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; " +
  "font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const NOT_BUILT: ControlAnswer = {
  status: 503,
  headers: { 'content-type': 'text/plain; charset=utf-8' },
  content:
    'The page of the simulator has not been built. Run `npm run build` in nestjs-payamsms.\n' +
    'The REST interface works without it: /_simulator/docs\n',
};

/** The page's files. Names in assets/ hold a hash of the content, so browsers may keep them; the others are checked each time. */
export const getPage: Handler = async ({ path }) => {
  const directory = packageFile('dist/simulator/page');
  if (directory === undefined) return NOT_BUILT;
  const isIndex = path === '/' || path === '/index.html';
  const forEver = path.startsWith('/assets/');
  const file = await staticFile(directory, isIndex ? '/index.html' : path, {
    'content-security-policy': POLICY,
    'cache-control': forEver ? 'public, max-age=31536000, immutable' : 'no-cache',
  });
  if (file) return file;
  if (isIndex) return NOT_BUILT;
  throw notFound(`The page has no file ${path}.`);
};
