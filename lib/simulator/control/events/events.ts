import { object } from '../../input/parser.js';
import { text } from '../../input/values.js';
import { parseQuery } from '../query.js';
import type { Handler } from '../request.js';
import { STANDARD_HEADERS } from '../write.js';
import { versionOrUnknown } from '../version.js';

const eventsQuery = object({}, { lastEventId: text({ max: 100 }) });

export const streamEvents: Handler = async ({ query, headers, response }, { hub }) => {
  const { lastEventId } = parseQuery(query, eventsQuery);
  const header = headers['last-event-id'];
  const lastSeen = (Array.isArray(header) ? header[0] : header) ?? lastEventId;
  const version = await versionOrUnknown();
  const open = () => hub.open(response, lastSeen, version);
  response.setHeaders(
    new Map(
      Object.entries({
        ...STANDARD_HEADERS,
        'content-type': 'text/event-stream; charset=utf-8',
        'x-accel-buffering': 'no',
      }),
    ),
  );
  open();
  return undefined;
};
