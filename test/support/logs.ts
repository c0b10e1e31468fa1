import { ConsoleLogger, Logger, type LoggerService, type LogLevel } from '@nestjs/common';
import { inspect } from 'node:util';
import { atEnd } from './at-end.js';

let recording: Logs | undefined;

// Nest's testing module takes `false` for no wish, and then prints errors.
const SILENT = new ConsoleLogger({ logLevels: [] });

/** What an app that boots now logs to: a recording, or nothing. */
export const currentLogger = (): LoggerService => recording ?? SILENT;

/** Records what Nest's `Logger` is given from now to the end of the test, an app's start included. */
export function recordLogs(): Logs {
  const logs = new Logs();
  recording = logs;
  Logger.overrideLogger(logs);
  atEnd(() => {
    recording = undefined;
    Logger.overrideLogger(false);
  });
  return logs;
}

/** Everything that is logged, at every level, as it is written and as it was handed over. */
export class Logs implements LoggerService {
  readonly written: string[] = [];
  readonly #messages: [LogLevel, string][] = [];

  readonly log = this.#level('log');
  readonly error = this.#level('error');
  readonly warn = this.#level('warn');
  readonly debug = this.#level('debug');
  readonly verbose = this.#level('verbose');
  readonly fatal = this.#level('fatal');

  /** The messages of some levels, in order. */
  at(...levels: LogLevel[]): string[] {
    return this.#messages.filter(([level]) => levels.includes(level)).map(([, text]) => text);
  }

  clear(): void {
    this.written.length = 0;
    this.#messages.length = 0;
  }

  toString(): string {
    return this.written.join('\n');
  }

  #level(level: LogLevel) {
    return (message: unknown, ...more: unknown[]): void => {
      this.#messages.push([level, String(message)]);
      for (const value of [message, ...more]) {
        this.written.push(
          typeof value === 'string' ? value : inspect(value, { depth: 9, showHidden: true }),
        );
      }
    };
  }
}
