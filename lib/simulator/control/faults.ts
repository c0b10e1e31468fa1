import { FAULT_KINDS } from '../faults/kinds.js';
import { FAULT_ENDPOINTS, readFault } from '../input/fault.js';
import { notFound } from './problem.js';
import { created, ok, type Handler } from './request.js';
import { faultView, firedView } from './views.js';

export const listFaults: Handler = (_request, { simulation }) =>
  ok({ items: simulation.faults.armed.map(faultView) });

export const setFault: Handler = ({ body }, { simulation }) => {
  const { target, kind, options } = readFault(body, '');
  return created(faultView(simulation.fail(target, kind, options)));
};

export const clearFaults: Handler = (_request, { simulation }) =>
  ok({ removed: simulation.clearFaults() });

export const removeFault: Handler = ({ names: [id = ''] }, { simulation }) => {
  if (simulation.removeFault(id)) return ok({ removed: 1 });
  throw notFound(`No fault that is set has the id ${id}; one that is spent is no longer set.`);
};

export const listFaultKinds: Handler = () => ok({ endpoints: FAULT_ENDPOINTS, kinds: FAULT_KINDS });

export const listFiredFaults: Handler = (_request, { simulation }) =>
  ok({ items: simulation.faults.fired.toReversed().map(firedView) });
