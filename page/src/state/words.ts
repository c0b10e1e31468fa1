import { preferences } from '../state/preferences.js';
import { useStore } from '../state/store.js';
import { en, type Dictionary } from './en.js';
import { fa } from './fa.js';
import type { Language } from './language.js';

const dictionaries: Readonly<Record<Language, Dictionary>> = { en, fa };

export const wordsNow = (): Dictionary => dictionaries[preferences.value.language];

export const useLanguage = (): Language => useStore(preferences, ({ language }) => language);

/** The words of the reader's language; a component that uses it follows a change of language. */
export const useWords = (): Dictionary => dictionaries[useLanguage()];
