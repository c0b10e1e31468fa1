import { directions, type Language } from '../i18n/language.js';
import { Store } from './store.js';

export type Theme = 'system' | 'light' | 'dark';

export interface Preferences {
  readonly language: Language;
  readonly theme: Theme;
}

const KEY = 'payamsms-simulator';

/** What the reader chose, kept in this browser; until then what the browser says. */
export const preferences = new Store<Preferences>({
  language: navigator.language.toLowerCase().startsWith('fa') ? 'fa' : 'en',
  theme: 'system',
  ...readKept(),
});

/** Shows the page as preferred, from now on and at each change. */
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
    // A browser that keeps nothing, as some private windows, asks again next time.
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
