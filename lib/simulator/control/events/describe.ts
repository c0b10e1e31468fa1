import type { SimulatorEvent } from '../../events.js';
import { dialectAsJson } from '../../input/dialect.js';
import type { Simulation } from '../../simulation.js';
import type { AcceptedMessage } from '../../state/message.js';
import {
  clockView,
  countsView,
  creditView,
  faultView,
  firedView,
  inboundView,
  messageView,
  requestView,
} from '../views.js';

/** The data of an event, as it goes over the wire. */
export function describe(event: SimulatorEvent, simulation: Simulation): unknown {
  switch (event.type) {
    case 'message.accepted':
    case 'message.changed':
      return describeMessage(event.message, simulation);
    case 'inbound.received':
    case 'inbound.read': {
      const { text } = event;
      return { text: inboundView(text, simulation.world.inbox.isUnread(text)) };
    }
    case 'fault.fired':
      return { fired: firedView(event.fired) };
    case 'request.logged':
      return { request: requestView(event.request) };
    case 'clock.changed':
      return clockView(simulation);
    case 'credit.changed':
      return creditView(simulation);
    case 'dialect.changed':
      return dialectAsJson(simulation.world.dialect);
    case 'faults.changed':
      return { items: simulation.faults.all.map(faultView) };
    case 'cleared':
      return { what: event.what };
    case 'reset':
      return { reason: event.reason };
  }
}

function describeMessage(message: AcceptedMessage, simulation: Simulation) {
  return { message: messageView(message, simulation.nowMs()), counts: countsView(simulation) };
}
