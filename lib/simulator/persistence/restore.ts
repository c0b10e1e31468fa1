import { merge } from '../options.js';
import type { Simulation } from '../simulation.js';
import type { AcceptedMessage } from '../state/message.js';
import { World } from '../state/world.js';
import type { Snapshot, StoredMessage } from './parse-snapshot.js';

/** Makes the simulation continue from a snapshot. */
export function restore(simulation: Simulation, snapshot: Snapshot): void {
  const { settings, events } = simulation;
  const startAt = snapshot.clock && { aheadMs: snapshot.clock.advancedMs };
  const world = new World(settings, events, startAt);
  if (snapshot.dialect) world.dialect = merge(world.dialect, snapshot.dialect);
  if (snapshot.credit !== undefined) world.account.credit = snapshot.credit;
  fillMessages(world, snapshot);
  fillInbox(world, snapshot);
  simulation.enter(world, () => {
    for (const { target, kind, options, fired, passed } of snapshot.faults ?? []) {
      Object.assign(simulation.faults.add(target, kind, options), { fired, passed });
    }
  });
}

function fillMessages(world: World, { messages = [], pruned = [], ...rest }: Snapshot): void {
  const nowMs = world.clock.nowMs();
  world.messages.prunedCount = rest.counts?.pruned ?? 0;
  world.messages.clearedCount = rest.counts?.cleared ?? 0;
  for (const stored of pruned) world.messages.addRemains(recall(world, stored));
  for (const stored of messages) world.keep(recall(world, stored), nowMs);
  for (const { serverId } of [...pruned, ...messages]) world.serverIds.raiseTo(serverId + 1n);
  world.serverIds.raiseTo(rest.nextServerId ?? 0n);
}

function recall(world: World, stored: StoredMessage): AcceptedMessage {
  const { cancelled = false, decidedStatus, serverId, ...data } = stored;
  const message = world.recall({ ...data, serverId: serverId.toString() });
  return Object.assign(message, { cancelled, decidedStatus });
}

function fillInbox(world: World, { inbox = [], nextInboxId = 0n }: Snapshot): void {
  const inOrder = inbox.toSorted((one, other) => (one.id < other.id ? -1 : 1));
  for (const { visibleAt, unread, ...text } of inOrder) {
    const visibleAtMs = (visibleAt ?? text.receivedAt).getTime();
    world.inbox.add({ ...text, visibleAtMs }, unread);
    world.inboxIds.raiseTo(text.id + 1n);
  }
  world.inboxIds.raiseTo(nextInboxId);
}
