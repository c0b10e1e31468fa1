// GSM 03.38: the default alphabet, and the extension table whose characters take an escape more.
const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_EXTENDED = '\f^{}\\[~]|€';

const SEPTETS = new Map<string, number>([
  ...[...GSM_BASIC].map((char) => [char, 1] as const),
  ...[...GSM_EXTENDED].map((char) => [char, 2] as const),
]);

/** The service takes texts of up to 32 parts (guide 5, notes). */
const MAX_PARTS = 32;

/** However a text is encoded, a part holds at least 66 of its UTF-16 units. */
const SURELY_SHORT = MAX_PARTS * 66;

/** Whether the service would refuse the text for its length (E211). */
export function isTooLong(body: string): boolean {
  return body.length > SURELY_SHORT && countParts(body) > MAX_PARTS;
}

/**
 * Counts the parts a text is sent and billed in.
 *
 * GSM-7 texts hold 160 septets in one part and 153 in each of several, UCS-2 texts (all Persian
 * ones) 70 and 67 code units. A character of two units (an escape pair, a surrogate pair) is
 * never split between parts, so a text may need one part more than a plain division says.
 *
 * @returns 0 for an empty text
 */
export function countParts(body: string): number {
  if (body === '') return 0;
  const septets = countSeptets(body);
  if (septets === undefined) {
    return body.length <= 70 ? 1 : pack(body, 67, surrogatePairAt);
  }
  return septets <= 160 ? 1 : pack(body, 153, escapeAt);
}

function countSeptets(body: string): number | undefined {
  let septets = 0;
  for (let i = 0; i < body.length; i++) {
    const cost = SEPTETS.get(body[i]!);
    if (cost === undefined) return undefined;
    septets += cost;
  }
  return septets;
}

type WidePair = (body: string, index: number) => { units: number; length: number } | undefined;

const escapeAt: WidePair = (body, index) =>
  SEPTETS.get(body[index]!) === 2 ? { units: 2, length: 1 } : undefined;

const surrogatePairAt: WidePair = (body, index) =>
  body.codePointAt(index)! > 0xffff ? { units: 2, length: 2 } : undefined;

function pack(body: string, capacity: number, widePairAt: WidePair): number {
  let parts = 1;
  let used = 0;
  for (let i = 0; i < body.length;) {
    const { units, length } = widePairAt(body, i) ?? { units: 1, length: 1 };
    if (used + units > capacity) {
      parts++;
      used = 0;
    }
    used += units;
    i += length;
  }
  return parts;
}
