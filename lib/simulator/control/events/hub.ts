import type { ServerResponse } from 'node:http';
import type { SimulatorEvent } from '../../events.js';
import type { Simulation } from '../../simulation.js';
import { ControlProblem } from '../problem.js';
import { DeliveryWatch } from './delivery-watch.js';
import { describe } from './describe.js';
import { EventLog, frameOf } from './event-log.js';

const MAX_STREAMS = 100;
const ALIVE_EVERY_MS = 15_000;
/** A client that reads nothing is disconnected before it fills the memory; it may resume. */
const MAX_WAITING_BYTES = 4_194_304;

/** The event streams. Costs nothing before the first one is opened. */
export class EventHub {
  readonly #simulation: Simulation;
  readonly #log: EventLog;
  readonly #watch: DeliveryWatch;
  readonly #streams = new Set<ServerResponse>();
  #listening = false;
  #alive: NodeJS.Timeout | undefined;
  #credit = 0;

  constructor(simulation: Simulation) {
    this.#simulation = simulation;
    this.#log = new EventLog(simulation.instance);
    this.#watch = new DeliveryWatch(simulation, (message) =>
      this.#publish({ type: 'message.changed', message }),
    );
  }

  get lastEventId(): string {
    return this.#log.lastId;
  }

  /** Takes a response over, and writes to it the events that it missed, and then each new one. */
  open(response: ServerResponse, lastSeen: string | undefined, version: string): void {
    if (this.#streams.size >= MAX_STREAMS) {
      const message = `${MAX_STREAMS} event streams are open already. Close one.`;
      throw new ControlProblem(429, 'too-many-streams', message);
    }
    this.#listen();
    const missed = this.#log.since(lastSeen);
    const resumed = missed !== undefined;
    const { instance } = this.#log;
    // An id that is not ahead of the missed events: a connection that breaks in between loses none.
    const helloId = resumed && lastSeen !== undefined ? lastSeen : this.#log.lastId;
    response.write('retry: 1000\n\n');
    response.write(frameOf(helloId, 'hello', { instance, version, resumed }));
    for (const { frame } of missed ?? []) response.write(frame);
    this.#streams.add(response);
    this.#watch.start();
    this.#alive ??= setInterval(() => this.#send(': alive\n\n'), ALIVE_EVERY_MS).unref();
    response.once('close', () => this.#forget(response));
    // A HEAD gets the headers and nothing else.
    if (response.req.method === 'HEAD') response.end();
  }

  close(): void {
    for (const stream of this.#streams) stream.end();
    this.#idle();
  }

  #listen(): void {
    if (this.#listening) return;
    this.#listening = true;
    this.#watch.begin();
    this.#credit = this.#simulation.world.account.credit;
    this.#simulation.events.subscribe((event) => this.#on(event));
  }

  #on(event: SimulatorEvent): void {
    // Noted before it is published, or a change of the message in between would be missed.
    if ('message' in event) this.#watch.note(event.message);
    this.#publish(event);
    switch (event.type) {
      case 'fault.fired':
        return this.#publish({ type: 'faults.changed' });
      case 'clock.changed':
        return this.#watch.check();
      case 'request.logged':
        return this.#publishCredit();
      case 'credit.changed':
        this.#credit = this.#simulation.world.account.credit;
        return;
      case 'reset':
      case 'cleared':
        return this.#watch.begin();
      case 'message.accepted':
      case 'message.changed':
      case 'inbound.received':
      case 'inbound.read':
      case 'dialect.changed':
      case 'faults.changed':
    }
  }

  /** Once for all the messages of a request. */
  #publishCredit(): void {
    const { credit } = this.#simulation.world.account;
    if (credit === this.#credit) return;
    this.#credit = credit;
    this.#publish({ type: 'credit.changed' });
  }

  #publish(event: SimulatorEvent): void {
    this.#send(this.#log.append(event.type, describe(event, this.#simulation)));
  }

  #send(frame: string): void {
    for (const stream of this.#streams) {
      if (stream.writableLength > MAX_WAITING_BYTES) stream.destroy();
      else stream.write(frame);
    }
  }

  #forget(response: ServerResponse): void {
    this.#streams.delete(response);
    if (this.#streams.size === 0) this.#idle();
  }

  #idle(): void {
    this.#watch.stop();
    clearInterval(this.#alive);
    this.#alive = undefined;
  }
}
