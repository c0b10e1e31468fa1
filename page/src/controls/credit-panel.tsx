import { useState } from 'preact/hooks';
import { foldPersian } from '../../../lib/simulator/text/persian.js';
import { useWords } from '../state/words.js';
import { setCredit } from '../state/actions.js';
import { notify } from '../state/notices.js';
import { simulator } from '../state/simulator.js';
import { useStore } from '../state/store.js';
import { Panel } from './panel.js';

export function CreditPanel() {
  const words = useWords();
  const credit = useStore(simulator, (snapshot) => snapshot.credit);
  const [typed, setTyped] = useState('');
  const set = async (rials: number | undefined) => {
    if (rials === undefined) notify(words.credit.invalid, 'bad');
    else if (await setCredit(rials)) {
      setTyped('');
      notify(words.credit.changed(rials));
    }
  };
  return (
    <Panel icon="coin" title={words.credit.title}>
      <p class="amount" role="status">
        <strong>{words.number(credit)}</strong> {words.credit.unit}
      </p>
      <form
        class="credit-form"
        onSubmit={(event) => {
          event.preventDefault();
          void set(readRials(typed));
        }}
      >
        <input
          class="ltr"
          inputMode="numeric"
          autocomplete="off"
          aria-label={words.credit.edit}
          placeholder={words.credit.edit}
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={typed.trim() === ''}>
          {words.credit.set}
        </button>
        <button
          type="button"
          class="button"
          title={words.credit.emptyHint}
          onClick={() => void set(0)}
        >
          {words.credit.empty}
        </button>
      </form>
    </Panel>
  );
}

/** An amount as people type it: 50,000 or ۵۰٬۰۰۰. */
function readRials(typed: string): number | undefined {
  const digits = foldPersian(typed).replace(/[\s,٬،_]/g, '');
  const rials = Number(digits);
  return /^-?\d+$/.test(digits) && Number.isSafeInteger(rials) ? rials : undefined;
}
