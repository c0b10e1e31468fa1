/** What a source has given to the question for its next item. */
export type Arrival<A> = { value: A } | { error: unknown } | 'end';

/** Where the conversation with a source stands. */
export type SourceState<A> =
  /** Nothing was asked for. */
  | { at: 'rest' }
  /** One item is on its way. */
  | { at: 'asked' }
  /** It is here, and has not been taken yet. */
  | { at: 'arrived'; arrival: Arrival<A> }
  /** Stopped while an item was on its way: it is the last one. */
  | { at: 'last-asked' }
  | { at: 'last-arrived'; arrival: Arrival<A> }
  /** Stopped: nothing is asked for any more, though the source may have more. */
  | { at: 'stopped' }
  /** The source has ended, has failed, or was closed. */
  | { at: 'over'; failure?: { error: unknown } };

export const REST: SourceState<never> = { at: 'rest' };
export const ASKED: SourceState<never> = { at: 'asked' };
export const OVER: SourceState<never> = { at: 'over' };

export function afterStop<A>(state: SourceState<A>): SourceState<A> {
  if (state.at === 'rest') return { at: 'stopped' };
  if (state.at === 'asked') return { at: 'last-asked' };
  return state.at === 'arrived' ? { ...state, at: 'last-arrived' } : state;
}

export function afterArrival<A>(state: SourceState<A>, arrival: Arrival<A>): SourceState<A> {
  if (state.at === 'asked') return { at: 'arrived', arrival };
  // What comes after the source was closed is not taken.
  return state.at === 'last-asked' ? { at: 'last-arrived', arrival } : state;
}

/** The item that arrived was taken. */
export function afterTaking<A>(state: SourceState<A>): SourceState<A> {
  return state.at === 'last-arrived' ? { at: 'stopped' } : REST;
}

/** What to do for the batch that is being filled. */
export type Move = 'ask' | 'wait' | 'linger' | 'take' | 'hand-on';

/** @param isLingerOver whether the time is over for which a batch that is not full waits for more */
export function nextMove(
  { at }: SourceState<unknown>,
  isEmpty: boolean,
  isLingerOver: boolean,
): Move {
  switch (at) {
    case 'rest':
      return 'ask';
    case 'arrived':
    case 'last-arrived':
      return 'take';
    case 'asked':
      if (isEmpty) return 'wait';
      return isLingerOver ? 'hand-on' : 'linger';
    case 'last-asked':
      // It was asked for, so it must get an outcome: it is waited for as long as a batch lingers.
      return isEmpty && !isLingerOver ? 'linger' : 'hand-on';
    case 'stopped':
    case 'over':
      return 'hand-on';
  }
}
