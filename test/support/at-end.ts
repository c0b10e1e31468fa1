import { afterEach } from '@jest/globals';

const open: (() => unknown)[] = [];

afterEach(closeAll);

/** Closes what a test opened once it has ended, the newest first. */
export function atEnd(close: () => unknown): void {
  open.push(close);
}

async function closeAll(): Promise<void> {
  for (const close of open.splice(0).toReversed()) await close();
}
