import type { Wrong } from './wrong-store.js';

export const WRONG_DELIVERIES: Record<string, Wrong> = {
  'gives the message at the place again': ({ delivery }) => ({
    delivery: {
      due: (by, now, limit, after) =>
        delivery.due(by, now, limit, after && { ...after, id: after.id.slice(0, -1) }),
    },
  }),
  'passes all over that are due at the instant of the place': ({ delivery }) => ({
    delivery: {
      due: (by, now, limit, after) =>
        delivery.due(by, now, limit, after && { ...after, id: '\uffff\uffff\uffff' }),
    },
  }),
  'pages by a count of rows': ({ delivery }) => {
    let read = 0;
    return {
      delivery: {
        due: async (by, now, limit, after) => {
          read = after ? read + limit : 0;
          return (await delivery.due(by, now, 99_999)).slice(read, read + limit);
        },
      },
    };
  },
  'gives what is not due': ({ delivery }) => ({
    delivery: { due: (by, _, ...rest) => delivery.due(by, new Date('2100-01-01'), ...rest) },
  }),
  'takes the two kinds of ids for one': ({ delivery }) => ({
    delivery: {
      follow: (messages) =>
        delivery.follow(messages.map((one) => ({ ...one, by: 'serverId' as const }))),
      due: async (by, ...rest) =>
        (await delivery.due('serverId', ...rest)).map((one) => ({ ...one, by })),
    },
  }),
  'forgets the rung of what is followed again': ({ delivery }) => {
    const rungs = new Map<string, number>();
    return {
      delivery: {
        async follow(messages) {
          await delivery.follow(messages);
          for (const { id } of messages) rungs.set(id, 0);
        },
        async record(lease, changed, done) {
          await delivery.record(lease, changed, done);
          for (const { id, rung } of changed) rungs.set(id, rung);
        },
        due: async (...which) =>
          (await delivery.due(...which)).map((one) => ({ ...one, rung: rungs.get(one.id)! })),
      },
    };
  },
  'follows messages one by one': ({ delivery }) => ({
    delivery: {
      async follow(messages) {
        for (const one of messages) await delivery.follow([one]);
      },
    },
  }),
  'records changes and what is done in two steps': ({ delivery }) => ({
    delivery: {
      async record(lease, changed, done) {
        await delivery.record(lease, changed, []);
        await delivery.record(lease, [], done);
      },
    },
  }),
  'follows again what has changed': ({ delivery }) => ({
    delivery: {
      async record(lease, changed, done) {
        await delivery.follow(changed.map((one) => ({ ...one, startAt: one.dueAt })));
        await delivery.record(lease, changed, done);
      },
    },
  }),
  'keeps a state that a change leaves out': ({ delivery }) => {
    const states = new Map<string, string>();
    return {
      delivery: {
        async record(lease, changed, done) {
          await delivery.record(lease, changed, done);
          for (const { id, announced } of changed) if (announced) states.set(id, announced);
        },
        due: async (...which) =>
          (await delivery.due(...which)).map((one) => {
            const announced = one.announced ?? states.get(one.id);
            return announced === undefined ? one : { ...one, announced };
          }),
      },
    };
  },
  'knows no time but the present one': () => ({
    delivery: { latestTime: async (now) => now },
  }),
  'was never low': () => ({ balance: { wasLow: async () => false } }),
};
