import { Logger } from '@nestjs/common';
import { logContextOf } from './account-names.js';

/** The log of an account: its name is part of the context. */
export const loggerOf = ({ account }: { account?: string }): Logger =>
  new Logger(logContextOf(account));
