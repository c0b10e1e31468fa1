import type { DeliveryState } from '../api/wire.js';
import { directionOf } from '../text/direction.js';
import { readablePhone } from '../text/phone.js';
import { fold } from '../text/search.js';

interface TextBase {
  readonly key: string;
  /** The phone's number with country code, which identifies the conversation. */
  readonly phone: string;
  /** The account's number. */
  readonly line: string;
  readonly body: string;
  readonly direction: 'rtl' | 'ltr';
  readonly parts: number;
  readonly encoding: string;
  /** By the simulator's clock. */
  readonly atMs: number;
  /** Everything that a search looks at, folded. */
  readonly haystack: string;
}

/** From the app to a phone. */
export interface SentText extends TextBase {
  readonly kind: 'sent';
  readonly serverId: string;
  readonly customerId: string | null;
  readonly price: number;
  readonly sendAtMs: number | undefined;
  readonly state: DeliveryState;
  /** The state in the service's words. */
  readonly status: string;
}

/** From a phone to the app's inbox. */
export interface ReceivedText extends TextBase {
  readonly kind: 'received';
  readonly id: string;
}

export type Text = SentText | ReceivedText;

type Plain<T> = Omit<T, 'direction' | 'haystack'>;

export const sentText = (text: Plain<SentText>): SentText => ({
  ...text,
  direction: directionOf(text.body),
  haystack: haystackOf(text, text.serverId, text.customerId ?? ''),
});

export const receivedText = (text: Plain<ReceivedText>): ReceivedText => ({
  ...text,
  direction: directionOf(text.body),
  haystack: haystackOf(text, text.id),
});

function haystackOf({ phone, line, body }: Plain<TextBase>, ...ids: string[]): string {
  // A number is found in any way of writing: 98912..., 0912... and as the page shows it.
  const readable = readablePhone(phone);
  const numbers = [phone, readable, readable.replaceAll(' ', '')];
  return fold([body, ...numbers, line, ...ids].join('\n'));
}
