import {
  Inject,
  Injectable,
  type Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { AppAccounts } from './app-accounts.js';
import { EVENTS, type EventName } from './events/events.types.js';
import { type DeclaredListener, declaredListeners } from './events/listener-names.js';
import { accountOfEvent } from './settings/account-names.js';
import { loggerOf } from './settings/logger.js';
import { wrongProxy } from './settings/proxy-variable.js';
import { type Settings, SETTINGS } from './settings/settings.js';
import { unknownVariableWarnings } from './settings/unknown-variables.js';
import { variableOf } from './settings/variables.js';

/** What each event needs to be turned on, and what does not happen without. */
const NEEDS: Record<
  EventName,
  { option: string; task: 'inbox' | 'delivery' | 'balance'; lack: string }
> = {
  [EVENTS.inbound]: { option: 'inbox.numbers', task: 'inbox', lack: 'no inbox is polled' },
  [EVENTS.inboundFailed]: { option: 'inbox.numbers', task: 'inbox', lack: 'no inbox is polled' },
  [EVENTS.delivery]: { option: 'delivery', task: 'delivery', lack: 'no message is followed' },
  [EVENTS.lowBalance]: {
    option: 'balance.lowThreshold',
    task: 'balance',
    lack: 'the balance is not watched',
  },
};

const FORGETFUL =
  'What the inbox and delivery tracking remember is kept in memory: a restart forgets which texts were handled and which messages are followed. Set the option store (PAYAMSMS_STORE) to keep it: sqlite:PATH for one machine, redis:// or postgres:// for several';

/** Whether something relies on a store that does not outlive the process. */
const isForgetful = ({ inbox, delivery, store }: Settings): boolean =>
  Boolean(inbox ?? delivery) && (!store || ('survives' in store && store.survives === 'nothing'));

/** Warns at the start of what would be hard to explain later. */
@Injectable()
export class StartChecks implements OnModuleInit, OnApplicationBootstrap {
  readonly #logger: Logger;

  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly accounts: AppAccounts,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {
    this.#logger = loggerOf(settings);
  }

  onModuleInit(): void {
    const { account, unreadVariables, credentials } = this.settings;
    if (unreadVariables) unknownVariableWarnings(this.accounts.all).forEach(this.#warnOnce);
    const proxy = wrongProxy(this.settings, process.env);
    if (proxy !== undefined) this.#warnOnce(proxy);
    if (isForgetful(this.settings)) this.#warnOnce(FORGETFUL);
    for (const option of credentials.quoted()) {
      this.#logger.warn(
        `${option} (${variableOf(option, account)}) has quotes around it, which are sent with it, as docker --env-file and Kubernetes keep them: take them away, unless they belong to it`,
      );
    }
  }

  onApplicationBootstrap(): void {
    for (const listener of declaredListeners(this.moduleRef)) {
      const found = accountOfEvent(listener.event, Object.keys(NEEDS) as EventName[]);
      if (!found) continue;
      if (found.account === this.settings.account) this.#check(listener, found.event);
      else if (!this.accounts.has(found.account)) this.#warnOfAccount(listener, found.account);
    }
  }

  /** For what concerns the whole app: each of its accounts finds it. */
  readonly #warnOnce = (message: string): void => {
    if (this.accounts.isNew(message)) this.#logger.warn(message);
  };

  #check({ name, event, hindrance }: DeclaredListener, kind: EventName): void {
    const { account } = this.settings;
    const { option, task, lack } = NEEDS[kind];
    if (!this.settings[task]) {
      this.#logger.warn(
        `${name} listens to ${String(event)}, but the option ${option} (${variableOf(option, account)}) is not set, so ${lack}: set it, or take the listener away`,
      );
    }
    if (hindrance !== undefined) {
      this.#logger.error(
        `${name} listens to ${String(event)} ${hindrance}: move the method to a provider of its own, in the default scope`,
      );
    }
  }

  #warnOfAccount({ name, event }: DeclaredListener, account: string | undefined): void {
    const known = this.accounts.names.join(', ');
    const isKnown = known === '' ? 'none has a name' : `those with a name are ${known}`;
    const what = account === undefined ? 'account without a name' : `account ${account}`;
    this.#warnOnce(
      `${name} listens to ${String(event)}, but the app imports no PayamSmsModule for the ${what} (${isKnown}): import it, or correct the name`,
    );
  }
}
