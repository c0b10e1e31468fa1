import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Gathering, groupsUpTo } from '../../lib/concurrency/gathering.js';

beforeEach(() => {
  jest.useFakeTimers();
});

afterEach(() => {
  jest.useRealTimers();
});

function setUp() {
  const handedOn: string[][] = [];
  return { handedOn, gathering: new Gathering<string>((items) => void handedOn.push(items)) };
}

describe('gathered items', () => {
  it('are handed on together a while after the first', () => {
    const { handedOn, gathering } = setUp();
    gathering.add('a', 10);
    jest.advanceTimersByTime(9);
    gathering.add('b', 10);
    expect(handedOn).toEqual([]);
    jest.advanceTimersByTime(1);
    gathering.add('c', 10);
    expect(handedOn).toEqual([['a', 'b']]);
    jest.advanceTimersByTime(10);
    expect(handedOn).toEqual([['a', 'b'], ['c']]);
  });

  it('are handed on in the next turn once one of them cannot wait', () => {
    const { handedOn, gathering } = setUp();
    gathering.add('a', 10);
    gathering.add('b', 0);
    gathering.add('c', 10);
    expect(handedOn).toEqual([]);
    jest.advanceTimersByTime(0);
    expect(handedOn).toEqual([['a', 'b', 'c']]);
    expect(jest.getTimerCount()).toBe(0);
  });
});

it('groups keep the order and their greatest size, and an item that is larger is alone', () => {
  const groups = groupsUpTo(3, [2, 1, 1, 4, 1, 2, 3], (size) => size);
  expect(groups).toEqual([[2, 1], [1], [4], [1, 2], [3]]);
});
