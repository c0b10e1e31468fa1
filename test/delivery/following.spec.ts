import { describe, expect, it } from '@jest/globals';
import type { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import { WireTime } from '../../lib/api/wire-time.js';
import { Following } from '../../lib/delivery/following.js';
import { SteadyClock } from '../../lib/delivery/steady-clock.js';
import type { AcceptedSmsFeed, AcceptedSmsSubscriber } from '../../lib/sms/accepted-sms-feed.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { allFollowed } from './support/followed.js';
import { someSettings } from '../support/settings.js';

const START_MS = Date.UTC(2026, 10, 20, 8);
const LADDER_MS = 10_000;
const DAY_MS = 86_400_000;

function setUp() {
  let wallMs = START_MS;
  let monotonicMs = 0;
  const clock = new SteadyClock(
    () => wallMs,
    () => monotonicMs,
  );
  const time = new WireTime('Asia/Tehran');
  let subscriber: AcceptedSmsSubscriber | undefined;
  const feed = {
    subscribe: (given: AcceptedSmsSubscriber) => void (subscriber = given),
  } as AcceptedSmsFeed;
  const store = new MemoryStore().account('');
  const settings = someSettings({ delivery: { ladder: [LADDER_MS] } });
  const api = { time } as PayamSmsApi;
  new Following(api, feed, clock, store, settings).onModuleInit();
  return {
    store: store.delivery,
    clock,
    step: (ms: number) => {
      wallMs += ms;
      clock.now();
    },
    pass: (ms: number) => {
      wallMs += ms;
      monotonicMs += ms;
    },
    accept: (inMs?: number) => {
      const sendDate = inMs === undefined ? undefined : time.format(new Date(wallMs + inMs));
      return subscriber!([{ serverId: '1', customerId: 'a', sendDate }]);
    },
    dueInMs: async () => {
      const [followed] = await allFollowed(store.delivery);
      return followed!.dueAt.getTime() - clock.now().getTime();
    },
  };
}

describe('a message that is accepted', () => {
  it.each([0, 365 * DAY_MS, -365 * DAY_MS])(
    'begins when it is sent, now or later, after a step of %i ms and one back',
    async (stepMs) => {
      for (const [inMs, waitMs] of [
        [undefined, 0],
        [10 * DAY_MS, 10 * DAY_MS],
        [-60_000, 0],
      ] as const) {
        const { step, pass, accept, dueInMs } = setUp();
        step(stepMs);
        pass(1_000);
        step(-stepMs);
        await accept(inMs);
        expect(await dueInMs()).toBe(waitMs + LADDER_MS);
      }
    },
  );
});
