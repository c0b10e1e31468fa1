import { expect, it } from '@jest/globals';
import type { SimulatorEvent, WireMessage } from '../../page/src/api/wire.js';
import { after, type Snapshot } from '../../page/src/state/snapshot.js';

const EMPTY: Snapshot = {
  instance: 'a',
  version: '1',
  environment: [],
  lines: [],
  texts: [],
  requests: [],
  faults: [],
  fired: [],
  clock: { nowMs: 0, seenAtMs: 0, advancedMs: 0 },
  credit: 0,
  pruned: 0,
};

const message = (serverId: string, more: Partial<WireMessage> = {}): WireMessage => ({
  serverId,
  customerId: null,
  sender: '982000123',
  recipient: '989121234567',
  body: 'Hello',
  encoding: 'GSM-7',
  parts: 1,
  price: 1_000,
  acceptedAt: `2026-01-01T00:00:${serverId.padStart(2, '0')}.000Z`,
  sendDate: null,
  status: 'Pending',
  state: 'pending',
  ...more,
});

const accepted = (serverId: string, kept = 100, pruned = 0): SimulatorEvent => ({
  name: 'message.accepted',
  data: { message: message(serverId), counts: { kept, pruned } },
});

const received = (id: string, at: string): SimulatorEvent => ({
  name: 'inbound.received',
  data: {
    text: {
      id,
      from: '989121234567',
      number: '989121234567',
      to: '982000123',
      body: 'Hi',
      encoding: 'GSM-7',
      parts: 1,
      receivedAt: at,
    },
  },
});

const keys = ({ texts }: Snapshot) => texts.map(({ key }) => key);

it('takes a message that it has already for the same one', () => {
  const once = after(EMPTY, [accepted('1'), accepted('2')]);
  const twice = after(once, [accepted('2')]);
  expect(keys(twice)).toEqual(['s1', 's2']);
});

it('changes a message where it stands', () => {
  const changed = after(after(EMPTY, [accepted('1'), accepted('2')]), [
    {
      name: 'message.changed',
      data: { message: message('1', { state: 'failed' }), counts: { kept: 2, pruned: 0 } },
    },
  ]);
  expect(changed.texts).toMatchObject([{ key: 's1', state: 'failed' }, { key: 's2' }]);
});

it('lets go of the oldest messages that the simulator no longer keeps, and of no received text', () => {
  const snapshot = after(EMPTY, [
    received('9', '2026-01-01T00:00:00.500Z'),
    accepted('1', 1),
    accepted('2', 2),
    accepted('3', 2, 1),
  ]);
  expect(keys(snapshot)).toEqual(['r9', 's2', 's3']);
  expect(snapshot.pruned).toBe(1);
});

it('puts a text that arrives with an older date where it belongs', () => {
  const snapshot = after(EMPTY, [accepted('5'), received('9', '2026-01-01T00:00:01.000Z')]);
  expect(keys(snapshot)).toEqual(['r9', 's5']);
});

it.each([
  ['messages', ['r9']],
  ['inbox', ['s5']],
  ['conversations', []],
  ['requests', ['r9', 's5']],
] as const)('forgets what is cleared: %s', (what, left) => {
  const snapshot = after(EMPTY, [accepted('5'), received('9', '2026-01-01T00:00:01.000Z')]);
  expect(keys(after(snapshot, [{ name: 'cleared', data: { what } }]))).toEqual(left);
});

it('leaves the texts alone, to the very list, when none has changed', () => {
  const snapshot = after(EMPTY, [accepted('1')]);
  const later = after(snapshot, [{ name: 'credit.changed', data: { credit: 5 } }]);
  expect(later.credit).toBe(5);
  expect(later.texts).toBe(snapshot.texts);
});
