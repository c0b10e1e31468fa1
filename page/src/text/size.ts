import { countParts, encodingOf } from '../../../lib/simulator/text/parts.js';

export interface TextSize {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly parts: number;
  /** How many characters still fit in the last part. */
  readonly left: number;
}

const ROOM = {
  'GSM-7': { alone: 160, chained: 153 },
  'UCS-2': { alone: 70, chained: 67 },
} as const;

/** These take two places in GSM-7. */
const EXTENSION = /[\f^{}\\[~\]|€]/g;

/** How an operator splits a text into parts. */
export function measureText(text: string): TextSize {
  const encoding = encodingOf(text);
  const parts = countParts(text);
  const extra = encoding === 'GSM-7' ? (text.match(EXTENSION)?.length ?? 0) : 0;
  const { alone, chained } = ROOM[encoding];
  const room = parts === 1 ? alone : parts * chained;
  return { encoding, parts, left: Math.max(0, room - text.length - extra) };
}
