import { toMs } from '../clock.js';
import { dialectAsJson, parseDialect } from '../input/dialect.js';
import { invalid, object, shown } from '../input/parser.js';
import { wholeNumber } from '../input/values.js';
import { ok, type Handler } from './request.js';
import { clockView, creditView } from './views.js';

export const getClock: Handler = (_request, { simulation }) => ok(clockView(simulation));

const advanceBody = object({
  by: (value, where) => {
    try {
      return toMs(typeof value === 'number' || typeof value === 'string' ? value : NaN);
    } catch {
      const duration = 'milliseconds, or a number with ms, s, m, h or d, such as "10m"';
      throw invalid(where, `must be ${duration}, not ${shown(value)}`);
    }
  },
});

export const advanceClock: Handler = ({ body }, { simulation }) => {
  const { by } = advanceBody(body, '');
  try {
    simulation.advance(by);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw invalid('by', cause.message);
  }
  return ok(clockView(simulation));
};

export const getCredit: Handler = (_request, { simulation }) => ok(creditView(simulation));

const creditBody = object({ credit: wholeNumber() });

export const setCredit: Handler = ({ body }, { simulation }) => {
  simulation.setCredit(creditBody(body, '').credit);
  return ok(creditView(simulation));
};

export const getDialect: Handler = (_request, { simulation }) =>
  ok(dialectAsJson(simulation.world.dialect));

export const setDialect: Handler = ({ body }, { simulation }) => {
  simulation.setDialect(parseDialect(body, ''));
  return ok(dialectAsJson(simulation.world.dialect));
};
