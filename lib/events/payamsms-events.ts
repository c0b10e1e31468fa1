import type { ModuleRef } from '@nestjs/core';
import { type Companion, findProvided, loadCompanion } from '../settings/companion.js';
import { importEventEmitter } from '../settings/nest-packages.js';
import { type Emitter, EventChannel } from './event-channel.js';
import type { EventName } from './events.types.js';
import { type DeclaredListener, declaredListeners } from './listener-names.js';

/** How long the listeners of one emission have, where no option says. */
const LISTENER_TIMEOUT_MS = 60_000;

const companionOf = (option: string): Companion => ({
  option,
  package: '@nestjs/event-emitter',
  module: 'EventEmitterModule.forRoot()',
});

const loadEmitter = (option: string) => loadCompanion(companionOf(option), importEventEmitter);

/** @throws {PayamSmsConfigurationError} when `@nestjs/event-emitter` is not installed */
export async function requireEmitter(option: string): Promise<void> {
  await loadEmitter(option);
}

/** The app's event emitter, when it has one. */
export class PayamSmsEvents {
  #emitter?: Emitter;
  #listeners?: DeclaredListener[];
  #subscribed: Promise<void> = Promise.resolve();

  /** @param withMessages whether what listeners' errors say is repeated in the log */
  constructor(
    private readonly moduleRef: ModuleRef,
    private readonly withMessages = false,
  ) {}

  /**
   * Finds the emitter. To be called in `onModuleInit` by whoever will emit.
   *
   * @param option the option that asks for events, for the error
   * @throws {PayamSmsConfigurationError} when the app does not import EventEmitterModule
   */
  async connect(option: string): Promise<void> {
    const companion = companionOf(option);
    const library = await loadEmitter(option);
    this.#emitter = findProvided(companion, this.moduleRef, library.EventEmitter2);
    const watcher = findProvided(companion, this.moduleRef, library.EventEmitterReadinessWatcher);
    this.#subscribed = watcher.waitUntilReady();
    // Whoever awaits it is told; a failure before that must not end the process.
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
    const { withMessages } = this;
    const names = () => this.#namesOf(event);
    return new EventChannel(() => this.#connected(), { event, timeoutMs, withMessages, names });
  }

  #namesOf(event: EventName): string[] {
    this.#listeners ??= declaredListeners(this.moduleRef);
    return this.#listeners.flatMap((listener) => (listener.event === event ? listener.name : []));
  }

  #connected(): Emitter {
    if (!this.#emitter) throw new Error('connect() comes before emitting');
    return this.#emitter;
  }
}
