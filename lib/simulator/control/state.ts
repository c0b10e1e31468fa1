import { dialectAsJson } from '../input/dialect.js';
import { loginVariables } from '../environment.js';
import { parseSnapshot } from '../persistence/parse-snapshot.js';
import { restore } from '../persistence/restore.js';
import { takeSnapshot } from '../persistence/snapshot.js';
import type { Simulation } from '../simulation.js';
import { versionOrUnknown } from './version.js';
import { ok, type ControlContext, type Handler } from './request.js';
import { clockView, countsView, creditView } from './views.js';

export const getOverview: Handler = async (_request, context) => ok(await overview(context));

export const exportState: Handler = (_request, { simulation }) => ({
  status: 200,
  headers: { 'content-disposition': 'attachment; filename="payamsms-simulator.json"' },
  content: takeSnapshot(simulation),
});

export const importState: Handler = async ({ body }, context) => {
  restore(context.simulation, parseSnapshot(body, ''));
  return ok(await overview(context));
};

export const reset: Handler = async (_request, context) => {
  context.simulation.reset();
  return ok(await overview(context));
};

async function overview({ simulation, access, hub }: ControlContext) {
  const { settings, world, instance, startedAt } = simulation;
  return {
    instance,
    version: await versionOrUnknown(),
    startedAt,
    lastEventId: hub.lastEventId,
    authentication: access.token === undefined ? 'none' : 'token',
    clock: clockView(simulation),
    ...creditView(simulation),
    pricePerPart: settings.pricePerPart,
    environment: loginVariables(settings),
    dialect: dialectAsJson(world.dialect),
    lines: settings.lines === 'any' ? null : settings.lines,
    senders: senders(simulation),
    maxMessages: Number.isFinite(settings.maxMessages) ? settings.maxMessages : null,
    counts: countsView(simulation),
  };
}

const MOST_SENDERS = 100;

/** The account's numbers that were used, the last used first. */
function senders({ world: { messages, inbox } }: Simulation): string[] {
  const lastUse = new Map<string, number>();
  const note = (line: string, at: Date) => {
    if ((lastUse.get(line) ?? -Infinity) < at.getTime()) lastUse.set(line, at.getTime());
  };
  for (const { sender, acceptedAt } of messages.all) note(sender, acceptedAt);
  for (const { to, receivedAt } of inbox.texts) note(to, receivedAt);
  return [...lastUse]
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, MOST_SENDERS)
    .map(([line]) => line);
}
