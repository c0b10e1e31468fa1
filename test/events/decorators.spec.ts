import { describe, expect, it } from '@jest/globals';
import { EVENT_LISTENER_METADATA, OnEvent } from '@nestjs/event-emitter';
import {
  decoratorFor,
  type ListenerOptions,
  OnDelivery,
  OnInboundFailed,
  OnInboundSms,
  OnLowBalance,
} from '../../lib/events/decorators.js';

const metadataOf = (type: { prototype: object }): unknown =>
  Reflect.getMetadata(EVENT_LISTENER_METADATA, Reflect.get(type.prototype, 'handle') as object);

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
    expect(metadataOf(Own)).toEqual(metadataOf(Plain));
  });

  it.each(['Bad', '', 'new_year', null])(
    'refuse what is no account, %j, with the mend',
    (account) => {
      expect(() => OnInboundSms({ account } as ListenerOptions)).toThrow(
        /^The account of @OnInboundSms\(\) is no account's name: expected a name such as marketing/,
      );
    },
  );

  it('are those of the account without a name, where an account is not given', () => {
    class Own {
      @OnInboundSms({ account: undefined })
      handle(): void {}
    }
    expect(metadataOf(Own)).toMatchObject([{ event: 'payamsms.inbound' }]);
  });

  it('are named by their events', () => {
    expect(decoratorFor('payamsms.inbound.failed')).toBe('@OnInboundFailed()');
    expect(decoratorFor('payamsms.new-year.balance.low')).toBe(
      "@OnLowBalance({ account: 'new-year' })",
    );
  });

  it('can stand on one method, beside @OnEvent too', () => {
    class Several {
      @OnInboundSms()
      @OnEvent('other')
      @OnDelivery()
      handle(): void {}
    }
    expect(metadataOf(Several)).toMatchObject([
      { event: 'payamsms.delivery' },
      { event: 'other' },
      { event: 'payamsms.inbound' },
    ]);
  });
});
