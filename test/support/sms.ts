import { jest } from '@jest/globals';
import type { SendAnswer, SendEntry, StatusRow, WireMessage } from '../../lib/api/api.types.js';
import type { PayamSmsApi } from '../../lib/api/payamsms.api.js';
import type { StatusAnswers, StatusLookup } from '../../lib/api/status-lookup.js';
import { WireTime } from '../../lib/api/wire-time.js';
import { Condition } from '../../lib/concurrency/condition.js';
import type { CallOptions } from '../../lib/http/authorized-client.js';
import { Limiter } from '../../lib/http/limiter.js';
import type { PayamSmsModuleOptions } from '../../lib/payamsms.options.js';
import { AcceptedSmsFeed } from '../../lib/sms/accepted-sms-feed.js';
import { BatchSender } from '../../lib/sms/batch/batch-sender.js';
import { SendCaller } from '../../lib/sms/call/send-caller.js';
import { SendCalls } from '../../lib/sms/call/send-calls.js';
import { SendQueue } from '../../lib/sms/call/send-queue.js';
import { Lookup } from '../../lib/sms/reconcile/lookup.js';
import { Reconciler } from '../../lib/sms/reconcile/reconciler.js';
import { SharedScheduleLookup } from '../../lib/sms/reconcile/shared-schedule-lookup.js';
import { SharedStatusLookup } from '../../lib/sms/reconcile/shared-status-lookup.js';
import { SendRuns } from '../../lib/sms/run/send-runs.js';
import { SendLog } from '../../lib/sms/send-log.js';
import { SingleSender } from '../../lib/sms/single-sender.js';
import { SmsService } from '../../lib/sms/sms.service.js';
import type { SmsMessage } from '../../lib/sms/sms.types.js';
import { aMessage, numberOf } from './messages.js';
import { someSettings } from './settings.js';

export type Items = readonly Pick<WireMessage, 'recipient' | 'customerId'>[];

export const answering = (
  said: { entries: SendEntry[] } | { code: string; description: string },
): SendAnswer => ({ operation: 'send', status: 200, ...said });

export const acceptAll = (items: Items): SendAnswer =>
  answering({
    entries: items.map(({ customerId, recipient }) => ({ customerId, serverId: `s${recipient}` })),
  });

export const aRow = (serverId: string): StatusRow => ({
  serverId,
  providerStatus: 'Pending',
  parts: { total: 1, delivered: 0, undelivered: 0, unknown: 1 },
});

/** What lookups read of the scheduled list. */
interface ListedIds {
  items: { serverId?: string; customerId?: string }[];
  unreadable: { serverId?: string; customerId?: string }[];
  totalItems: number;
}

/**
 * A service with one endpoint for all, that answers each batch with a function. `states` is what
 * the service shows for a customerId, `asked` the looks; there is no wait between two looks.
 */
export function setUpSms(
  answer: (items: Items) => SendAnswer | Promise<SendAnswer> = acceptAll,
  options: Partial<PayamSmsModuleOptions> = {},
) {
  const batches: Items[] = [];
  const states = new Map<string, string[]>();
  const scheduled = new Map<string, string>();
  const asked: string[][] = [];
  const send = async (load: () => Items, call?: CallOptions): Promise<SendAnswer> => {
    if (!api.hasPlace) await place.wait();
    load();
    call?.attempt?.leave?.();
    const items = load();
    batches.push(items);
    return answer(items);
  };
  const place = new Condition();
  const api = {
    time: new WireTime('Asia/Tehran'),
    hasPlace: true,
    send: jest.fn(send),
    listScheduled: jest.fn(async (query: URLSearchParams): Promise<ListedIds> => {
      const serverId = scheduled.get(query.get('customerId')!);
      const items = serverId === undefined ? [] : [{ serverId }];
      return { items, unreadable: [], totalItems: items.length };
    }),
  };
  const lookup = {
    ask: jest.fn(async (ids: string[]): Promise<StatusAnswers> => {
      asked.push(ids);
      return {
        rows: new Map(ids.map((id) => [id, (states.get(id) ?? []).map(aRow)])),
        unreadable: new Map(),
        errors: [],
      };
    }),
  };
  const settings = someSettings({ settleMs: 0, ...options });
  const payamSms = api as unknown as PayamSmsApi;
  const statuses = new SharedStatusLookup(lookup as unknown as StatusLookup, settings);
  const log = new SendLog(settings);
  const feed = new AcceptedSmsFeed(settings);
  const runs = new SendRuns(settings);
  const limiter = new Limiter(settings);
  const calls = new SendCalls(new SendCaller(payamSms), payamSms);
  const sender = new BatchSender(
    new Reconciler(new Lookup(statuses, new SharedScheduleLookup(payamSms)), settings),
    log,
    feed,
    settings,
  );
  const singles = new SingleSender(sender, new SendQueue(calls, payamSms, settings), runs);
  const sms = new SmsService(payamSms, singles, sender, calls, runs, log, limiter, settings);
  /** From now on all calls have to wait, until the function is called that this returns. */
  const takePlaces = () => {
    api.hasPlace = false;
    return () => {
      api.hasPlace = true;
      place.notifyAll();
    };
  };
  return { sms, api, batches, states, scheduled, asked, lookup, runs, feed, limiter, takePlaces };
}

export const someMessages = (count: number): SmsMessage[] =>
  Array.from({ length: count }, (_, i) => aMessage({ recipient: numberOf(i) }));
