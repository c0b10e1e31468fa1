const GSM_BASIC =
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?' +
  '¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà';
const GSM_EXTENSION = '\f^{}\\[~]|€';

const SEPTETS = new Map<string, number>([
  ...Array.from(GSM_BASIC, (character) => [character, 1] as const),
  ...Array.from(GSM_EXTENSION, (character) => [character, 2] as const),
]);

/** The most parts that the service accepts in one message (guide 5). */
export const MAX_PARTS = 32;

/** How many parts an operator bills for a text: GSM-7 holds 160 alone and 153 in a chain, UCS-2 70 and 67. */
export function countParts(text: string): number {
  // Most texts are short enough in either alphabet.
  if (text.length <= 70) return 1;
  const septets = toSeptets(text);
  return septets
    ? countChained(septets, { alone: 160, chained: 153 })
    : // Iterating a string yields surrogate pairs whole.
      countChained(
        Array.from(text, (character) => character.length),
        { alone: 70, chained: 67 },
      );
}

/** The alphabet in which an operator sends a text. */
export function encodingOf(text: string): 'GSM-7' | 'UCS-2' {
  return toSeptets(text) ? 'GSM-7' : 'UCS-2';
}

/** The widths of a text's characters in GSM-7, or nothing when the alphabet lacks one of them. */
function toSeptets(text: string): number[] | undefined {
  const widths: number[] = [];
  for (const character of text) {
    const width = SEPTETS.get(character);
    if (width === undefined) return undefined;
    widths.push(width);
  }
  return widths;
}

function countChained(widths: readonly number[], room: { alone: number; chained: number }): number {
  const total = widths.reduce((sum, width) => sum + width, 0);
  if (total <= room.alone) return 1;
  let parts = 1;
  let used = 0;
  for (const width of widths) {
    // A character of two places is never split: the part before it stays one place short.
    if (used + width > room.chained) {
      parts += 1;
      used = 0;
    }
    used += width;
  }
  return parts;
}
