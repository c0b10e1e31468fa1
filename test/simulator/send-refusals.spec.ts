import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../lib/simulator/index.js';
import { aMessage, Caller, RECIPIENT } from './caller.js';

describe('a send', () => {
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start({
      sensitiveWords: ['کازینو'],
      blacklist: ['0935 111 1111'],
    });
    caller = await Caller.loggedIn(sim);
  });
  afterEach(() => sim.close());

  describe('wholly refused (row 11)', () => {
    const overLimit = Array.from({ length: 251 }, () => aMessage());
    const { body: _, ...incomplete } = aMessage();

    it.each([
      ['E107', overLimit],
      ['E303', [aMessage({ recipient: '0912' }), aMessage({ recipient: 'x' })]],
      ['E2', [aMessage(), incomplete]],
    ])('answers a list whose entries carry %s', async (errorCode, messages) => {
      const answer = await caller.send(...messages);
      expect(answer.status).toBe(200);
      expect(answer.json).toEqual(
        messages.map(() => expect.objectContaining({ customerId: null, errorCode })),
      );
      expect(sim.messages).toHaveLength(0);
    });

    it('answers one entry when there was no message at all', async () => {
      expect((await caller.send()).json).toMatchObject([{ errorCode: 'E2' }]);
    });

    it.each([
      ['list', 400],
      ['object', 200],
      ['object', 422],
    ] as const)('answers a %s with status %d in other dialects', async (as, status) => {
      sim.setDialect({ refusal: { as, status } });
      sim.setCredit(0);
      const answer = await caller.send(aMessage());
      const error = expect.objectContaining({ errorCode: 'E6' });
      expect(answer.status).toBe(status);
      expect(answer.json).toEqual(as === 'list' ? [error] : error);
    });

    it.each([
      [{}, { customerId: 'a', mobile: RECIPIENT }],
      [{ ids: 'both' }, { customerId: 'a', mobile: RECIPIENT }],
      [{ ids: 'customerId' }, { customerId: 'a' }],
      [{ ids: 'mobile' }, { mobile: RECIPIENT }],
      [{ ids: 'none' }, {}],
    ] as const)('answers entries with the ids of %j', async (refusal, ids) => {
      const description = 'another wording';
      sim.setDialect({ refusal: { as: 'list', status: 200, description, ...refusal } });
      sim.setCredit(0);
      const entry = { ...ids, errorCode: 'E6', description };
      const two = [aMessage({ customerId: 'a' }), aMessage({ customerId: 'a' })];
      expect((await caller.send(...two)).json).toEqual([entry, entry]);
      sim.setDialect({
        refusal: { as: 'list', status: 400, description, entries: 'one', ...refusal },
      });
      expect(await caller.send(...two)).toMatchObject({ status: 400, json: [entry] });
    });

    it('answers an object in other words', async () => {
      sim.setDialect({ refusal: { as: 'object', status: 200, description: 'no' } });
      sim.setCredit(0);
      expect((await caller.send(aMessage())).json).toEqual({ errorCode: 'E6', description: 'no' });
    });
  });

  describe('with one bad message that has the whole call refused (row 24)', () => {
    beforeEach(() => sim.setDialect({ badMessage: 'whole' }));

    it.each([
      ['E132', [aMessage(), aMessage({ body: 'کازینو' }), aMessage({ recipient: 'x' })]],
      ['E800', [aMessage({ recipient: '989351111111' }), aMessage()]],
      ['E43', [aMessage({ recipient: 'x' }), aMessage()]],
      ['E303', [aMessage({ recipient: 'x' }), aMessage({ recipient: 'y' })]],
    ])('takes none and answers %s for all', async (errorCode, messages) => {
      const { credit } = sim;
      const answer = await caller.send(...messages);
      expect(answer.json).toMatchObject(messages.map(() => ({ errorCode })));
      expect([sim.messages.length, sim.credit]).toEqual([0, credit]);
    });

    it('names the bad one where one entry stands for all', async () => {
      sim.setDialect({ refusal: { as: 'list', status: 200, entries: 'one' } });
      const bad = aMessage({ customerId: 'bad', body: 'کازینو' });
      expect((await caller.send(aMessage(), bad, aMessage())).json).toMatchObject([
        { customerId: 'bad', errorCode: 'E132' },
      ]);
    });

    it('takes as many good ones as the credit reaches', async () => {
      sim.setCredit(1_000);
      expect((await caller.send(aMessage(), aMessage())).json).toMatchObject([
        { serverId: expect.any(String) },
        { errorCode: 'E6' },
      ]);
    });
  });
});
