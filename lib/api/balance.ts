import { PayamSmsUnexpectedAnswerError } from '../errors/unexpected-answer.error.js';
import { numberOf, typeName } from './shape.js';

/** A bare number, in quotes or not (guide 4.1, READING 5). */
export function decodeBalance(value: unknown): number {
  const balance = numberOf(value);
  if (balance === undefined) {
    throw new PayamSmsUnexpectedAnswerError(
      'getBalance',
      'body',
      `expected a number, got ${typeName(value)}`,
    );
  }
  return balance;
}
