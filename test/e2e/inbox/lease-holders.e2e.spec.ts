import { describe, expect, it } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteStore } from 'nestjs-payamsms/sqlite';
import { startSimulator } from '../../support/simulator.js';
import { atEnd } from '../../support/at-end.js';
import { SENDER } from '../../support/numbers.js';
import { until } from '../../support/waiting.js';
import { listen } from './support/listening.js';

/** Stores of several apps on one file. */
function useFile() {
  const directory = mkdtempSync(join(tmpdir(), 'payamsms-leases-'));
  atEnd(async () => rmSync(directory, { recursive: true }));
  return () => new SqliteStore(join(directory, 'inbox.sqlite'));
}

const EACH_SECOND = { cron: '* * * * * *' };
const OTHER = '983000456';
const text = (body: string, to = SENDER) => ({ from: '09121234567', to, body });

describe('of several apps on one store', () => {
  it('each reads its own numbers', async () => {
    const store = useFile();
    const sim = await startSimulator();
    const one = await listen(sim, { store: store(), inbox: EACH_SECOND });
    const two = await listen(sim, {
      store: store(),
      inbox: { ...EACH_SECOND, numbers: [OTHER] },
    });
    sim.receive(text('to the one'));
    sim.receive(text('to the other', OTHER));
    await one.recorder.hasTexts('to the one');
    await two.recorder.hasTexts('to the other');
    expect([one, two].map(({ recorder }) => recorder.bodies)).toEqual([
      ['to the one'],
      ['to the other'],
    ]);
  });

  it('one that nobody listens in keeps none from one that has listeners', async () => {
    const store = useFile();
    const sim = await startSimulator();
    await listen(sim, { store: store(), inbox: EACH_SECOND, listeners: [] });
    const second = await listen(sim, { store: store(), inbox: EACH_SECOND });
    sim.receive(text('a'));
    await second.recorder.hasTexts('a');
    expect(second.recorder.bodies).toEqual(['a']);
  });

  it('one whose job is stopped gives its lease to one that runs', async () => {
    const store = useFile();
    const sim = await startSimulator();
    const first = await listen(sim, { store: store(), inbox: EACH_SECOND });
    sim.receive(text('a'));
    await first.recorder.hasTexts('a');
    const second = await listen(sim, { store: store(), inbox: EACH_SECOND });
    await first.context
      .get(SchedulerRegistry, { strict: false })
      .getCronJob('payamsms:inbox')
      .stop();
    sim.receive(text('b'));
    await second.recorder.hasTexts('b');
    expect(first.recorder.bodies).toEqual(['a']);
  });

  it('one that polls by hand while its job is stopped keeps nothing', async () => {
    const store = useFile();
    const sim = await startSimulator();
    const first = await listen(sim, { store: store(), inbox: EACH_SECOND });
    await first.context
      .get(SchedulerRegistry, { strict: false })
      .getCronJob('payamsms:inbox')
      .stop();
    sim.receive(text('a'));
    await until('it has polled by hand', async () => (await first.inbox.poll()) === 1);
    const second = await listen(sim, { store: store(), inbox: EACH_SECOND });
    sim.receive(text('b'));
    await second.recorder.hasTexts('b');
    expect(second.recorder.bodies).toEqual(['b']);
  });
});
