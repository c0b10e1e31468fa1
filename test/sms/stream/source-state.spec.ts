import { describe, expect, it } from '@jest/globals';
import {
  afterArrival,
  afterStop,
  afterTaking,
  ASKED,
  type Move,
  nextMove,
  OVER,
  REST,
  type SourceState,
} from '../../../lib/sms/stream/source-state.js';

const arrival = { value: 'item' };
const ARRIVED: SourceState<string> = { at: 'arrived', arrival };
const LAST_ASKED: SourceState<string> = { at: 'last-asked' };
const LAST_ARRIVED: SourceState<string> = { at: 'last-arrived', arrival };
const STOPPED: SourceState<string> = { at: 'stopped' };
const STATES: SourceState<string>[] = [
  REST,
  ASKED,
  ARRIVED,
  LAST_ASKED,
  LAST_ARRIVED,
  STOPPED,
  OVER,
];

describe('a source', () => {
  it.each<[SourceState<string>['at'], SourceState<string>['at']]>([
    ['rest', 'stopped'],
    ['asked', 'last-asked'],
    ['arrived', 'last-arrived'],
    ['last-asked', 'last-asked'],
    ['last-arrived', 'last-arrived'],
    ['stopped', 'stopped'],
    ['over', 'over'],
  ])('that is stopped at %s is at %s', (from, to) => {
    expect(afterStop(STATES.find(({ at }) => at === from)!).at).toBe(to);
  });

  it('keeps the item that has arrived when it is stopped', () => {
    expect(afterStop(ARRIVED)).toEqual(LAST_ARRIVED);
  });

  it('has what arrives, but for what comes after it was closed', () => {
    expect(afterArrival(ASKED, arrival)).toEqual(ARRIVED);
    expect(afterArrival(LAST_ASKED, arrival)).toEqual(LAST_ARRIVED);
    expect(afterArrival(OVER, arrival)).toBe(OVER);
  });

  it('can be asked again once the item is taken, unless it was the last', () => {
    expect(afterTaking(ARRIVED)).toBe(REST);
    expect(afterTaking(LAST_ARRIVED)).toEqual(STOPPED);
  });
});

describe('for a batch that is being filled', () => {
  it.each<[SourceState<string>['at'], Move, Move, Move, Move]>([
    // state, empty, empty and lingered, some, some and lingered
    ['rest', 'ask', 'ask', 'ask', 'ask'],
    ['asked', 'wait', 'wait', 'linger', 'hand-on'],
    ['arrived', 'take', 'take', 'take', 'take'],
    ['last-asked', 'linger', 'hand-on', 'hand-on', 'hand-on'],
    ['last-arrived', 'take', 'take', 'take', 'take'],
    ['stopped', 'hand-on', 'hand-on', 'hand-on', 'hand-on'],
    ['over', 'hand-on', 'hand-on', 'hand-on', 'hand-on'],
  ])('the next move at %s is %s, %s, %s or %s', (at, ...moves) => {
    const state = STATES.find((one) => one.at === at)!;
    const cases: [isEmpty: boolean, isLingerOver: boolean][] = [
      [true, false],
      [true, true],
      [false, false],
      [false, true],
    ];
    expect(cases.map((each) => nextMove(state, ...each))).toEqual(moves);
  });
});
