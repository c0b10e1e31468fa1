import { useWords } from '../state/words.js';
import { Icon, Mark } from '../parts/icon.js';
import { copy } from '../state/clipboard.js';
import { notify } from '../state/notices.js';
import { simulator } from '../state/simulator.js';
import { useStore } from '../state/store.js';
import { dialog } from '../state/views.js';

/** Shown before the first text: how to connect an app to the simulator. */
export function Welcome() {
  const words = useWords();
  const environment = useStore(simulator, (snapshot) => snapshot.environment);
  const lines = environment.join('\n');
  const copyAll = async () => {
    notify((await copy(`${lines}\n`)) ? words.copied : words.copyFailed);
  };
  return (
    <div class="nothing welcome">
      <span class="welcome-mark">
        <Mark />
      </span>
      <h2>{words.empty.title}</h2>
      <p>{words.empty.hint}</p>
      <section class="env" aria-label={words.empty.env}>
        <header>
          <h3>{words.empty.env}</h3>
          <button type="button" class="button" onClick={() => void copyAll()}>
            <Icon name="copy" />
            {words.empty.copyAll}
          </button>
        </header>
        {/* It scrolls, so it must be reachable by keyboard. */}
        <pre class="ltr mono" tabIndex={0}>
          {lines}
        </pre>
      </section>
      <p class="soft">
        {words.empty.orElse}{' '}
        <button type="button" class="link" onClick={() => dialog.set('new-text')}>
          {words.empty.newText}
        </button>
      </p>
    </div>
  );
}
