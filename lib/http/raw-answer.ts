import type { AxiosResponse } from 'axios';

/** An answer as the adapters give it. */
export interface RawAnswer extends AxiosResponse<Buffer> {
  /** What came in place of a body that can be read; `data` is empty then. */
  unreadable?: string;
}

/** The request certainly never left: no connection to the service itself was made. */
export class NeverSent extends Error {
  override readonly name = 'NeverSent';
  declare readonly code?: string;

  constructor(message: string, { code, cause }: { code?: string; cause?: unknown } = {}) {
    super(message, cause === undefined ? undefined : { cause });
    if (code !== undefined) this.code = code;
  }
}

/** Whether an error, or what has caused it, proves that nothing was sent. */
export function isNeverSent(error: unknown): boolean {
  for (let inner = error; inner instanceof Error; inner = inner.cause) {
    if (inner instanceof NeverSent) return true;
  }
  return false;
}
