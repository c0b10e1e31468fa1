import type { AxiosAdapter } from 'axios';
import { PassThrough } from 'node:stream';
// Read once: tests replace it by a fake one, which only the test makes run.
import { setImmediate as realSetImmediate } from 'node:timers';

const nextTickOf = ({ nextTick }: { nextTick: unknown }): unknown => nextTick;
const realNextTick = nextTickOf(process);

/** undici goes on by `setImmediate`: under a fake one, a second request would never leave. */
export const hasFakeImmediate = (): boolean => globalThis.setImmediate !== realSetImmediate;

/**
 * Fails where a test has faked the `process.nextTick` that Node itself uses: no byte would come, and
 * the request would wait for ever. Jest fakes only its own, beside Node's, which does no harm.
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

/** Whether a stream of Node's emits `close`, which it does by nextTick. */
async function nodeTicks(): Promise<boolean> {
  let hasTicked = false;
  new PassThrough().once('close', () => (hasTicked = true)).destroy();
  await new Promise((resolve) => {
    realSetImmediate(resolve);
  });
  return hasTicked;
}
