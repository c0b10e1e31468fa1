import { describe, expect, it } from '@jest/globals';
import { countOf, SENDER, useStage } from '../support/stage.js';
import { listen, text } from './support/listening.js';

const stage = useStage();

describe('the inbox', () => {
  it('brings each unread text once, in order, at the start', async () => {
    const sim = await stage.simulator();
    for (const body of ['a', 'b', 'c']) sim.receive(text(body));
    const { recorder, inbox } = await listen(stage, sim);
    await recorder.hears('a', 'b', 'c');
    expect(recorder.heard[0]).toEqual({
      id: expect.stringMatching(/^\d+$/),
      from: '989121234567',
      to: SENDER,
      body: 'a',
      receivedAt: expect.any(Date),
    });
    expect(await inbox.poll()).toBe(0);
    expect(recorder.heard).toHaveLength(3);
  });

  it('costs one request when there is nothing new', async () => {
    const sim = await stage.simulator();
    sim.receive(text('a'));
    const { recorder, inbox } = await listen(stage, sim);
    await recorder.hears('a');
    await inbox.poll();
    const before = countOf(sim, 'getInbox');
    await inbox.poll();
    expect(countOf(sim, 'getInbox')).toBe(before + 1);
  });
});
