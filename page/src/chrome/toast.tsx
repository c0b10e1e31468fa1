import { notice } from '../state/notices.js';
import { useStore } from '../state/store.js';

/** The present notice, at the lower edge for a few seconds. */
export function Toast() {
  const shown = useStore(notice);
  return (
    <div class="toasts" role="status">
      {shown && (
        <p key={shown.id} class={`toast ${shown.tone}`}>
          <bdi>{shown.text}</bdi>
        </p>
      )}
    </div>
  );
}
