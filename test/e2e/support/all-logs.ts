import { Logger, type LoggerService } from '@nestjs/common';
import { inspect } from 'node:util';

/** Everything that is logged, at every level, as it is written and as it was handed over. */
export class AllLogs implements LoggerService {
  readonly written: string[] = [];
  readonly levels: string[] = [];

  /** Nest's `Logger` writes here from now on. */
  static take(): AllLogs {
    const logs = new AllLogs();
    Logger.overrideLogger(logs);
    return logs;
  }

  /** None, for another test. */
  static release(): void {
    Logger.overrideLogger(false);
  }

  readonly log = this.#level('log');
  readonly error = this.#level('error');
  readonly warn = this.#level('warn');
  readonly debug = this.#level('debug');
  readonly verbose = this.#level('verbose');
  readonly fatal = this.#level('fatal');

  toString(): string {
    return this.written.join('\n');
  }

  #level(name: string) {
    return (...given: unknown[]): void => {
      this.levels.push(name);
      for (const value of given) {
        this.written.push(
          typeof value === 'string' ? value : inspect(value, { depth: 9, showHidden: true }),
        );
      }
    };
  }
}
