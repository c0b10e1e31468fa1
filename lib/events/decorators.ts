import {
  accountOfEvent,
  EXPECTED_NAME,
  eventOfAccount,
  isAccountName,
} from '../settings/account-names.js';
import { type EventName, type EventPayloads, EVENTS } from './events.types.js';

/**
 * What `@OnEvent` of `@nestjs/event-emitter` writes, under the key that it exports as
 * EVENT_LISTENER_METADATA. Written here, because that package is optional and a decorator runs
 * when its class is loaded.
 */
export const LISTENER_METADATA = 'EVENT_LISTENER_METADATA';

/** Marks a method that takes the event's payload; another parameter is a compile error. */
type ListenerDecorator<E extends EventName> = <
  Method extends (payload: EventPayloads[E]) => unknown,
>(
  target: object,
  key: string | symbol,
  method: TypedPropertyDescriptor<Method>,
) => void;

/** Which account's events a method takes. */
export interface ListenerOptions {
  /**
   * As in `PayamSmsModule.forRoot({ account })`; left out: the account without a name. What is no
   * account's name throws a `TypeError`.
   */
  account?: string;
}

/** Called with each text from a phone, at least once: make it idempotent by `sms.id`. */
export const OnInboundSms = (options?: ListenerOptions): ListenerDecorator<'payamsms.inbound'> =>
  listener(EVENTS.inbound, options);

/** Called with each text that was set aside, because its listeners failed too often or it cannot be read. */
export const OnInboundFailed = (
  options?: ListenerOptions,
): ListenerDecorator<'payamsms.inbound.failed'> => listener(EVENTS.inboundFailed, options);

/** Called with each change on a followed message's way, the last with `final: true`. */
export const OnDelivery = (options?: ListenerOptions): ListenerDecorator<'payamsms.delivery'> =>
  listener(EVENTS.delivery, options);

/** Called once when the credit falls below the threshold, and again only after it was above. */
export const OnLowBalance = (
  options?: ListenerOptions,
): ListenerDecorator<'payamsms.balance.low'> => listener(EVENTS.lowBalance, options);

/** The decorators' names, by their events. */
const NAMES: Record<EventName, string> = {
  [EVENTS.inbound]: 'OnInboundSms',
  [EVENTS.inboundFailed]: 'OnInboundFailed',
  [EVENTS.delivery]: 'OnDelivery',
  [EVENTS.lowBalance]: 'OnLowBalance',
};

/** How an app writes the decorator of an event: `@OnDelivery({ account: 'marketing' })`. */
export function decoratorFor(event: string): string {
  const found = accountOfEvent(event, Object.values(EVENTS));
  if (!found) return `@OnEvent('${event}', { suppressErrors: false })`;
  const { account } = found;
  return `@${NAMES[found.event]}(${account === undefined ? '' : `{ account: '${account}' }`})`;
}

function listener(
  event: EventName,
  { account }: ListenerOptions = {},
): (target: object, key: string | symbol, method: object) => void {
  if (account !== undefined && !isAccountName(account)) {
    // No account has such a name, so the listener would never be called.
    throw new TypeError(`The account of @${NAMES[event]}() is no account's name: ${EXPECTED_NAME}`);
  }
  return (_target, _key, method) => {
    const handler = (method as PropertyDescriptor).value as object;
    const others = (Reflect.getMetadata(LISTENER_METADATA, handler) ?? []) as unknown[];
    // A suppressed error would look like a text that was handled.
    const own = { event: eventOfAccount(event, account), options: { suppressErrors: false } };
    Reflect.defineMetadata(LISTENER_METADATA, [...others, own], handler);
  };
}
