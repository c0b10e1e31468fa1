import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { parse } from 'yaml';
import { CONTROL_ROUTES } from '../../../lib/simulator/control/routes.js';
import { FAULT_KINDS } from '../../../lib/simulator/faults/kinds.js';
import { aMessage, RECIPIENT, SENDER } from '../caller.js';
import type { Answer } from './rest.js';
import { useScene } from './scene.js';

// openapi-backend is CommonJS and requires an ES module, which Jest can do for it from Node 24.9 on only.
const refParser = await import('@apidevtools/json-schema-ref-parser');
jest.mock('@apidevtools/json-schema-ref-parser', () => ({ __esModule: true, ...refParser }));
const { OpenAPIBackend } = await import('openapi-backend');
const { Ajv2020 } = await import('ajv/dist/2020.js');

const definition = fileURLToPath(
  new URL('../../../lib/simulator/control/simulator.openapi.yaml', import.meta.url),
);
const formats = { 'date-time': (text: string) => new Date(text).toJSON() !== null };

interface Written {
  openapi: string;
  paths: {
    '/_simulator/docs/{file}': { get: { parameters: [{ schema: { enum: string[] } }] } };
  };
  components: { schemas: Record<string, { examples?: unknown[] }> };
}
const written = parse(readFileSync(definition, 'utf8')) as Written;

