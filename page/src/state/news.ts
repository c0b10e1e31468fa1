import type { FiredFault, SimulatorEvent } from '../api/wire.js';
import { readInbound, readMessage } from './from-wire.js';
import { wordsNow } from './words.js';
import { kindName } from '../i18n/kind-name.js';
import { readablePhone } from '../text/phone.js';
import { notify } from './notices.js';
import { place } from './place.js';
import { Store } from './store.js';
import type { Text } from './texts.js';
import { unseen } from './views.js';

/** The text that a screen reader reads out next. */
export const announcement = new Store('');

/** Shows new events to the reader: aloud, as a mark on a conversation, and as a notice. */
export function followNews(events: readonly SimulatorEvent[]): void {
  const texts: Text[] = [];
  let fired: FiredFault | undefined;
  for (const { name, data } of events) {
    if (name === 'message.accepted') texts.push(readMessage(data.message));
    else if (name === 'inbound.received') texts.push(readInbound(data.text));
    else if (name === 'fault.fired') fired = data.fired;
    else if (name === 'cleared' && data.what !== 'requests') unseen.set(new Set());
  }
  if (texts.length > 0) {
    announcement.set(announce(texts));
    markUnseen(texts);
  }
  if (fired) {
    const words = wordsNow();
    notify(words.faults.firedNow(kindName(fired.kind, words), fired.operation), 'bad');
  }
}

function announce(texts: readonly Text[]): string {
  const { announce } = wordsNow();
  const [text] = texts;
  if (!text || texts.length > 1) return announce.several(texts.length);
  const words = text.kind === 'sent' ? announce.sent : announce.received;
  return words(readablePhone(text.phone), text.body);
}

function markUnseen(texts: readonly Text[]): void {
  const { view, open } = place.value;
  const seen = view === 'messages' && !document.hidden ? open : undefined;
  const phones = texts.map(({ phone }) => phone).filter((phone) => phone !== seen);
  if (phones.length > 0) unseen.set(new Set([...unseen.value, ...phones]));
}
