import { describe, expect, it } from '@jest/globals';
import { SchedulerRegistry } from '@nestjs/schedule';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteStore } from 'nestjs-payamsms/sqlite';
import { SENDER, useStage } from '../support/stage.js';
import { until } from '../support/waiting.js';
import { listen } from './support/listening.js';

const stage = useStage();

/** Stores of several apps on one file. */
function useFile() {
  const directory = mkdtempSync(join(tmpdir(), 'payamsms-leases-'));
  stage.onClose(async () => rmSync(directory, { recursive: true }));
  return () => new SqliteStore(join(directory, 'inbox.sqlite'));
}

const EACH_SECOND = { cron: '* * * * * *' };
const OTHER = '983000456';
const text = (body: string, to = SENDER) => ({ from: '09121234567', to, body });

describe('of several apps on one store', () => {
  it('each reads its own numbers', async () => {
    const store = useFile();
    const sim = await stage.simulator();
    const one = await listen(stage, sim, { store: store(), inbox: EACH_SECOND });
    const two = await listen(stage, sim, {
      store: store(),
      inbox: { ...EACH_SECOND, numbers: [OTHER] },
    });
    sim.receive(text('to the one'));
    sim.receive(text('to the other', OTHER));
    await one.recorder.hears('to the one');
    await two.recorder.hears('to the other');
    expect([one, two].map(({ recorder }) => recorder.bodies)).toEqual([
      ['to the one'],
      ['to the other'],
    ]);
  });

  it('one that nobody listens in keeps none from one that has listeners', async () => {
    const store = useFile();
    const sim = await stage.simulator();
    await listen(stage, sim, { store: store(), inbox: EACH_SECOND, listeners: [] });
    const second = await listen(stage, sim, { store: store(), inbox: EACH_SECOND });
    sim.receive(text('a'));
    await second.recorder.hears('a');
    expect(second.recorder.bodies).toEqual(['a']);
  });

  it('one whose job is stopped gives its lease to one that runs', async () => {
    const store = useFile();
    const sim = await stage.simulator();
    const first = await listen(stage, sim, { store: store(), inbox: EACH_SECOND });
    sim.receive(text('a'));
    await first.recorder.hears('a');
    const second = await listen(stage, sim, { store: store(), inbox: EACH_SECOND });
    await first.context
      .get(SchedulerRegistry, { strict: false })
      .getCronJob('payamsms:inbox')
      .stop();
    sim.receive(text('b'));
    await second.recorder.hears('b');
    expect(first.recorder.bodies).toEqual(['a']);
  });

  it('one that polls by hand while its job is stopped keeps nothing', async () => {
    const store = useFile();
    const sim = await stage.simulator();
    const first = await listen(stage, sim, { store: store(), inbox: EACH_SECOND });
    await first.context
      .get(SchedulerRegistry, { strict: false })
      .getCronJob('payamsms:inbox')
      .stop();
    sim.receive(text('a'));
    await until('it has polled by hand', async () => (await first.inbox.poll()) === 1);
    const second = await listen(stage, sim, { store: store(), inbox: EACH_SECOND });
    sim.receive(text('b'));
    await second.recorder.hears('b');
    expect(second.recorder.bodies).toEqual(['b']);
  });
});