describe('the contract of the control interface', () => {
  // Quick, because the library's own check of a document knows OpenAPI 3.0 only, and this one is 3.1.
  const contract = new OpenAPIBackend({ definition, quick: true, ajvOpts: { formats } });
  const scene = useScene();

  beforeAll(async () => {
    await contract.init();
  });

  /** What is wrong with an answer of an operation. */
  const problems = (operation: string, { status, json }: Answer) =>
    contract.validateResponse(json, operation, status).errors ?? [];

  it('names every route, with its method', () => {
    const served = CONTROL_ROUTES.map(({ method, path }) => `${method} ${path}`);
    const named = contract.router
      .getOperations()
      .map(({ method, path }) => `${method.toUpperCase()} ${path}`);
    expect(served.toSorted()).toEqual(named.toSorted());
  });

  it('names every kind of fault', () => {
    const kinds = written.components.schemas.FaultKind as { pattern: string };
    for (const { kind } of FAULT_KINDS) {
      expect(kind === 'status' ? 'status 503' : kind).toMatch(new RegExp(kinds.pattern));
    }
  });

  it.each([
    ['/inbox', { from: RECIPIENT, to: SENDER, body: 'hi' }, 'visibleAfterMs', 31_536_000_000],
    ['/faults', { endpoint: '*', kind: 'status 503' }, 'retryAfter', 1_000_000_000],
    ['/faults', { endpoint: '*', kind: 'slow' }, 'delayMs', 600_000],
    ['/faults', { endpoint: '*', kind: 'drop' }, 'probability', 1],
  ])('has the same bound as the simulator in %s %j with %s', async (path, body, field, most) => {
    for (const [value, status] of [[most, 201] as const, [most + 1, 400] as const]) {
      const asked = { ...body, [field]: value };
      expect((await scene.rest.post(path, asked)).status).toBe(status);
      const { valid } = contract.validateRequest({
        method: 'post',
        path: `/_simulator${path}`,
        headers: { 'content-type': 'application/json' },
        body: asked,
      });
      expect({ value, valid }).toEqual({ value, valid: status === 201 });
    }
  });

  it.each([
    [{ loginRefusal: 403 }, true],
    [{ loginRefusal: 200 }, false],
    [{ sendStatus: 299 }, true],
    [{ sendStatus: 300 }, false],
    [{ fieldTypes: 'strict', cancelAnswer: 'list', badMessage: 'whole' }, true],
    [{ fieldTypes: 'loose' }, false],
    [{ refusal: { as: 'list', status: 400, entries: 'one', ids: 'none' } }, true],
    [{ refusal: { as: 'object', status: 422, description: 'no' } }, true],
    [{ refusal: { as: 'object', status: 422, ids: 'none' } }, false],
    [{ refusal: { as: 'list' } }, false],
  ])('allows the dialect %j exactly when the simulator takes it', async (body, taken) => {
    const answer = await scene.rest.patch('/dialect', body);
    expect(answer.status).toBe(taken ? 200 : 400);
    expect(problems('setDialect', answer)).toEqual([]);
    const { valid } = contract.validateRequest({
      method: 'patch',
      path: '/_simulator/dialect',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(valid).toBe(taken);
  });

  it('names the files of its Swagger page, and no others are there', async () => {
    const { schema } = written.paths['/_simulator/docs/{file}'].get.parameters[0];
    expect(schema.enum).toContain('start.js');
    for (const file of schema.enum) {
      expect({ file, status: (await scene.rest.get(`/docs/${file}`)).status }).toEqual({
        file,
        status: 200,
      });
    }
    const other = await scene.rest.get('/docs/index.html');
    expect(other.status).toBe(404);
    expect(problems('getDocsFile', other)).toEqual([]);
  });

  const examples = Object.entries(written.components.schemas).flatMap(([name, schema]) =>
    (schema.examples ?? []).map((example) => [name, example] as const),
  );

  it.each(examples)('gives an example of %s that fits', (name, example) => {
    const ajv = new Ajv2020({ strict: false, formats });
    ajv.addSchema(written, 'file');
    const validate = ajv.getSchema(`file#/components/schemas/${name}`);
    expect(validate).toBeDefined();
    void validate?.(example);
    expect(validate?.errors ?? []).toEqual([]);
  });

  it('is one that a wrong answer would break', () => {
    expect(contract.validateResponse({ credit: 'much' }, 'getCredit', 200).valid).toBe(false);
    expect(contract.validateResponse({ items: [{}] }, 'listConversations', 200).valid).toBe(false);
  });

  it('is kept by the empty simulator', async () => {
    for (const [operation, path] of [
      ['getOverview', '/overview'],
      ['exportState', '/state'],
      ['listMessages', '/messages'],
      ['listConversations', '/conversations'],
      ['getConversation', '/conversations/98912'],
      ['listInbox', '/inbox'],
      ['listFaults', '/faults'],
      ['listFaultKinds', '/faults/kinds'],
      ['listFiredFaults', '/faults/fired'],
      ['getClock', '/clock'],
      ['getCredit', '/credit'],
      ['getDialect', '/dialect'],
      ['listRequests', '/requests'],
    ] as const) {
      const answer = await scene.rest.get(path);
      expect({ operation, status: answer.status }).toEqual({ operation, status: 200 });
      expect({ operation, errors: problems(operation, answer) }).toEqual({ operation, errors: [] });
    }
  });

  it('is kept by everything that is there', async () => {
    const fault = { endpoint: 'send', kind: 'status 503', times: 1, retryAfter: 1, accepted: true };
    expect(problems('setFault', await scene.rest.post('/faults', fault))).toEqual([]);
    const lasting = { endpoint: '*', kind: 'slow', skip: 99, probability: 0.5 };
    const set = await scene.rest.post('/faults', {
      ...lasting,
      retryAfter: '2030-01-01T00:00:00Z',
    });
    expect(problems('setFault', set)).toEqual([]);
    const redirect = { endpoint: 'login', kind: 'status 301', skip: 99, retryAfter: 'soon' };
    const moved = await scene.rest.post('/faults', { ...redirect, location: 'https://x.example/' });
    expect(moved.json).toMatchObject({ retryAfter: 'soon', location: 'https://x.example/' });
    expect(problems('setFault', moved)).toEqual([]);
    await scene.caller.send(
      aMessage({ body: 'code 1234', customerId: 'a' }),
      aMessage({ sendDate: '2100-01-01 12:00:00' }),
    );
    await scene.caller.getStatus('customerId', 'a');
    const received = await scene.rest.post('/inbox', { from: RECIPIENT, to: SENDER, body: 'سلام' });
    expect(received.status).toBe(201);
    expect(problems('receive', received)).toEqual([]);
    const [{ serverId } = { serverId: '' }] = scene.sim.messages;
    const { id } = (await scene.rest.get('/requests?operation=send')).json.items[0];
    for (const [operation, path] of [
      ['getOverview', '/overview'],
      ['exportState', '/state'],
      ['listMessages', '/messages'],
      ['waitForMessage', '/messages/wait'],
      ['getMessage', `/messages/${serverId}`],
      ['getCode', `/messages/${serverId}/code`],
      ['listConversations', '/conversations'],
      ['getConversation', `/conversations/${RECIPIENT}`],
      ['listInbox', '/inbox'],
      ['listFaults', '/faults'],
      ['listFiredFaults', '/faults/fired'],
      ['listRequests', '/requests'],
      ['getRequest', `/requests/${id}`],
    ] as const) {
      const answer = await scene.rest.get(path);
      expect({ operation, status: answer.status }).toEqual({ operation, status: 200 });
      expect({ operation, errors: problems(operation, answer) }).toEqual({ operation, errors: [] });
    }
  });

  it('is kept by every change', async () => {
    await scene.caller.send(aMessage());
    const [{ serverId } = { serverId: '' }] = scene.sim.messages;
    const state = (await scene.rest.get('/state')).json;
    const fault = (await scene.rest.post('/faults', { endpoint: '*', kind: 'drop' })).json;
    for (const [operation, answer] of [
      [
        'setMessageStatus',
        await scene.rest.put(`/messages/${serverId}/status`, { status: 'Send Successfully' }),
      ],
      ['advanceClock', await scene.rest.post('/clock/advance', { by: '10m' })],
      ['setCredit', await scene.rest.put('/credit', { credit: 5 })],
      ['setDialect', await scene.rest.patch('/dialect', { mobile: 'number' })],
      ['removeFault', await scene.rest.delete(`/faults/${fault.id}`)],
      ['clearFaults', await scene.rest.delete('/faults')],
      ['clearMessages', await scene.rest.delete('/messages')],
      ['clearInbox', await scene.rest.delete('/inbox')],
      ['clearConversations', await scene.rest.delete('/conversations')],
      ['clearRequests', await scene.rest.delete('/requests')],
      ['importState', await scene.rest.put('/state', state)],
      ['reset', await scene.rest.post('/reset')],
    ] as const) {
      expect({ operation, status: answer.status }).toEqual({ operation, status: 200 });
      expect({ operation, errors: problems(operation, answer) }).toEqual({ operation, errors: [] });
    }
  });

  it('is kept by what is refused', async () => {
    for (const [operation, status, answer] of [
      ['listMessages', 400, await scene.rest.get('/messages?limit=x')],
      ['getMessage', 404, await scene.rest.get('/messages/7')],
      ['getCode', 404, await scene.rest.get('/messages/7/code')],
      ['waitForMessage', 408, await scene.rest.get('/messages/wait?timeout=1ms')],
      ['removeFault', 404, await scene.rest.delete('/faults/7')],
      ['getRequest', 404, await scene.rest.get('/requests/7')],
      ['setCredit', 400, await scene.rest.put('/credit', { credit: 1.5, rials: 1 })],
      [
        'setFault',
        415,
        await scene.rest.call('POST', '/faults', 'x', { 'content-type': 'text/plain' }),
      ],
      ['setFault', 413, await scene.rest.post('/faults', 'x'.repeat(2_000_000))],
      ['getCredit', 403, await scene.rest.get('/credit', { origin: 'http://evil.example' })],
    ] as const) {
      expect({ operation, status: answer.status }).toEqual({ operation, status });
      expect({ operation, errors: problems(operation, answer) }).toEqual({ operation, errors: [] });
    }
  });
});
