import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { startSimulator } from '../support/simulator.js';
import { Listening } from './support/listening.js';

const NUMBER = '982000123';

let sim: PayamSmsSimulator;
let listening: Listening;
beforeEach(async () => {
  sim = await startSimulator();
  listening = new Listening({
    baseUrl: sim.url,
    ...sim.credentials,
    // Each leap day: what is heard in a test, the cron job cannot have fetched. How soon, these tests only
    // print; that a process asks for the lease each second is asserted on a fake clock, in
    // test/tasks/lease-holder.spec.ts.
    inbox: { numbers: [NUMBER], cron: '0 0 29 2 *', startFrom: 'all' },
  });
});
afterEach(() => listening.close());

const receive = (body: string) => sim.receive({ from: '989121234567', to: NUMBER, body });
const idsOf = (heard: unknown[]) => (heard as { id: string }[]).map(({ id }) => id);

describe('two processes on one file', () => {
  it('hear each text once, and the survivor of a kill takes over', async () => {
    const before = [receive('a'), receive('b'), receive('c')];
    const holder = listening.start();
    await holder.hasHeard(before.length);
    await listening.hasStored(before, NUMBER);
    const survivor = listening.start();
    await survivor.up;
    const later = receive('d');
    const killedAtMs = performance.now();
    await holder.kill();
    await survivor.hasHeard(1);
    const tookMs = performance.now() - killedAtMs;
    process.stdout.write(`takeover: ${Math.round(tookMs)} ms after the kill\n`);
    expect(idsOf(holder.heard)).toEqual(before);
    expect(idsOf(survivor.heard)).toEqual([later]);
  }, 60_000);

  it('do not keep one that is started again after a kill from polling', async () => {
    const first = receive('a');
    const killed = listening.start();
    await killed.hasHeard(1);
    await listening.hasStored([first], NUMBER);
    await killed.kill();
    const later = receive('b');
    const again = listening.start();
    await again.up;
    const upAtMs = performance.now();
    await again.hasHeard(1);
    const tookMs = performance.now() - upAtMs;
    process.stdout.write(`restart: ${Math.round(tookMs)} ms after the start\n`);
    expect(idsOf(killed.heard)).toEqual([first]);
    expect(idsOf(again.heard)).toEqual([later]);
  }, 60_000);
});
