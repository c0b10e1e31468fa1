import { preferences } from './preferences.js';
import { useStore } from './store.js';
import { en, type Dictionary } from '../i18n/en.js';
import { fa } from '../i18n/fa.js';
import type { Language } from '../i18n/language.js';

const dictionaries: Readonly<Record<Language, Dictionary>> = { en, fa };

export const wordsNow = (): Dictionary => dictionaries[preferences.value.language];

export const useLanguage = (): Language => useStore(preferences, ({ language }) => language);

/** The words of the reader's language; a component that uses it is drawn again when the language changes. */
export const useWords = (): Dictionary => dictionaries[useLanguage()];
