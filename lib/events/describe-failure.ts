import { maskNumbers } from '../errors/mask.js';

/** A shorter text is found inside of ordinary words. */
const SHORTEST_TEXT = 4;

/**
 * What listeners said as they failed, for logs and stores: names and messages, with numbers masked
 * and without the text that was in hand, in case they repeat it.
 */
export function describeFailure(errors: readonly unknown[], text = ''): string {
  const said = errors.map((error) =>
    error instanceof Error ? `${error.name}: ${error.message}` : String(error),
  );
  return concealed([...new Set(said)].join('; '), text);
}

function concealed(said: string, text: string): string {
  const bare = text.trim();
  if (bare.length < SHORTEST_TEXT) return maskNumbers(said);
  // As it stands, and as JSON writes it.
  const inJson = JSON.stringify(bare).slice(1, -1);
  return maskNumbers(said.replaceAll(bare, '***').replaceAll(inJson, '***'));
}
