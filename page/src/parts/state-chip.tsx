import { useWords } from '../state/words.js';
import type { DeliveryState } from '../api/wire.js';

interface StateChipProps {
  readonly state: DeliveryState;
  /** The service's own word. */
  readonly status: string;
  readonly small?: boolean;
}

/** A delivery state by its word and its sign, so that it can be told without its colour. */
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
