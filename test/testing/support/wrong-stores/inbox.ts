import { isLong } from '../../../../lib/api/compare-ids.js';
import type { Wrong } from './wrong-store.js';

const rounded = (id: string) => (isLong(id) ? String(BigInt(Number(id))) : id);

export const WRONG_INBOXES: Record<string, Wrong> = {
  'takes ids for doubles when it looks for handled ones': ({ inbox }) => ({
    inbox: {
      unhandled: async (number, ids) => {
        const unhandled = new Set(await inbox.unhandled(number, ids.map(rounded)));
        return ids.filter((id) => unhandled.has(rounded(id)));
      },
    },
  }),
  'orders kept texts as words': ({ inbox }) => ({
    inbox: {
      kept: async (number, after, limit) =>
        (await inbox.kept(number, undefined, 99_999))
          .toSorted((a, b) => (a.id < b.id ? -1 : 1))
          .filter(({ id }) => after === undefined || id > after)
          .slice(0, limit),
    },
  }),
  'gives the first page of kept texts again': ({ inbox }) => ({
    inbox: { kept: (number, after, limit) => inbox.kept(number, after && '0', limit) },
  }),
  'sorts unhandled ids': ({ inbox }) => ({
    inbox: { unhandled: async (...given) => (await inbox.unhandled(...given)).toSorted() },
  }),
  'takes only the first of several texts as handled': ({ inbox }) => ({
    inbox: { handled: (lease, number, ids) => inbox.handled(lease, number, ids.slice(0, 1)) },
  }),
  'takes texts as handled one by one': ({ inbox }) => ({
    inbox: {
      async handled(lease, number, ids) {
        for (const id of ids) await inbox.handled(lease, number, [id]);
      },
    },
  }),
  'keeps texts one by one': ({ inbox }) => ({
    inbox: {
      async keepAnswer(lease, number, texts) {
        await inbox.keepAnswer(lease, number, []);
        for (const one of texts) await inbox.keepAnswer(lease, number, [one]);
      },
    },
  }),
  'forgets kept texts when the cursor moves past them': ({ inbox }) => ({
    inbox: {
      async advance(lease, number, cursor) {
        await inbox.advance(lease, number, cursor);
        const [first] = await inbox.kept(number, undefined, 1);
        if (first) await inbox.handled(lease, number, [first.id]);
      },
    },
  }),
  'keeps what was given, and not a copy': ({ inbox }) => {
    const given = new Map<string, never>();
    return {
      inbox: {
        async keepAnswer(lease, number, texts) {
          for (const one of texts) given.set(one.id, one as never);
          await inbox.keepAnswer(lease, number, texts);
        },
        kept: async (...which) =>
          (await inbox.kept(...which)).map((one) => given.get(one.id) ?? one),
      },
    };
  },
  'moves the cursor back': ({ inbox }) => ({
    inbox: {
      advance: async (lease, number, cursor) =>
        (await inbox.position(number))?.cursor === undefined
          ? inbox.advance(lease, number, cursor)
          : inbox.startAfter(lease, number, cursor),
    },
  }),
  'starts by a move of the cursor': ({ inbox }) => ({
    inbox: {
      advance: async (lease, number, cursor) =>
        (await inbox.position(number))?.cursor === undefined
          ? inbox.startAfter(lease, number, cursor)
          : inbox.advance(lease, number, cursor),
    },
  }),
  'keeps the intent when its answer is kept': ({ inbox }) => ({
    inbox: {
      async keepAnswer(lease, number, texts) {
        const { intendedAt } = (await inbox.position(number)) ?? {};
        await inbox.keepAnswer(lease, number, texts);
        if (intendedAt) await inbox.intend(lease, number, intendedAt);
      },
    },
  }),
  'keeps the intent at a start': ({ inbox }) => ({
    inbox: {
      async startAfter(lease, number, id) {
        const { intendedAt } = (await inbox.position(number)) ?? {};
        await inbox.startAfter(lease, number, id);
        if (intendedAt) await inbox.intend(lease, number, intendedAt);
      },
    },
  }),
  'counts no attempt as an attempt': ({ inbox }) => ({
    inbox: {
      attempted: (lease, number, id, attempts) =>
        inbox.attempted(lease, number, id, Math.max(1, attempts)),
    },
  }),
};
