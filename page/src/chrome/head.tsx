import { useWords } from '../state/words.js';
import { Icon, Mark, type IconName } from '../parts/icon.js';
import { goTo, place, type View } from '../state/place.js';
import { preferences, type Theme } from '../state/preferences.js';
import { simulator } from '../state/simulator.js';
import { useStore } from '../state/store.js';
import { dialog } from '../state/views.js';
import { ConnectionState } from './connection-state.js';

const VIEWS: readonly View[] = ['messages', 'requests', 'controls'];

export function Head() {
  const words = useWords();
  const { view } = useStore(place);
  const texts = useStore(simulator, (snapshot) => snapshot.texts.length);
  const requests = useStore(simulator, (snapshot) => snapshot.requests.length);
  const counts = { messages: texts, requests, controls: 0 };
  return (
    <header class="head">
      <h1 class="brand">
        <Mark />
        <span>{words.appName}</span>
      </h1>
      <nav class="tabs" aria-label={words.viewsLabel}>
        {VIEWS.map((each) => (
          <button
            key={each}
            type="button"
            class={`tab tab-${each}`}
            aria-current={view === each ? 'page' : undefined}
            onClick={() => goTo({ view: each, open: undefined })}
          >
            <Icon name={each} />
            <span>{words.views[each]}</span>
            {counts[each] > 0 && <span class="count">{words.number(counts[each])}</span>}
          </button>
        ))}
      </nav>
      <div class="head-end">
        <ConnectionState />
        <button
          type="button"
          class="button quiet icon-only keys-button"
          aria-label={words.shortcuts.button}
          title={`${words.shortcuts.button} (?)`}
          onClick={() => dialog.set('shortcuts')}
        >
          <Icon name="keyboard" />
        </button>
        <ThemeSwitch />
        <button
          type="button"
          class="button quiet"
          lang={words.otherLanguage.code}
          title={words.otherLanguage.switchTo}
          onClick={() => preferences.update({ language: words.otherLanguage.code })}
        >
          {words.otherLanguage.name}
        </button>
      </div>
    </header>
  );
}

const NEXT: Readonly<Record<Theme, Theme>> = { system: 'light', light: 'dark', dark: 'system' };
const SIGNS: Readonly<Record<Theme, IconName>> = { system: 'system', light: 'sun', dark: 'moon' };

function ThemeSwitch() {
  const words = useWords();
  const { theme } = useStore(preferences);
  const name = `${words.theme.label}: ${words.theme[theme]}`;
  return (
    <button
      type="button"
      class="button quiet icon-only"
      aria-label={name}
      title={name}
      onClick={() => preferences.update({ theme: NEXT[theme] })}
    >
      <Icon name={SIGNS[theme]} />
    </button>
  );
}
