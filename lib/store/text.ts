/** Begins a text that is kept as JSON; no text of a person does. */
const AS_JSON = '\u0001json:';

/** What libsql changes: it cuts a text at a NUL, and halves of characters come back as U+FFFD. */
const CHANGED = /[\0\p{Cs}]/u;

/** A text as it is kept, so that each of its code units comes back. */
export function keptText(text: string): string {
  return CHANGED.test(text) || text.startsWith(AS_JSON) ? AS_JSON + JSON.stringify(text) : text;
}

export function readText(kept: string): string {
  return kept.startsWith(AS_JSON) ? (JSON.parse(kept.slice(AS_JSON.length)) as string) : kept;
}
