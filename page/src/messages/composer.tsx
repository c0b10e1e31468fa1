import { useId, useState } from 'preact/hooks';
import { useWords } from '../state/words.js';
import { Icon } from '../parts/icon.js';
import { receive } from '../state/actions.js';
import { simulator } from '../state/simulator.js';
import { useStore } from '../state/store.js';
import { directionOf } from '../text/direction.js';
import { measureText } from '../text/size.js';

interface ComposerProps {
  readonly phone: string;
  /** The line that the conversation used last. */
  readonly line: string | undefined;
}

/** The box in which the reader answers as the phone. */
export function Composer({ phone, line }: ComposerProps) {
  const words = useWords();
  const lines = useStore(simulator, (snapshot) => snapshot.lines);
  const [body, setBody] = useState('');
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const hintId = useId();
  const known = line === undefined || lines.includes(line) ? lines : [line, ...lines];
  const to = chosen ?? line ?? known[0] ?? '';

  const send = async () => {
    if (body.trim() === '') return;
    if (await receive({ from: phone, to, body })) setBody('');
  };
  const { parts, left, encoding } = measureText(body);
  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <div class="composer-box">
        <textarea
          id="answer"
          rows={1}
          dir={body === '' ? undefined : directionOf(body)}
          aria-label={words.composer.label}
          aria-describedby={hintId}
          placeholder={words.composer.placeholder}
          value={body}
          onInput={(event) => setBody(event.currentTarget.value)}
          onKeyDown={(event) => {
            // While an input method composes a word, Enter chooses from its list.
            if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
            event.preventDefault();
            void send();
          }}
        />
        <button
          type="submit"
          class="button accent icon-only"
          aria-label={words.composer.send}
          title={words.composer.send}
          disabled={body.trim() === ''}
        >
          <Icon name="send" />
        </button>
      </div>
      <div class="composer-foot">
        <label>
          {words.composer.line}
          <select
            class="mono"
            value={to}
            onChange={(event) => setChosen(event.currentTarget.value)}
          >
            {known.map((each) => (
              <option key={each} value={each}>
                {each}
              </option>
            ))}
          </select>
        </label>
        <span id={hintId} class="composer-hint">
          {body === '' ? (
            words.composer.hint
          ) : (
            <>
              {words.composer.size(parts, left)} · <bdi class="ltr">{encoding}</bdi>
            </>
          )}
        </span>
      </div>
    </form>
  );
}
