import { useRef } from 'preact/hooks';
import { useWords } from '../state/words.js';
import { Icon } from '../parts/icon.js';
import { importState } from '../state/actions.js';
import { notify } from '../state/notices.js';
import { simulator } from '../state/simulator.js';
import { useStore } from '../state/store.js';
import { dialog } from '../state/views.js';
import { Panel } from './panel.js';

/** Export and import of the state as a file, and a link to the description of the REST interface. */
export function StatePanel() {
  const words = useWords();
  const version = useStore(simulator, (snapshot) => snapshot.version);
  const pruned = useStore(simulator, (snapshot) => snapshot.pruned);
  const file = useRef<HTMLInputElement>(null);
  const take = async (chosen: File | undefined) => {
    if (chosen && (await importState(chosen))) notify(words.state.imported);
    // Cleared, so that the same file can be chosen again.
    if (file.current) file.current.value = '';
  };
  return (
    <Panel icon="system" title={words.state.title} hint={words.state.hint}>
      <div class="button-row">
        <a class="button" href="/_simulator/state" download="payamsms-simulator.json">
          {words.state.save}
        </a>
        <button type="button" class="button" onClick={() => file.current?.click()}>
          {words.state.open}
        </button>
        <input
          ref={file}
          type="file"
          accept="application/json,.json"
          hidden
          onChange={(event) => void take(event.currentTarget.files?.[0])}
        />
      </div>
      {pruned > 0 && <p class="soft hint">{words.state.pruned(pruned)}</p>}
      <p class="links">
        <a href="/_simulator/docs" target="_blank" rel="noreferrer">
          {words.state.rest}
        </a>
        <button type="button" class="link" onClick={() => dialog.set('shortcuts')}>
          <Icon name="keyboard" />
          {words.shortcuts.button}
        </button>
        <span class="soft ltr">{version}</span>
      </p>
    </Panel>
  );
}
