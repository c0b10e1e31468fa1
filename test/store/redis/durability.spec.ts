import { describe, expect, it } from '@jest/globals';
import {
  describeLoss,
  durabilityOf,
  mayEvict,
  survivesBy,
} from '../../../lib/store/redis/durability.js';

describe('what a Redis keeps over a crash of its own', () => {
  it.each([
    [{ appendonly: 'yes', appendfsync: 'always', hasWaitAof: false }, 'by the server', 'power'],
    [{ appendonly: 'yes', appendfsync: 'always', hasWaitAof: true }, 'by the server', 'power'],
    [{ appendonly: 'yes', appendfsync: 'everysec', hasWaitAof: true }, 'by WAITAOF', 'power'],
    [{ appendonly: 'yes', appendfsync: 'everysec', hasWaitAof: false }, 'not', 'process'],
    [{ appendonly: 'yes', appendfsync: 'no', hasWaitAof: true }, 'not', 'process'],
    [{ appendonly: 'no', appendfsync: 'always', hasWaitAof: true }, 'not', 'process'],
    [{ hasWaitAof: true }, 'not', 'process'],
  ] as const)('with %j is written down %s, and survives %s', (settings, durability, survives) => {
    expect(durabilityOf(settings, false)).toBe(durability);
    expect(survivesBy(durability)).toBe(survives);
    expect(durabilityOf(settings, true)).toBe('by the server');
  });

  it('is told with what would mend it', () => {
    expect(describeLoss({ hasWaitAof: false })).toMatch(/durable: true/);
    expect(describeLoss({ appendonly: 'no', hasWaitAof: false })).toMatch(/set appendonly yes/);
    const everySecond = { appendonly: 'yes', appendfsync: 'everysec', hasWaitAof: false };
    expect(describeLoss(everySecond)).toMatch(/set appendfsync always, or use Redis 7.2/);
  });

  it('is nothing to rely on where it may evict keys', () => {
    expect(mayEvict({ maxmemoryPolicy: 'allkeys-lru', hasWaitAof: false })).toBe(true);
    expect(mayEvict({ maxmemoryPolicy: 'noeviction', hasWaitAof: false })).toBe(false);
    expect(mayEvict({ hasWaitAof: false })).toBe(false);
  });
});
