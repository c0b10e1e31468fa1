import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { EVENTS, type EventName } from './events/events.types.js';
import { type DeclaredListener, declaredListeners } from './events/listener-names.js';
import { wrongProxy } from './settings/proxy-variable.js';
import { type Settings, SETTINGS } from './settings/settings.js';
import { describeUnknown } from './settings/unknown-variables.js';
import { variableOf } from './settings/variables.js';

/** What each event needs to be turned on, and what does not happen without. */
const NEEDS: Record<
  EventName,
  { option: string; duty: 'inbox' | 'delivery' | 'balance'; lack: string }
> = {
  [EVENTS.inbound]: { option: 'inbox.numbers', duty: 'inbox', lack: 'no inbox is polled' },
  [EVENTS.inboundFailed]: { option: 'inbox.numbers', duty: 'inbox', lack: 'no inbox is polled' },
  [EVENTS.delivery]: { option: 'delivery', duty: 'delivery', lack: 'no message is followed' },
  [EVENTS.lowBalance]: {
    option: 'balance.lowThreshold',
    duty: 'balance',
    lack: 'the balance is not watched',
  },
};

/** Says at the start what would else be a riddle later. */
@Injectable()
export class StartChecks implements OnModuleInit, OnApplicationBootstrap {
  readonly #logger = new Logger('PayamSms');

  constructor(
    private readonly moduleRef: ModuleRef,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  onModuleInit(): void {
    for (const unknown of this.settings.unknownVariables ?? []) {
      this.#logger.warn(describeUnknown(unknown));
    }
    const proxy = wrongProxy(this.settings, process.env);
    if (proxy !== undefined) this.#logger.warn(proxy);
    for (const option of this.settings.credentials.quoted()) {
      this.#logger.warn(
        `${option} (${variableOf(option)}) has quotes around it, which are sent with it, as docker --env-file and Kubernetes keep them: take them away, unless they belong to it`,
      );
    }
  }

  onApplicationBootstrap(): void {
    for (const listener of declaredListeners(this.moduleRef)) {
      if (isOfOurs(listener.event)) this.#check(listener, listener.event);
    }
  }

  #check({ name, hindrance }: DeclaredListener, event: EventName): void {
    const { option, duty, lack } = NEEDS[event];
    if (!this.settings[duty]) {
      this.#logger.warn(
        `${name} listens to ${event}, but the option ${option} (${variableOf(option)}) is not set, so ${lack}: set it, or take the listener away`,
      );
    }
    if (hindrance !== undefined) {
      this.#logger.error(
        `${name} listens to ${event} ${hindrance}: move the method to a provider of its own, in the default scope`,
      );
    }
  }
}

const isOfOurs = (event: unknown): event is EventName =>
  typeof event === 'string' && Object.hasOwn(NEEDS, event);
