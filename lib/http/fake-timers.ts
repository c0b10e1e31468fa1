import type { AxiosAdapter } from 'axios';
import { PassThrough } from 'node:stream';
// Read once: tests put fake ones in their place, which nothing rings but the test.
import { setImmediate as realSetImmediate } from 'node:timers';

const nextTickOf = ({ nextTick }: { nextTick: unknown }): unknown => nextTick;
const realNextTick = nextTickOf(process);

/** undici goes on by `setImmediate`: under a fake one, a second request would never leave. */
export const hasFakeImmediate = (): boolean => globalThis.setImmediate !== realSetImmediate;

/**
 * Refuses to wait for ever where a test has faked the `process.nextTick` that Node itself goes on
 * by: no byte would come. Jest fakes only its own, beside Node's, which harms nobody.
 */
export function refusingFakeTicks(adapter: AxiosAdapter): AxiosAdapter {
  return async (config) => {
    if (nextTickOf(process) !== realNextTick && !(await nodeTicks())) {
      throw new TypeError(
        'process.nextTick is faked, and Node sends nothing without it: leave nextTick out of what the test fakes',
      );
    }
    return adapter(config);
  };
}

/** Whether a stream of Node's, which says by nextTick that it is closed, comes to say so. */
async function nodeTicks(): Promise<boolean> {
  let hasTicked = false;
  new PassThrough().once('close', () => (hasTicked = true)).destroy();
  await new Promise((resolve) => {
    realSetImmediate(resolve);
  });
  return hasTicked;
}
