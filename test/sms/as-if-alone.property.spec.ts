import { expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import type { SendAnswer } from '../../lib/api/api.types.js';
import { PayamSmsTransportError } from '../../lib/errors/transport.error.js';
import type { SendGuarantee, SmsMessage } from '../../lib/sms/sms.types.js';
import { deferred } from '../support/deferred.js';
import { numberOf } from '../support/messages.js';
import { answering, type Items, setUpSms } from '../support/sms.js';
import { until } from '../support/waiting.js';

/**
 * What the service thinks of a message: fine, or a code that is about its text, recipient, sender or
 * itself, or poison: each call with it fails.
 */
const VERDICTS = ['fine', 'E132', 'E43', 'E223', 'E999', 'poison'] as const;

/** When the caller stops a message, or its time is over. */
const STOPS = ['never', 'at once', 'while it waits', 'under way', 'late while it waits'] as const;

interface Wish {
  verdict: (typeof VERDICTS)[number];
  stop: (typeof STOPS)[number];
  guarantee: SendGuarantee;
  sender?: string;
  sendDate?: Date;
  isOwnId: boolean;
}

interface World {
  /** Whether one bad message makes the service refuse its whole call. */
  refusesWhole: boolean;
  /** What becomes of the first call of each message. */
  trouble: 'none' | 'lost before' | 'lost after';
  batchSize: number;
}

const LATER = new Date(Date.now() + 86_400_000);

const wish: fc.Arbitrary<Wish> = fc.record(
  {
    verdict: fc.constantFrom(...VERDICTS, 'fine', 'fine', 'fine'),
    stop: fc.constantFrom(...STOPS, 'never', 'never', 'never'),
    guarantee: fc.constantFrom<SendGuarantee>('once', 'at-least-once'),
    sender: fc.constantFrom('982000', '983000'),
    sendDate: fc.constant(LATER),
    isOwnId: fc.boolean(),
  },
  { requiredKeys: ['verdict', 'stop', 'guarantee', 'isOwnId'] },
);

const world: fc.Arbitrary<World> = fc.record({
  refusesWhole: fc.boolean(),
  trouble: fc.constantFrom<World['trouble']>('none', 'none', 'lost before', 'lost after'),
  batchSize: fc.integer({ min: 2, max: 6 }),
});

const messageOf = ({ verdict, sender, sendDate, isOwnId }: Wish, index: number): SmsMessage => ({
  recipient: numberOf(index),
  body: `text ${index}`,
  // A bad sender is its message's alone here: one that several share is the fault of each.
  sender: verdict === 'E223' ? `98500${index}` : sender,
  sendDate,
  ...(isOwnId && { customerId: `own-${index}` }),
});

/** The service: it keeps what it accepts, and shows it. */
function serviceOf({ refusesWhole, trouble }: World, wishes: readonly Wish[]) {
  const verdicts = new Map(wishes.map(({ verdict }, index) => [numberOf(index), verdict]));
  const known = new Set<string>();
  const verdictOf = ({ recipient }: Items[number]) => verdicts.get(recipient)!;
  return (items: Items, states: Map<string, string[]>): SendAnswer => {
    const isFirst = items.every(({ recipient }) => !known.has(recipient));
    for (const { recipient } of items) known.add(recipient);
    if (isFirst && trouble === 'lost before') throw lost();
    if (items.some((item) => verdictOf(item) === 'poison')) throw lost();
    const bad = items.map(verdictOf).find((verdict) => verdict !== 'fine');
    const answer =
      bad !== undefined && refusesWhole
        ? answering({ code: bad, description: '' })
        : answering({
            entries: items.map((item) => {
              const { customerId, recipient } = item;
              const verdict = verdictOf(item);
              if (verdict !== 'fine') return { customerId, code: verdict, description: '' };
              states.set(customerId, [...(states.get(customerId) ?? []), `s${recipient}`]);
              return { customerId, serverId: `s${recipient}` };
            }),
          });
    if (isFirst && trouble === 'lost after') throw lost();
    return answer;
  };
}

const lost = () => new PayamSmsTransportError('send', { cause: new Error('reset') });

/** Sends all of them at the same time, none of which finds a place at once; what each came to. */
async function sendTogether(
  where: World,
  wishes: readonly Wish[],
  indexes: readonly number[],
): Promise<string[]> {
  const service = serviceOf(where, wishes);
  const gate = deferred();
  let calls = 0;
  const test = setUpSms(
    async (items) => {
      calls++;
      await gate.promise;
      return service(items, test.states);
    },
    { batchSize: where.batchSize, retry: { baseDelayMs: 0, maxDelayMs: 0, maxAttempts: 5 } },
  );
  // A message whose time lies ahead is in the list as soon as it is accepted.
  test.api.listScheduled.mockImplementation(async (query) => {
    const ids = test.states.get(query.get('customerId')!) ?? [];
    return { items: ids.map((serverId) => ({ serverId })), unreadable: [], totalItems: ids.length };
  });
  const givePlaces = test.takePlaces();
  const controllers = indexes.map(() => new AbortController());
  const stopAll = (stop: Wish['stop']) => {
    indexes.forEach((index, i) => {
      if (wishes[index]!.stop === stop) controllers[i]!.abort();
    });
  };
  stopAll('at once');
  const words: (string | undefined)[] = indexes.map(() => undefined);
  const sent = indexes.map(async (index, i) => {
    const { guarantee, stop } = wishes[index]!;
    const deadlineMs = stop === 'late while it waits' ? 1 : 30_000;
    const { signal } = controllers[i]!;
    const options = { guarantee, deadlineMs, signal };
    words[i] = await test.sms.send(messageOf(wishes[index]!, index), options).then(
      ({ status }) => status,
      ({ code, reason, name }) => code ?? reason ?? name,
    );
  });
  stopAll('while it waits');
  await until('the late ones have ended', () =>
    indexes.every((index, i) => wishes[index]!.stop !== 'late while it waits' || words[i]),
  );
  givePlaces();
  if (words.includes(undefined)) {
    const open = () => words.filter((word) => word === undefined).length;
    await until('a call has left, or none had to', () => calls > 0 || open() === 0);
  }
  stopAll('under way');
  gate.resolve();
  await Promise.all(sent);
  return words as string[];
}

it('each ends as it would have ended alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      world,
      fc.array(wish, { minLength: 2, maxLength: 10 }),
      async (where, wishes) => {
        const indexes = wishes.map((_, index) => index);
        const alone: string[] = [];
        for (const index of indexes) alone.push(...(await sendTogether(where, wishes, [index])));
        const together = await sendTogether(where, wishes, indexes);
        const differing = indexes.filter((index) => {
          if (together[index] === alone[index]) return false;
          // Refused because of another one after it was aborted, it is not sent again.
          return !(wishes[index]!.stop === 'under way' && together[index] === 'aborted');
        });
        expect(
          differing.map((index) => ({ index, alone: alone[index], got: together[index] })),
        ).toEqual([]);
      },
    ),
    { numRuns: 50 },
  );
});
