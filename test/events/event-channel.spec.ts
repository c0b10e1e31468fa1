import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventEmitter2 } from '@nestjs/event-emitter';
import type { InboundSms } from '../../lib/api/api.types.js';
import { EventChannel, ListenerTimeout } from '../../lib/events/event-channel.js';
import { deferred } from '../support/deferred.js';
import { settle } from '../support/fake-time.js';

const SMS = { id: '1' } as InboundSms;
const EVENT = 'payamsms.inbound';

type Listener = (...values: unknown[]) => unknown;

/** As `EventEmitter2`, whose own types know of no listeners that return a promise. */
interface Subject {
  on(event: string, listener: Listener): void;
  once(event: string, listener: Listener): void;
  off(event: string, listener: Listener): void;
  onAny(listener: Listener): void;
  listeners(event: string): Listener[];
}

function open(options = {}) {
  const emitter = new EventEmitter2(options) as unknown as Subject;
  const channel = new EventChannel(() => emitter, { event: EVENT, timeoutMs: 1_000 });
  return { emitter, channel };
}

const idle = () => undefined;
const refuse = (): never => {
  throw new Error('no');
};
const rejectAndResolve = (resolve: () => void, reject: (error: unknown) => void) => {
  reject(new Error('no'));
  resolve();
};
// oxlint-disable-next-line unicorn/no-thenable -- an app may
const overridden = (then: unknown) => Object.assign(Promise.resolve(), { then });

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

describe('an event channel', () => {
  it('counts who listens at that moment', () => {
    const { emitter, channel } = open();
    expect(channel.listenerCount()).toBe(0);
    emitter.on(EVENT, idle);
    expect(channel.listenerCount()).toBe(1);
    emitter.off(EVENT, idle);
    expect(channel.listenerCount()).toBe(0);
  });

  it.each(['payamsms.*', 'payamsms.**', '**', '*.inbound'])('counts who listens to %s', (name) => {
    const { emitter, channel } = open({ wildcard: true });
    const listener = jest.fn();
    emitter.on(name, listener);
    expect(channel.listenerCount()).toBe(1);
    void channel.emit(SMS);
    expect(listener).toHaveBeenCalledWith(SMS);
  });

  it('does not take an onlooker for a listener', () => {
    const { emitter, channel } = open();
    emitter.onAny(() => undefined);
    expect(channel.listenerCount()).toBe(0);
  });

  it('says that all is well when all have resolved', async () => {
    const { emitter, channel } = open();
    emitter.on(EVENT, async () => 1);
    emitter.on(EVENT, () => 2);
    expect(await channel.emit(SMS)).toEqual([]);
    expect(jest.getTimerCount()).toBeLessThanOrEqual(1);
  });

  it('waits for those still running when one has failed, and says all that failed', async () => {
    const { emitter, channel } = open();
    const slow = deferred();
    emitter.on(EVENT, () => {
      throw new Error('thrown');
    });
    emitter.on(EVENT, () => slow.promise);
    emitter.on(EVENT, () => Promise.reject(new Error('rejected')));
    let ended = false;
    const end = channel.emit(SMS).finally(() => (ended = true));
    await settle();
    expect(ended).toBe(false);
    slow.reject(new Error('late'));
    expect(await end).toEqual(
      ['thrown', 'rejected', 'late'].map((said) => ({ listener: EVENT, error: new Error(said) })),
    );
  });

  it('gives up on one that hangs, and still says what the others said', async () => {
    const { emitter, channel } = open();
    const hanging = deferred();
    emitter.on(EVENT, () => hanging.promise);
    emitter.on(EVENT, () => Promise.reject(new Error('rejected')));
    const end = channel.emit(SMS);
    await jest.advanceTimersByTimeAsync(999);
    const early = await Promise.race([end, Promise.resolve('runs')]);
    expect(early).toBe('runs');
    await jest.advanceTimersByTimeAsync(1);
    const errors = await end;
    expect(errors.map(({ error }) => error)).toEqual([
      new Error('rejected'),
      expect.any(ListenerTimeout),
    ]);
    // Its late failure is nobody's any more: neither told nor unhandled.
    hanging.reject(new Error('too late'));
    await settle();
    expect(errors).toHaveLength(2);
    expect(jest.getTimerCount()).toBe(0);
  });

  it('gives each emission its whole time, with one timer for all', async () => {
    const { emitter, channel } = open();
    emitter.on(EVENT, () => new Promise(() => undefined));
    const ends: string[] = [];
    void channel.emit(SMS).then(() => ends.push('first'));
    await jest.advanceTimersByTimeAsync(400);
    void channel.emit(SMS).then(() => ends.push('second'));
    expect(jest.getTimerCount()).toBe(1);
    await jest.advanceTimersByTimeAsync(600);
    expect(ends).toEqual(['first']);
    await jest.advanceTimersByTimeAsync(400);
    expect(ends).toEqual(['first', 'second']);
  });

  it.each<[string, () => unknown]>([
    // oxlint-disable unicorn/no-thenable -- an app may
    ['a promise whose then gives nothing', () => overridden(idle)],
    ['a promise whose then throws', () => overridden(refuse)],
    ['a promise whose then calls back twice', () => overridden(rejectAndResolve)],
    [
      'a promise whose then cannot be read',
      () => Object.defineProperty(Promise.resolve(), 'then', { get: refuse }),
    ],
    [
      'a thenable whose then cannot be read',
      () => Object.defineProperty({}, 'then', { get: refuse }),
    ],
    // oxlint-enable unicorn/no-thenable
  ])('fails by itself where a listener answers with %s', async (_, answer) => {
    const { emitter, channel } = open();
    emitter.on(EVENT, answer);
    const end = channel.emit(SMS);
    await jest.advanceTimersByTimeAsync(1_000);
    expect(await end).toHaveLength(1);
  });

  it('makes no timer a text', async () => {
    const { emitter, channel } = open();
    emitter.on(EVENT, async () => undefined);
    const made = jest.spyOn(globalThis, 'setTimeout');
    for (let i = 0; i < 100; i++) await channel.emit(SMS);
    expect(made).toHaveBeenCalledTimes(1);
    made.mockRestore();
  });

  it('calls one that listens once no second time', async () => {
    const { emitter, channel } = open();
    const listener = jest.fn(async () => undefined);
    emitter.once(EVENT, listener);
    emitter.on(EVENT, async () => undefined);
    await channel.emit(SMS);
    await channel.emit(SMS);
    expect(listener).toHaveBeenCalledTimes(1);
  });
});
