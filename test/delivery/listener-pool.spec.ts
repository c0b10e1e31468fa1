import { describe, expect, it } from '@jest/globals';
import { type Emission, ListenerPool } from '../../lib/delivery/listener-pool.js';
import type { ListenerFailure } from '../../lib/events/describe-failure.js';
import type { DeliveryUpdate } from '../../lib/events/events.types.js';
import { type Deferred, deferred } from '../support/deferred.js';
import { listenerFailure } from '../support/listener-failure.js';
import { fakeLease } from '../tasks/support/fakes.js';
import { aFollowed, NO_PARTS, START } from './support/followed.js';

const emission = (serverId: string): Emission => ({
  followed: aFollowed(serverId),
  update: {
    serverId,
    state: 'delivered',
    providerStatus: 'Send Successfully',
    parts: NO_PARTS,
    final: true,
    at: START,
  },
  next: undefined,
});

function setUp(limit: number) {
  const running = new Map<string, Deferred<readonly ListenerFailure[]>>();
  const begun: string[] = [];
  const ended: [string, readonly ListenerFailure[]][] = [];
  const lost: string[] = [];
  const lease = fakeLease();
  const pool = new ListenerPool(limit, {
    lease,
    channel: {
      emitToListeners: ({ serverId }: DeliveryUpdate) => {
        const run = deferred<readonly ListenerFailure[]>();
        begun.push(serverId!);
        running.set(serverId!, run);
        return run.promise;
      },
    },
    results: {
      listenersEnded: ({ followed }, failures) => void ended.push([followed.id, failures]),
      leaseLost: ({ followed }) => void lost.push(followed.id),
    },
  });
  const add = (...ids: string[]) => {
    for (const id of ids) pool.add(emission(id));
  };
  return { pool, add, begun, ended, lost, running, lease };
}

const no = listenerFailure(new Error('no'));
const turn = () => new Promise(setImmediate);

describe('the listener pool', () => {
  it('runs the listeners of so many messages at once, and the others in turn', async () => {
    const { add, begun, ended, running } = setUp(2);
    add('1', '2', '3', '4');
    expect(begun).toEqual(['1', '2']);
    running.get('2')!.resolve([]);
    await turn();
    expect(begun).toEqual(['1', '2', '3']);
    running.get('3')!.resolve([no]);
    await turn();
    expect(ended).toEqual([
      ['2', []],
      ['3', [no]],
    ]);
    add('5');
    running.get('1')!.resolve([]);
    running.get('4')!.resolve([]);
    await turn();
    expect(begun).toEqual(['1', '2', '3', '4', '5']);
  });

  it('begins no more once it is stopped, and waits for what runs', async () => {
    const { pool, add, begun, ended, running } = setUp(1);
    add('1', '2');
    let isStopped = false;
    const stopping = pool.stop().then(() => (isStopped = true));
    await turn();
    expect(isStopped).toBe(false);
    running.get('1')!.resolve([]);
    await stopping;
    expect(begun).toEqual(['1']);
    expect(ended).toEqual([['1', []]]);
  });

  it('emits nothing any more that another process may emit by now', async () => {
    const { pool, add, begun, ended, lost, running, lease } = setUp(1);
    add('1', '2', '3');
    lease.state.isValid = false;
    running.get('1')!.resolve([]);
    await pool.whenIdle();
    expect([begun, ended.length, lost]).toEqual([['1'], 1, ['2', '3']]);
  });

  it('keeps the order of thousands', async () => {
    const begun: string[] = [];
    const pool = new ListenerPool(3, {
      lease: fakeLease(),
      channel: {
        emitToListeners: async ({ serverId }) => {
          begun.push(serverId!);
          return [];
        },
      },
      results: { listenersEnded: () => {}, leaseLost: () => {} },
    });
    const ids = Array.from({ length: 3_500 }, (_, i) => String(i));
    for (const id of ids) pool.add(emission(id));
    await pool.whenIdle();
    expect(begun).toEqual(ids);
  });
});
