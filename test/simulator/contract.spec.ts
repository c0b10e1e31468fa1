import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PayamSmsSimulator, type Operation } from '../../lib/simulator/index.js';
import { OPERATIONS } from '../../lib/simulator/wire/operation.js';
import { ROUTES } from '../../lib/simulator/endpoints/routes.js';
import { aMessage, Caller, RECIPIENT, SENDER, type Received } from './caller.js';

// openapi-backend is CommonJS and requires an ES module, which Jest can do for it from Node 24.9 on only.
const refParser = await import('@apidevtools/json-schema-ref-parser');
jest.mock('@apidevtools/json-schema-ref-parser', () => ({ __esModule: true, ...refParser }));
const { OpenAPIBackend } = await import('openapi-backend');

const definition = fileURLToPath(new URL('../../contract/payamsms.openapi.yaml', import.meta.url));

describe('the contract', () => {
  // Quick, because the library's own check of a document knows OpenAPI 3.0 only, and this one is 3.1.
  const contract = new OpenAPIBackend({ definition, quick: true });
  let sim: PayamSmsSimulator;
  let caller: Caller;

  beforeAll(async () => {
    await contract.init();
  });
  beforeEach(async () => {
    sim = await PayamSmsSimulator.start();
    caller = await Caller.loggedIn(sim);
  });
  afterEach(() => sim.close());

  const problems = (operation: Operation, { status, json }: Received) =>
    contract.validateResponse(json, operation, status).errors ?? [];

  const valid = (operation: Operation, body: unknown) => {
    const { method = 'post', path = '' } = contract.router.getOperation(operation) ?? {};
    return contract.validateRequest({ method, path, headers: {}, body }, operation).valid;
  };

  it('names every operation, with the path and method that the simulator serves', () => {
    const served = ROUTES.map(({ operation, method, path }) => ({ operation, method, path }));
    const written = contract.router.getOperations().map(({ operationId, method, path }) => ({
      operation: operationId,
      method: method.toUpperCase(),
      path,
    }));
    expect(served).toEqual(written);
    expect(served.map(({ operation }) => operation)).toEqual(OPERATIONS);
  });

  it('is one that a wrong answer would break', () => {
    const wrong = contract.validateResponse([{ serverId: 1 }], 'send', 200);
    expect(wrong.valid).toBe(false);
  });

  it('is kept by login and getBalance', async () => {
    expect(problems('login', await caller.login())).toEqual([]);
    expect(problems('getBalance', await caller.getBalance())).toEqual([]);
  });

  it('is kept by the sends, accepted, mixed and refused', async () => {
    const shared = { sender: SENDER, smsItems: [{ recipient: RECIPIENT, body: 'hi' }] };
    const sameBody = { sender: SENDER, body: 'hi', smsItems: [{ recipient: RECIPIENT }] };
    const bad = aMessage({ recipient: '0912' });
    expect(problems('send', await caller.send(aMessage({ customerId: 'a' }), bad))).toEqual([]);
    expect(problems('send', await caller.send(bad))).toEqual([]);
    expect(problems('send', await caller.send())).toEqual([]);
    for (const [operation, body] of [
      ['sendMultipleWithSrc', shared],
      ['sendMultipleWithSrcBody', sameBody],
    ] as const) {
      const answer = await caller.call(`/panel/webservice/${operation}`, { body });
      expect(answer.json).toMatchObject([{ serverId: expect.any(String) }]);
      expect(problems(operation, answer)).toEqual([]);
    }
  });

  it('is kept by getStatus in every state', async () => {
    await caller.send(aMessage({ customerId: 'a' }), aMessage({ customerId: 'b' }), aMessage());
    sim.setDelivery('b', 'Failed');
    const ids = sim.messages.map(({ serverId }) => serverId);
    for (const wait of [0, '2s', '1m'] as const) {
      sim.advance(wait);
      const answer = await caller.getStatus('serverId', ...ids, 'nobody');
      expect(answer.json).toHaveLength(3);
      expect(problems('getStatus', answer)).toEqual([]);
    }
  });

  it('is kept by getInbox, with something and nothing in it', async () => {
    expect(problems('getInbox', await caller.getInbox(SENDER))).toEqual([]);
    sim.receive({ from: RECIPIENT, to: SENDER, body: 'hi' });
    const answer = await caller.getInbox(SENDER, '0');
    expect(answer.json).toHaveLength(1);
    expect(problems('getInbox', answer)).toEqual([]);
  });

  it('is kept by listScheduled and cancelScheduled', async () => {
    await caller.send(
      aMessage({ customerId: 'a', sendDate: '2100-01-01 12:00:00' }),
      aMessage({ sendDate: '2100-01-01 12:00:00' }),
    );
    const page = await caller.listScheduled({ from: '2025-01-01 00:00:00' });
    expect(page.json).toMatchObject({ totalItem: 2 });
    expect(problems('listScheduled', page)).toEqual([]);
    for (const serverId of [sim.messages[0]?.serverId, 'nobody']) {
      const answer = await caller.cancelScheduled({ serverId });
      expect(problems('cancelScheduled', answer)).toEqual([]);
    }
  });

  it('refuses the bodies that the simulator answers with 400', () => {
    expect(valid('send', [aMessage()])).toBe(true);
    expect(valid('send', [aMessage({ priority: 1 })])).toBe(false);
    expect(valid('send', [aMessage({ customerId: null })])).toBe(false);
    expect(valid('cancelScheduled', { serverId: '1', reason: 'x' })).toBe(false);
  });
});
