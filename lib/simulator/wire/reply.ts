import type { EncodedAnswer } from './answer.js';

/** What goes back over the socket: an answer, half of one, or nothing. */
export type Reply =
  | { readonly kind: 'answer'; readonly answer: EncodedAnswer }
  /** The length of the whole is promised, half of it sent, and the connection closed. */
  | { readonly kind: 'cut'; readonly answer: EncodedAnswer }
  | { readonly kind: 'drop' };
