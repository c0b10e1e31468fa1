/**
 * The root of every error this package throws: catch it to catch them all.
 *
 * Messages state what happened and what to do next. No property, `cause` included, ever holds a
 * password, a token, an Authorization header, a text, or a whole phone number, so any of these
 * errors may be logged as it is.
 */
export abstract class PayamSmsError extends Error {
  /** The class's name, spelled out by each class so that minifiers cannot change it. */
  abstract override readonly name: string;

  /** What loggers and `JSON.stringify` see; plain errors would show as `{}`. */
  toJSON(): Record<string, unknown> {
    const { cause, message } = this;
    return {
      ...(this as object),
      message,
      ...(cause instanceof Error && { cause: 'toJSON' in cause ? cause : plain(cause) }),
    };
  }
}

function plain(error: Error): Record<string, unknown> {
  const { name, message } = error;
  return { name, message, ...('code' in error && { code: error.code }) };
}
