import { OPERATIONS } from '../wire/operation.js';
import { KnownSecrets, maskBody, maskHeaders, maskQuery } from '../http/mask/index.js';
import type { LoggedRequest } from '../http/request-log.js';
import { splitOnce } from '../http/server.js';
import { pageOf } from './page-of.js';
import { notFound } from './problem.js';
import { parseQuery, requestsQuery } from './query.js';
import { ok, type ControlContext, type Handler } from './request.js';
import { requestView } from './views.js';

const query = requestsQuery(OPERATIONS);

export const listRequests: Handler = (request, { simulation }) => {
  const { operation, ...paging } = parseQuery(request.query, query);
  const fits = ({ record }: LoggedRequest) =>
    operation === undefined || record.operation === operation;
  const { items, ...page } = pageOf(simulation.log.requests, ({ id }) => id, fits, paging);
  return ok({ items: items.map(requestView), ...page });
};

export const getRequest: Handler = ({ names: [id = ''] }, context) => {
  const found = context.simulation.log.find(id);
  if (!found) throw notFound(`No request in the log has the id ${id}; the newest ones are kept.`);
  return ok(detailView(found, context));
};

/** Request and answer as they went over the wire, but for their secrets. */
function detailView(request: LoggedRequest, { simulation, access }: ControlContext) {
  const { record, target, requestBody, reply } = request;
  const [, search] = splitOnce(target, '?');
  const ofPage = new KnownSecrets([access.token]);
  const shown = (text: string) => ofPage.mask(simulation.secrets.mask(text));
  const asText = (body: Buffer, contentType: unknown) =>
    body.length === 0 ? null : shown(maskBody(body.toString('utf8'), String(contentType)));
  return {
    summary: requestView(request),
    request: {
      method: record.method,
      target: search === '' ? record.path : `${record.path}?${shown(maskQuery(search))}`,
      headers: record.headers,
      body: asText(requestBody, record.headers['content-type']),
    },
    answer:
      reply === undefined || reply.kind === 'drop'
        ? null
        : {
            status: reply.answer.status,
            headers: simulation.secrets.maskValue(maskHeaders({ ...reply.answer.headers })),
            body: asText(reply.answer.body, reply.answer.headers['content-type']),
          },
  };
}
