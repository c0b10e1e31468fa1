import { expect, it } from '@jest/globals';
import { MemoryStore } from '../../../lib/store/memory/memory-store.js';
import { describeStore } from '../../../lib/testing/index.js';

describeStore('MemoryStore', () => new MemoryStore());

it('survives nothing', () => {
  expect(new MemoryStore().survives).toBe('nothing');
});
