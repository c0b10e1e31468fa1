import type { Fault } from '../faults/fault.js';
import { dialectAsJson } from '../input/dialect.js';
import type { Simulation } from '../simulation.js';
import type { InboxText } from '../state/inbox.js';
import type { AcceptedMessage } from '../state/message.js';

export const FORMAT = 'payamsms-simulator';
export const FORMAT_VERSION = 1;

/** Everything that survives a restart, as JSON. No token and no password: an app logs in again. */
export function takeSnapshot({ world, faults }: Simulation): Record<string, unknown> {
  const { messages, inbox } = world;
  return {
    format: FORMAT,
    formatVersion: FORMAT_VERSION,
    savedAt: new Date().toISOString(),
    clock: { advancedMs: world.clock.aheadMs },
    credit: world.account.credit,
    dialect: dialectAsJson(world.dialect),
    nextServerId: world.serverIds.upcoming.toString(),
    nextInboxId: world.inboxIds.upcoming.toString(),
    counts: { pruned: messages.prunedCount, cleared: messages.clearedCount },
    messages: messages.all.map(storedMessage),
    pruned: messages.remains.map(storedMessage),
    inbox: inbox.texts.map((text) => storedText(text, inbox.isUnread(text))),
    faults: faults.all.map(storedFault),
  };
}

function storedMessage(message: AcceptedMessage): Record<string, unknown> {
  const { cancelled, ...data } = message;
  return cancelled ? { ...data, cancelled } : data;
}

function storedText(text: InboxText, unread: boolean): Record<string, unknown> {
  const { id, visibleAtMs, ...rest } = text;
  return { id: id.toString(), ...rest, visibleAt: new Date(visibleAtMs), unread };
}

function storedFault({ target, kind, options, fired, passed }: Fault) {
  return { endpoint: target, kind, ...options, fired, passed };
}
