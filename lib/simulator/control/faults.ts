import { FAULT_KINDS, FAULT_TARGETS } from '../faults/kinds.js';
import { parseFault } from '../input/fault.js';
import { notFound } from './problem.js';
import { created, ok, type Handler } from './request.js';
import { faultView, firedView } from './views.js';

export const listFaults: Handler = (_request, { simulation }) =>
  ok({ items: simulation.faults.all.map(faultView) });

export const setFault: Handler = ({ body }, { simulation }) => {
  const { target, kind, options } = parseFault(body, '');
  return created(faultView(simulation.fail(target, kind, options)));
};

export const clearFaults: Handler = (_request, { simulation }) =>
  ok({ removed: simulation.clearFaults() });

export const removeFault: Handler = ({ names: [id = ''] }, { simulation }) => {
  if (simulation.removeFault(id)) return ok({ removed: 1 });
  throw notFound(`No fault has the id ${id}. A fault is removed after it has fired times times.`);
};

export const listFaultKinds: Handler = () =>
  ok({
    endpoints: FAULT_TARGETS,
    kinds: FAULT_KINDS.map(({ kind, description, parameters }) => ({
      kind,
      description,
      parameters,
    })),
  });

export const listFiredFaults: Handler = (_request, { simulation }) =>
  ok({ items: simulation.faults.fired.toReversed().map(firedView) });
