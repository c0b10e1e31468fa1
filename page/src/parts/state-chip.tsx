import { useWords } from '../state/words.js';
import type { DeliveryState } from '../api/wire.js';

interface StateChipProps {
  readonly state: DeliveryState;
  /** The state in the service's words. */
  readonly status: string;
  readonly small?: boolean;
}

/** A delivery state with a word and a sign, so that colour is not needed to recognise it. */
export function StateChip({ state, status, small = false }: StateChipProps) {
  const words = useWords();
  const word = state === 'other' ? status : words.states[state];
  return (
    <span class={`chip state-${state} ${small ? 'small' : ''}`} title={status}>
      <span class="sign" aria-hidden="true" />
      <span class={small ? 'for-readers' : ''}>{word}</span>
    </span>
  );
}
