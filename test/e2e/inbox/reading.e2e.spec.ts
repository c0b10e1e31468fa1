import { describe, expect, it } from '@jest/globals';
import { startSimulator, countOf } from '../../support/simulator.js';
import { SENDER } from '../../support/numbers.js';
import { listen, text } from './support/listening.js';

describe('the inbox', () => {
  it('brings each unread text once, in order, at the start', async () => {
    const sim = await startSimulator();
    for (const body of ['a', 'b', 'c']) sim.receive(text(body));
    const { recorder, inbox } = await listen(sim);
    await recorder.hasTexts('a', 'b', 'c');
    expect(recorder.texts[0]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      from: '989121234567',
      to: SENDER,
      body: 'a',
      receivedAt: expect.any(Date),
    });
    expect(await inbox.poll()).toBe(0);
    expect(recorder.texts).toHaveLength(3);
  });

  it('costs one request when there is nothing new', async () => {
    const sim = await startSimulator();
    sim.receive(text('a'));
    const { recorder, inbox } = await listen(sim);
    await recorder.hasTexts('a');
    await inbox.poll();
    const before = countOf(sim, 'getInbox');
    await inbox.poll();
    expect(countOf(sim, 'getInbox')).toBe(before + 1);
  });
});
