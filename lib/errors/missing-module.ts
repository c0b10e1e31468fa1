const NOT_FOUND = new Set(['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND']);

/** The name of the module that was not found, of the error that its import ended with. */
export function missingModule(error: unknown): string | undefined {
  const { code = '', message = '' } = Object(error) as { code?: string; message?: string };
  return NOT_FOUND.has(code) ? /'([^']*)'/.exec(message)?.[1] : undefined;
}
