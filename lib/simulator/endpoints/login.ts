import { RequestRefused } from '../wire/request-refused.js';
import type { WireRequest } from '../wire/request.js';
import type { SimulatorCredentials } from '../options.js';
import type { World } from '../state/world.js';
import { jsonAnswer, type Answer } from '../wire/answer.js';
import { textFields } from './fields.js';

const FIELDS = ['systemName', 'username', 'password', 'scope', 'grant_type'];

/** Guide 3.1. */
export function login(request: WireRequest, world: World): Answer {
  const { dialect, settings, account, clock } = world;
  const fields = textFields(loginFields(request, world), FIELDS, dialect);
  if (FIELDS.some((name) => fields[name] === undefined)) throw new RequestRefused(400, 'E2');
  if (fields.scope !== 'webservice' || fields.grant_type !== 'password') {
    throw new RequestRefused(400);
  }
  const { credentials } = settings;
  const known =
    fields.systemName === credentials.systemName &&
    fields.username === credentials.username &&
    fields.password === credentials.password;
  if (!known || !isBasic(request.headers.authorization, credentials)) {
    throw new RequestRefused(401, 'E5');
  }

  const nowMs = clock.nowMs();
  const { token, fresh } = account.logIn(dialect.tokenLifetimeMs, nowMs);
  const lifeMs =
    fresh || dialect.repeatedLogin === 'original' ? token.lifetimeMs : token.expiresAtMs - nowMs;
  return jsonAnswer({
    access_token: token.value,
    expires_in: dialect.expiresIn === 'present' ? Math.floor(lifeMs / 1000) : undefined,
    scope: 'webservice',
    userDetails: { username: credentials.username, systemName: credentials.systemName },
  });
}

/** The fields, if they were sent in a form that the dialect accepts (READING row 2). */
function loginFields({ content, query }: WireRequest, { dialect }: World): unknown {
  const form = content.type === 'none' ? 'query' : content.type;
  if (dialect.loginFields !== 'any' && dialect.loginFields !== form) {
    throw new RequestRefused(dialect.loginRefusal);
  }
  if (content.type === 'json') return content.value;
  if (content.type === 'form') return content.fields;
  if (content.type === 'none') return Object.fromEntries(query);
  throw new RequestRefused(content.type === 'broken' ? 400 : 415);
}

function isBasic(
  header: string | undefined,
  { clientId, clientSecret }: SimulatorCredentials,
): boolean {
  const [, encoded = ''] = /^Basic +(\S+)$/i.exec(header ?? '') ?? [];
  return Buffer.from(encoded, 'base64').toString('utf8') === `${clientId}:${clientSecret}`;
}
