import { expect, it, jest } from '@jest/globals';
import { DeliveryLog } from '../../lib/delivery/delivery-log.js';
import { EVENTS } from '../../lib/events/events.types.js';
import { listenerFailure } from '../support/listener-failure.js';

const describeFailures = () => 'Orders.changed: Error, at orders.js:1:1';

function setUp() {
  const logger = { log: jest.fn(), warn: jest.fn(), error: jest.fn() };
  const channel = { event: EVENTS.delivery, describe: describeFailures };
  const log = new DeliveryLog({ channel, logger });
  return { log, logger };
}
const ids = Array.from({ length: 10 }, (_, i) => `${i}`);
const lastFailures = [listenerFailure(new Error('no'))];

it.each([
  [10, ''],
  [12, ' and 2 more'],
])('names the first messages of %i whose listeners failed', (count, others) => {
  const { log, logger } = setUp();
  log.listenersFailed({ count, ids, lastFailures });
  expect(logger.error.mock.calls).toEqual([
    [
      `Listeners of payamsms.delivery failed for 0, 1, 2, 3, 4, 5, 6, 7, 8, 9${others}; they are called again after a while. The last failure: Orders.changed: Error, at orders.js:1:1`,
    ],
  ]);
});

it('names the first messages that the store refuses, and says the same again only after a while', () => {
  const { log, logger } = setUp();
  const error = new Error('bad row');
  for (let i = 0; i < 2; i++) log.writesRefused([...ids, '10'], error);
  expect(logger.warn).toHaveBeenCalledTimes(1);
  expect(logger.warn.mock.calls.join()).toMatch(
    /^The store refuses to write the states of 11 followed messages, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9; .*: Error, at /,
  );
});
