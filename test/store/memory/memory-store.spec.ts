import { describe, expect, it } from '@jest/globals';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { conforms } from './conformance.js';

describe('MemoryStore', () => {
  conforms({ create: () => new MemoryStore() });

  it('does not outlive the process', () => {
    expect(new MemoryStore().durable).toBe(false);
  });
});
