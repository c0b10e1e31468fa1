import { isLong } from '../../../../lib/api/compare-ids.js';
import type { Wrong } from './wrong-store.js';

export const WRONG_DEAD_LETTERS: Record<string, Wrong> = {
  'cuts texts at a NUL': ({ inbox }) => ({
    inbox: {
      keepAnswer: (lease, number, texts) =>
        inbox.keepAnswer(
          lease,
          number,
          texts.map((one) => ({ ...one, body: one.body.split('\0')[0]! })),
        ),
    },
  }),
  'makes errors of dead letters well-formed': ({ inbox }) => ({
    inbox: {
      addDeadLetter: (lease, number, letter) =>
        inbox.addDeadLetter(lease, number, {
          ...letter,
          error: Buffer.from(letter.error).toString(),
        }),
    },
  }),
  'takes no dead letter as handled': ({ inbox }) => {
    const handled = new Set<string>();
    return {
      inbox: {
        handled: async (lease, number, ids) => {
          for (const id of ids) handled.add(id);
          await inbox.handled(lease, number, ids);
        },
        unhandled: async (number, ids) => {
          const unhandled = await inbox.unhandled(number, ids);
          const letters = new Set((await inbox.deadLetters()).map(({ sms }) => sms.id));
          return ids.filter(
            (id) => unhandled.includes(id) || (letters.has(id) && !handled.has(id)),
          );
        },
      },
    };
  },
  'forgets that an unreadable row was known when its dead letter is removed': ({ inbox }) => {
    const removed = new Set<string>();
    return {
      inbox: {
        async removeDeadLetter(id) {
          if (!isLong(id)) removed.add(id);
          return inbox.removeDeadLetter(id);
        },
        unhandled: async (number, ids) => {
          const unhandled = await inbox.unhandled(number, ids);
          return ids.filter((id) => unhandled.includes(id) || removed.has(id));
        },
      },
    };
  },
  'finds unannounced dead letters of all numbers': ({ inbox }) => ({
    inbox: {
      unannounced: async (_, limit) => {
        const found = await Promise.all(
          ['982000123', '982000456'].map((number) => inbox.unannounced(number, limit)),
        );
        return found.flat().slice(0, limit);
      },
    },
  }),
  'finds unannounced dead letters without a limit': ({ inbox }) => ({
    inbox: { unannounced: (number) => inbox.unannounced(number, 99_999) },
  }),
  'lists dead letters the newest first': ({ inbox }) => ({
    inbox: { deadLetters: async () => (await inbox.deadLetters()).toReversed() },
  }),
  'says of every dead letter that it was there to remove': ({ inbox }) => ({
    inbox: {
      async removeDeadLetter(id) {
        await inbox.removeDeadLetter(id);
        return true;
      },
    },
  }),
};
