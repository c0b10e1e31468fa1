import { readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import type { ControlAnswer } from './request.js';

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.ico': 'image/x-icon',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
  '.map': 'application/json',
  '.txt': 'text/plain; charset=utf-8',
};

/** A file below a directory; nothing when the path has no file. */
export async function staticFile(
  directory: string,
  path: string,
  headers: Readonly<Record<string, string>>,
): Promise<ControlAnswer | undefined> {
  // Plain names only: no `..`, no escapes, nothing that a file system would interpret.
  if (!/^(?:\/[\w-][\w.-]*)+$/.test(path)) return undefined;
  const file = join(directory, path);
  const type = CONTENT_TYPES[extname(file)];
  if (!file.startsWith(directory + sep) || type === undefined) return undefined;
  try {
    const content = await readFile(file);
    return { status: 200, headers: { 'content-type': type, ...headers }, content };
  } catch {
    return undefined;
  }
}
