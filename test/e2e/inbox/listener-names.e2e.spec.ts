import { expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { OnInboundSms } from 'nestjs-payamsms';
import { startSimulator } from '../../support/simulator.js';
import { until } from '../../support/waiting.js';
import { listen, text } from './support/listening.js';

it('a listener is named when it fails, whatever order they are called in', async () => {
  const called: string[] = [];
  @Injectable()
  class Late {
    @OnInboundSms()
    onText(): void {
      called.push('Late');
    }
  }
  @Injectable()
  class Early {
    @OnEvent('payamsms.inbound', { prependListener: true, suppressErrors: false })
    onText(): void {
      called.push('Early');
      throw new Error('it was me');
    }
  }
  const sim = await startSimulator();
  sim.receive(text('a'));
  const options = { listeners: [Late, Early], inbox: { maxAttempts: 1 } };
  const { inbox } = await listen(sim, options);
  await until('it is set aside', async () => {
    await inbox.poll();
    return (await inbox.failed()).length > 0;
  });
  expect(called.slice(0, 2)).toEqual(['Early', 'Late']);
  expect((await inbox.failed())[0]?.error).toMatch(/^Early\.onText: Error/);
});
