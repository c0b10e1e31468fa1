import type { Happening } from '../../bulletin.js';
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

/** What an event says of what happened. */
export function describe(happening: Happening, simulation: Simulation): unknown {
  switch (happening.type) {
    case 'message.accepted':
    case 'message.changed':
      return describeMessage(happening.message, simulation);
    case 'inbound.received':
    case 'inbound.read': {
      const { text } = happening;
      return { text: inboundView(text, simulation.world.inbox.isUnread(text)) };
    }
    case 'fault.fired':
      return { fired: firedView(happening.fired) };
    case 'request.logged':
      return { request: requestView(happening.exchange) };
    case 'clock.changed':
      return clockView(simulation);
    case 'credit.changed':
      return creditView(simulation);
    case 'dialect.changed':
      return dialectAsJson(simulation.world.dialect);
    case 'faults.changed':
      return { items: simulation.faults.armed.map(faultView) };
    case 'cleared':
      return { what: happening.what };
    case 'reset':
      return { reason: happening.reason };
  }
}

function describeMessage(message: AcceptedMessage, simulation: Simulation) {
  return { message: messageView(message, simulation.nowMs()), counts: countsView(simulation) };
}
