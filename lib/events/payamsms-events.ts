import type { ModuleRef } from '@nestjs/core';
import { eventOfAccount } from '../settings/account-names.js';
import { type Companion, findProvided, loadCompanion } from '../settings/companion.js';
import { importEventEmitter } from '../settings/nest-packages.js';
import { type Emitter, EventChannel } from './event-channel.js';
import type { EventName } from './events.types.js';
import { type DeclaredListener, declaredListeners } from './listener-names.js';

/** How long the listeners of one emission have, where no option says. */
const LISTENER_TIMEOUT_MS = 60_000;

const companionOf = (option: string, account?: string): Companion => ({
  option,
  account,
  package: '@nestjs/event-emitter',
  module: 'EventEmitterModule.forRoot()',
});

const loadEmitter = (option: string, account?: string) =>
  loadCompanion(companionOf(option, account), importEventEmitter);

/** @throws {PayamSmsConfigurationError} when `@nestjs/event-emitter` is not installed */
export async function requireEmitter(option: string, account?: string): Promise<void> {
  await loadEmitter(option, account);
}

export interface EventsOptions {
  /** The account of the events: its name is part of theirs. */
  account?: string;
  /** Whether the messages of listeners' errors are repeated in the log. */
  logErrorMessages?: boolean;
}

/** The app's event emitter, when it has one. */
export class PayamSmsEvents {
  #emitter?: Emitter;
  #listeners?: DeclaredListener[];
  #subscribed: Promise<void> = Promise.resolve();

  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly options: EventsOptions = {},
  ) {}

  /**
   * Finds the emitter. To be called in `onModuleInit`, before anything is emitted.
   *
   * @param option the option that asks for events, for the error
   * @throws {PayamSmsConfigurationError} when the app does not import EventEmitterModule
   */
  async connect(option: string): Promise<void> {
    const { account } = this.options;
    const companion = companionOf(option, account);
    const library = await loadEmitter(option, account);
    this.#emitter = findProvided(companion, this.moduleRef, library.EventEmitter2);
    const watcher = findProvided(companion, this.moduleRef, library.EventEmitterReadinessWatcher);
    this.#subscribed = watcher.waitUntilReady();
    // Rejects where it is awaited; a failure before that must not end the process.
    this.#subscribed.catch(() => undefined);
  }

  /**
   * Resolves when the listeners have been subscribed, which happens in some module's
   * `onApplicationBootstrap`: never to be awaited inside of one.
   */
  subscribed(): Promise<void> {
    return this.#subscribed;
  }

  /** @param timeoutMs how long all listeners of one emission have in all */
  channel<E extends EventName>(event: E, timeoutMs = LISTENER_TIMEOUT_MS): EventChannel<E> {
    const { account, logErrorMessages: withMessages } = this.options;
    const name = eventOfAccount(event, account);
    const names = () => this.#namesOf(name);
    return new EventChannel(() => this.#connected(), {
      event: name,
      account,
      timeoutMs,
      withMessages,
      names,
    });
  }

  #namesOf(event: string): string[] {
    this.#listeners ??= declaredListeners(this.moduleRef);
    return this.#listeners.flatMap((listener) => (listener.event === event ? listener.name : []));
  }

  #connected(): Emitter {
    if (!this.#emitter) throw new Error('connect() comes before emitting');
    return this.#emitter;
  }
}
