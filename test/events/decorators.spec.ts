import { describe, expect, it } from '@jest/globals';
import { EVENT_LISTENER_METADATA, OnEvent } from '@nestjs/event-emitter';
import {
  OnDelivery,
  OnInboundFailed,
  OnInboundSms,
  OnLowBalance,
} from '../../lib/events/decorators.js';

const metadataOf = (method: object): unknown =>
  Reflect.getMetadata(EVENT_LISTENER_METADATA, method);

describe('the decorators', () => {
  it.each([
    ['payamsms.inbound', OnInboundSms],
    ['payamsms.inbound.failed', OnInboundFailed],
    ['payamsms.delivery', OnDelivery],
    ['payamsms.balance.low', OnLowBalance],
  ])('listen to %s as @OnEvent would, with errors not suppressed', (event, decorator) => {
    class Own {
      @decorator()
      handle(): void {}
    }
    class Plain {
      @OnEvent(event, { suppressErrors: false })
      handle(): void {}
    }
    expect(metadataOf(Own.prototype.handle)).toEqual(metadataOf(Plain.prototype.handle));
  });

  it('can stand on one method, beside @OnEvent too', () => {
    class Several {
      @OnInboundSms()
      @OnEvent('other')
      @OnDelivery()
      handle(_: unknown): void {}
    }
    expect(metadataOf(Several.prototype.handle)).toMatchObject([
      { event: 'payamsms.delivery' },
      { event: 'other' },
      { event: 'payamsms.inbound' },
    ]);
  });
});
