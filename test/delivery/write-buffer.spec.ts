import { describe, expect, it, jest } from '@jest/globals';
import type { DeliveryLog } from '../../lib/delivery/delivery-log.js';
import { Quarantine } from '../../lib/delivery/quarantine.js';
import type { RunResult } from '../../lib/delivery/run-state.js';
import { type MessageWrite, WriteBuffer } from '../../lib/delivery/write-buffer.js';
import { PayamSmsStoreError } from '../../lib/errors/store.error.js';
import type { DeliveryStore, FollowedKey } from '../../lib/store/delivery-store.js';
import { deferred } from '../support/deferred.js';
import { fakeLease } from '../tasks/support/fakes.js';
import { aFollowed } from './support/followed.js';

const lease = fakeLease();
const full = new PayamSmsStoreError('full', 'record delivery states');

function setUp(record: DeliveryStore['record'] = async () => {}) {
  const store = {
    record: jest.fn<DeliveryStore['record']>(record),
    latestTime: jest.fn<DeliveryStore['latestTime']>(async (now) => now),
  };
  const released: string[] = [];
  const results: RunResult[] = [];
  const changed = jest.fn();
  let nowMs = 0;
  const quarantine = new Quarantine(() => nowMs);
  const log = { writesRefused: jest.fn<DeliveryLog['writesRefused']>() };
  const buffer = new WriteBuffer({
    store,
    lease,
    due: { release: ({ id }: FollowedKey) => void released.push(id) },
    quarantine,
    clock: { now: () => new Date(0) },
    progress: { add: (result) => void results.push(result), changed },
    log,
  });
  const quarantined = () => {
    nowMs += 600_000;
    return [...quarantine.released()].map(({ id }) => id);
  };
  return { buffer, store, released, results, changed, log, quarantined };
}

const goesOn = (id: string): MessageWrite => {
  const followed = aFollowed(id);
  const { by, dueAt, failures } = followed;
  return { followed, next: { by, id, dueAt, failures, rung: 1 } };
};
const ends = (id: string): MessageWrite => ({ followed: aFollowed(id), next: undefined });

describe('the write buffer', () => {
  it('writes what goes on and what ends in one step, and then releases it', async () => {
    const { buffer, store, released, changed } = setUp();
    const writes = [goesOn('1'), ends('2'), goesOn('3')];
    for (const write of writes) buffer.add(write);
    expect(released).toEqual([]);
    await buffer.flush();
    expect(store.record.mock.calls).toEqual([
      [lease, [writes[0]!.next, writes[2]!.next], [writes[1]!.followed]],
    ]);
    expect(released).toEqual(['1', '2', '3']);
    expect(buffer.size).toBe(0);
    expect(changed).toHaveBeenCalled();
  });

  it('waits for nothing when there is much', async () => {
    const { buffer, store, released } = setUp();
    for (let i = 0; i < 1_500; i++) buffer.add(ends(`${i}`));
    expect(store.record.mock.calls[0]![2]).toHaveLength(1_000);
    await buffer.flush();
    expect(released).toHaveLength(1_500);
  });

  it('has room for 4,000, so that a slow store slows down what is asked for', async () => {
    const end = deferred();
    const { buffer, changed } = setUp(() => end.promise);
    for (let i = 0; i < 4_000; i++) {
      expect(buffer.hasRoom).toBe(true);
      buffer.add(ends(`${i}`));
    }
    expect(buffer.hasRoom).toBe(false);
    const seen: boolean[] = [];
    changed.mockImplementation(() => void seen.push(buffer.hasRoom));
    end.resolve();
    await buffer.flush();
    expect(seen).toEqual([true, true, true, true]);
  });

  it('keeps what the store refused and writes it with the next', async () => {
    const { buffer, store, released, results } = setUp();
    store.record.mockRejectedValueOnce(full);
    for (let i = 0; i < 1_000; i++) buffer.add(goesOn(`${i}`));
    await new Promise(setImmediate);
    expect(results).toEqual([{ type: 'failed', error: full }]);
    expect(released).toEqual([]);

    buffer.add(ends('last'));
    await buffer.flush();
    expect(released).toHaveLength(1_001);
    expect(store.record.mock.calls[1]![1]).toHaveLength(1_000);
  });

  it('rejects a flush as the store does', async () => {
    const { buffer } = setUp(async () => {
      throw full;
    });
    buffer.add(goesOn('1'));
    await expect(buffer.flush()).rejects.toThrow('disk is full');
    expect(buffer.size).toBe(1);
  });
});

const refusing =
  (...ids: string[]): DeliveryStore['record'] =>
  async (_lease, changed, done) => {
    if ([...changed, ...done].some(({ id }) => ids.includes(id))) throw new Error('bad row');
  };

describe('a message that cannot be written', () => {
  it('keeps no other, is logged, and stays taken, in quarantine', async () => {
    const { buffer, released, results, log, quarantined } = setUp(refusing('7', '311'));
    for (let i = 0; i < 900; i++) buffer.add(goesOn(`${i}`));
    await buffer.flush();
    expect(log.writesRefused.mock.calls).toEqual([[['7', '311'], new Error('bad row')]]);
    expect(quarantined()).toEqual(['7', '311']);
    expect(released).toHaveLength(898);
    expect(released).not.toContain('7');
    expect(results).toEqual([]);
    expect(buffer.size).toBe(0);
  });

  it('is none where it was the store that failed for a moment', async () => {
    const { buffer, store, released, log } = setUp();
    store.record.mockRejectedValueOnce(new Error('reset'));
    buffer.add(goesOn('1'));
    await buffer.flush();
    expect(released).toEqual(['1']);
    expect(log.writesRefused).not.toHaveBeenCalled();
  });

  it('is none where the store is away: all is kept, and none tried alone', async () => {
    const { buffer, store, log, quarantined } = setUp();
    store.record.mockRejectedValue(new Error('away'));
    store.latestTime.mockRejectedValue(new Error('away'));
    for (let i = 0; i < 500; i++) buffer.add(goesOn(`${i}`));
    await expect(buffer.flush()).rejects.toThrow('away');
    expect(store.record).toHaveBeenCalledTimes(1);
    expect(buffer.size).toBe(500);
    expect(log.writesRefused).not.toHaveBeenCalled();
    expect(quarantined()).toEqual([]);
  });
});
