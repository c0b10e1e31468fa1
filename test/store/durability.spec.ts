import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { Durability } from '../../lib/store/durability.js';
import { MemoryStore } from '../../lib/store/memory-store.js';
import { SqliteStore } from '../../lib/store/sqlite/sqlite-store.js';

afterEach(() => {
  jest.restoreAllMocks();
});

const warnings = () => jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => {});

describe('Durability', () => {
  it('warns once of what a restart forgets, however many lean on the store', () => {
    const warn = warnings();
    const durability = new Durability(new MemoryStore());
    expect(warn).not.toHaveBeenCalled();
    durability.warnUnlessDurable();
    durability.warnUnlessDurable();
    expect(warn.mock.calls).toEqual([[expect.stringContaining('nestjs-payamsms/sqlite')]]);
  });

  it('is content with a store that outlives the process', () => {
    const warn = warnings();
    new Durability(new SqliteStore('sms.db')).warnUnlessDurable();
    expect(warn).not.toHaveBeenCalled();
  });
});
