import { directions, type Language } from '../i18n/language.js';
import { Store } from './store.js';

export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
}

const KEY = 'payamsms-simulator';

/** The reader's choice, which this browser keeps; until there is one, the browser's own settings. */
export const preferences = new Store<Preferences>({
  language: navigator.language.toLowerCase().startsWith('fa') ? 'fa' : 'en',
  theme: 'system',
  ...readKept(),
});

/** Applies the preferences to the page, now and at each change. */
export function followPreferences(): void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => {
    const { language, theme } = preferences.value;
    const root = document.documentElement;
    root.lang = language;
    root.dir = directions[language];
    root.dataset.theme = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  follow();
  dark.addEventListener('change', follow);
  preferences.subscribe(() => {
    follow();
    // Some private windows store nothing; then the preferences last until the page is closed.
    try {
      localStorage.setItem(KEY, JSON.stringify(preferences.value));
    } catch {}
  });
}

function readKept(): Partial<Preferences> {
  try {
    const { language, theme } = JSON.parse(localStorage.getItem(KEY) ?? '{}') as Preferences;
    return {
      ...(language in directions && { language }),
      ...(['system', 'light', 'dark'].includes(theme) && { theme }),
    };
  } catch {
    return {};
  }
}
