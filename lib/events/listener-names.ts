import { type ModuleRef, ModulesContainer } from '@nestjs/core';
import { tried } from '../privacy/describe-error.js';
import { LISTENER_METADATA } from './decorators.js';

/** A method of the app's that listens to events, in the order in which Nest subscribes them. */
export interface DeclaredListener {
  event: unknown;
  /** Such as `Orders.changed`. */
  name: string;
  /** Whether it is to be called before those that were subscribed before it. */
  isPrepended: boolean;
  /** Why Nest cannot call it as it should be. */
  hindrance?: string;
}

/** What `@OnEvent` writes. */
interface Declaration {
  event?: unknown;
  options?: { prependListener?: unknown };
}

/** What is needed of Nest's `InstanceWrapper`. */
interface Wrapper {
  instance?: unknown;
  isAlias?: boolean;
  isTransient: boolean;
  isDependencyTreeStatic(): boolean;
}

/** Finds the listeners that decorators declare, as `@nestjs/event-emitter` does. */
export function declaredListeners(moduleRef: ModuleRef): DeclaredListener[] {
  const modules = [...moduleRef.get(ModulesContainer, { strict: false }).values()];
  const providers = modules.flatMap((module) => [...module.providers.values()]);
  const controllers = modules.flatMap((module) => [...module.controllers.values()]);
  const found = [
    ...providers.flatMap((wrapper) => listenersOf(wrapper as Wrapper, false)),
    ...controllers.flatMap((wrapper) => listenersOf(wrapper as Wrapper, true)),
  ];
  const prepended = found.filter(({ isPrepended }) => isPrepended).toReversed();
  return [...prepended, ...found.filter(({ isPrepended }) => !isPrepended)];
}

/** A provider of the app's that throws when it is looked at costs no more than its own names. */
function listenersOf(wrapper: Wrapper, isOfController: boolean): DeclaredListener[] {
  return tried(() => lookedAt(wrapper, isOfController)) ?? [];
}

function lookedAt(wrapper: Wrapper, isOfController: boolean): DeclaredListener[] {
  const { instance } = wrapper;
  if (typeof instance !== 'object' || instance === null || wrapper.isAlias) return [];
  const found: DeclaredListener[] = [];
  for (const [key, method] of methodsOf(instance)) {
    const declared = Reflect.getMetadata(LISTENER_METADATA, method) as unknown;
    if (!Array.isArray(declared)) continue;
    const name = `${instance.constructor.name}.${key}`;
    const hindrance = hindranceOf(wrapper, isOfController);
    for (const { event, options } of declared as Declaration[]) {
      const isPrepended = options?.prependListener === true;
      found.push({ event, name, isPrepended, ...(hindrance && { hindrance }) });
    }
  }
  return found;
}

/** Request-scoped providers are made for each event, with what they need. */
function hindranceOf(wrapper: Wrapper, isOfController: boolean): string | undefined {
  if (!wrapper.isDependencyTreeStatic()) {
    return isOfController
      ? 'in a request-scoped controller, which Nest cannot call for an event'
      : undefined;
  }
  return wrapper.isTransient
    ? 'in a transient class, which Nest calls for an event without having constructed it'
    : undefined;
}

/** The methods of a class and of those that it extends, the nearest first. */
function methodsOf(instance: object): Map<string, object> {
  const methods = new Map<string, object>();
  let prototype = Object.getPrototypeOf(instance) as object | null;
  while (prototype && prototype !== Object.prototype) {
    for (const [key, { value }] of Object.entries(Object.getOwnPropertyDescriptors(prototype))) {
      if (key !== 'constructor' && typeof value === 'function' && !methods.has(key)) {
        methods.set(key, value as object);
      }
    }
    prototype = Object.getPrototypeOf(prototype) as object | null;
  }
  return methods;
}
