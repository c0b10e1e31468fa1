import { useState } from 'preact/hooks';
import { useWords } from '../state/words.js';
import { Dialog } from '../parts/dialog.js';
import { receive } from '../state/actions.js';
import { goTo } from '../state/place.js';
import { simulator } from '../state/simulator.js';
import { useStore } from '../state/store.js';
import { directionOf } from '../text/direction.js';
import { conversationNumber } from '../../../lib/simulator/control/number.js';

/** A text to the app from any number. */
export function NewText({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  const lines = useStore(simulator, (snapshot) => snapshot.lines);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState(lines[0] ?? '');
  const [body, setBody] = useState('');

  const send = async () => {
    if (!(await receive({ from, to, body }))) return;
    onClose();
    goTo({ view: 'messages', open: conversationNumber(from) });
  };
  return (
    <Dialog title={words.newText.title} onClose={onClose}>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        <p class="soft">{words.newText.hint}</p>
        <label class="field">
          {words.newText.from}
          <input
            class="ltr mono"
            type="tel"
            required
            placeholder="0912 123 4567"
            value={from}
            onInput={(event) => setFrom(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          {words.newText.to}
          <input
            class="ltr mono"
            type="tel"
            required
            list="lines"
            value={to}
            onInput={(event) => setTo(event.currentTarget.value)}
          />
        </label>
        <datalist id="lines">
          {lines.map((line) => (
            <option key={line}>{line}</option>
          ))}
        </datalist>
        <label class="field">
          {words.newText.body}
          <textarea
            rows={4}
            required
            dir={body === '' ? undefined : directionOf(body)}
            value={body}
            onInput={(event) => setBody(event.currentTarget.value)}
          />
        </label>
        <div class="form-end">
          <button type="button" class="button" onClick={onClose}>
            {words.cancel}
          </button>
          <button type="submit" class="button accent">
            {words.newText.send}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
