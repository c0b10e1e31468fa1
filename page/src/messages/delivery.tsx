import { useWords } from '../state/words.js';
import { setStatus } from '../state/actions.js';
import type { SentText } from '../state/texts.js';

/** The service's words for the states that can be set. */
const DECISIONS = {
  queued: 'Pending In Queue',
  pending: 'Pending',
  delivered: 'Send Successfully',
  failed: 'Failed',
} as const;

const STATES = ['queued', 'pending', 'delivered', 'failed'] as const;

/** The delivery state of a message; it follows the clock until the reader sets it here. */
export function Delivery({ text }: { readonly text: SentText }) {
  const words = useWords();
  const canDecide = (STATES as readonly string[]).includes(text.state);
  return (
    <span class={`chip state-${text.state}`} title={text.status}>
      <span class="sign" aria-hidden="true" />
      <select
        aria-label={words.thread.decide}
        value={text.state}
        onChange={(event) => {
          const state = event.currentTarget.value as keyof typeof DECISIONS;
          void setStatus(text.serverId, DECISIONS[state]);
        }}
      >
        {!canDecide && (
          <option value={text.state}>
            {text.state === 'other' ? text.status : words.states[text.state]}
          </option>
        )}
        {STATES.map((state) => (
          <option key={state} value={state}>
            {words.states[state]}
          </option>
        ))}
      </select>
    </span>
  );
}
