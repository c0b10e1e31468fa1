import { countParts } from '../../../lib/simulator/text/parts.js';

export interface TextSize {
  readonly encoding: 'GSM-7' | 'UCS-2';
  readonly parts: number;
  /** Characters that the last part still holds. */
  readonly left: number;
}

const ROOM = {
  'GSM-7': { alone: 160, chained: 153 },
  'UCS-2': { alone: 70, chained: 67 },
} as const;

// oxlint-disable-next-line no-control-regex -- the alphabet has a form feed
const GSM =
  /^[@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,\-./0-9:;<=>?¡A-ZÄÖÑÜ§¿a-zäöñüà\f^{}\\[~\]|€]*$/;
const TWO_SEPTETS = /[\f^{}\\[~\]|€]/g;

/** How an operator would cut a text. */
export function measureText(text: string): TextSize {
  const encoding = GSM.test(text) ? 'GSM-7' : 'UCS-2';
  const extra = encoding === 'GSM-7' ? (text.match(TWO_SEPTETS)?.length ?? 0) : 0;
  const parts = countParts(text);
  const { alone, chained } = ROOM[encoding];
  const room = parts === 1 ? alone : parts * chained;
  return { encoding, parts, left: Math.max(0, room - text.length - extra) };
}
