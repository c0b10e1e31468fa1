import type { Page } from './wire.js';

/** The simulator refused a call, or did not answer. */
export class CallFailed extends Error {
  override readonly name = 'CallFailed';

  constructor(
    /** HTTP status; nothing when no answer came. */
    readonly status: number | undefined,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** Calls the simulator. Rejects with CallFailed, which has the simulator's reason. */
export async function call<T>(method: Method, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`/_simulator/${path}`, {
    method,
    ...(body !== undefined && {
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  }).catch((cause: unknown) => {
    throw new CallFailed(undefined, 'The simulator did not answer', { cause });
  });
  const text = await response.text();
  if (!response.ok) throw new CallFailed(response.status, reasonIn(text) ?? response.statusText);
  return (text === '' ? undefined : JSON.parse(text)) as T;
}

/** All pages of a list, newest first. */
export async function callAll<T>(path: string): Promise<T[]> {
  const all: T[] = [];
  for (let before: string | null = ''; before !== null;) {
    const from = before && `&before=${encodeURIComponent(before)}`;
    const page: Page<T> = await call('GET', `${path}?limit=1000${from}`);
    all.push(...page.items);
    before = page.next;
  }
  return all;
}

function reasonIn(text: string): string | undefined {
  try {
    const { message } = JSON.parse(text) as { message?: unknown };
    return typeof message === 'string' ? message : undefined;
  } catch {
    return undefined;
  }
}
