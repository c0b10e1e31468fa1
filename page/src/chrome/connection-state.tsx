import { useWords } from '../state/words.js';
import { connection } from '../state/simulator.js';
import { useStore } from '../state/store.js';

/** Whether the page is up to date, by colour, sign and word. */
export function ConnectionState() {
  const words = useWords();
  const state = useStore(connection);
  if (state === 'locked') return null;
  return (
    <span
      class={`connection ${state}`}
      role="status"
      title={state === 'lost' ? words.connection.lostHint : words.connection.label}
    >
      <span class="connection-sign" aria-hidden="true" />
      <span class="connection-word">{words.connection[state]}</span>
    </span>
  );
}
