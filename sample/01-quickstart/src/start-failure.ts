import { PayamSmsConfigurationError } from 'nestjs-payamsms';

/** What a person needs to know when the app does not come up. */
export function explainStartFailure(error: unknown, port: number): string {
  if (error instanceof PayamSmsConfigurationError) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return `Port ${port} is taken. Choose another one: PORT=${port + 1} npm start`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
