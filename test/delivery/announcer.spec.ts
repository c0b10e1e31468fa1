import type { ListenerFailure } from '../../lib/events/describe-failure.js';
import { describe, expect, it } from '@jest/globals';
import { Announcer } from '../../lib/delivery/announcer.js';
import type { DeliveryUpdate } from '../../lib/events/events.types.js';
import { type Deferred, deferred } from '../support/deferred.js';
import { START } from './support/followed.js';
import { listenerFailure } from '../support/listener-failure.js';

const update = (serverId: string): DeliveryUpdate => ({
  serverId,
  state: 'delivered',
  providerStatus: 'Send Successfully',
  parts: { total: 1, delivered: 1, undelivered: 0, unknown: 0 },
  final: true,
  at: START,
});

function setUp(atOnce: number) {
  const running = new Map<string, Deferred<readonly ListenerFailure[]>>();
  const begun: string[] = [];
  const channel = {
    emit: ({ serverId }: DeliveryUpdate) => {
      const run = deferred<readonly ListenerFailure[]>();
      begun.push(serverId!);
      running.set(serverId!, run);
      return run.promise;
    },
  };
  const done: [string, readonly ListenerFailure[]][] = [];
  const announcer = new Announcer(channel, atOnce);
  const announce = (id: string) =>
    announcer.announce(update(id), (errors) => done.push([id, errors]));
  return { announcer, announce, begun, done, running };
}

const no = listenerFailure(new Error('no'));
const turn = () => new Promise(setImmediate);

describe('announcing', () => {
  it('runs the listeners of so many messages at once, and the others in turn', async () => {
    const { announce, begun, done, running } = setUp(2);
    for (const id of ['1', '2', '3', '4']) announce(id);
    expect(begun).toEqual(['1', '2']);
    running.get('2')!.resolve([]);
    await turn();
    expect(begun).toEqual(['1', '2', '3']);
    running.get('3')!.resolve([no]);
    await turn();
    expect(done).toEqual([
      ['2', []],
      ['3', [no]],
    ]);
    announce('5');
    running.get('1')!.resolve([]);
    running.get('4')!.resolve([]);
    await turn();
    expect(begun).toEqual(['1', '2', '3', '4', '5']);
  });

  it('begins no more once it is stopped, and waits for what runs', async () => {
    const { announcer, announce, begun, done, running } = setUp(1);
    announce('1');
    announce('2');
    let isStopped = false;
    const stopping = announcer.stop().then(() => (isStopped = true));
    await turn();
    expect(isStopped).toBe(false);
    running.get('1')!.resolve([]);
    await stopping;
    expect(begun).toEqual(['1']);
    expect(done).toEqual([['1', []]]);
  });

  it('keeps the order of thousands', async () => {
    const begun: string[] = [];
    const announcer = new Announcer(
      {
        emit: async ({ serverId }) => {
          begun.push(serverId!);
          return [];
        },
      },
      3,
    );
    const ids = Array.from({ length: 3_500 }, (_, i) => String(i));
    for (const id of ids) announcer.announce(update(id), () => {});
    await turn();
    expect(begun).toEqual(ids);
  });
});
