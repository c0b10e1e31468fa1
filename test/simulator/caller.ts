import type { PayamSmsSimulator } from '../../lib/simulator/index.js';

export interface Received {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; throws when it is none. */
  readonly json: unknown;
}

export interface Call {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
}

export const SENDER = '982000123';
export const RECIPIENT = '989121234567';

export function aMessage(changes: Record<string, unknown> = {}): Record<string, unknown> {
  return { sender: SENDER, recipient: RECIPIENT, body: 'hello', ...changes };
}

/** A client that knows nothing but HTTP. */
export class Caller {
  #token = '';

  constructor(readonly sim: PayamSmsSimulator) {}

  static async loggedIn(sim: PayamSmsSimulator): Promise<Caller> {
    const caller = new Caller(sim);
    await caller.login();
    return caller;
  }

  get loginFields(): Record<string, string> {
    const { systemName, username, password } = this.sim.credentials;
    return { systemName, username, password, scope: 'webservice', grant_type: 'password' };
  }

  get basic(): string {
    const { clientId, clientSecret } = this.sim.credentials;
    return `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`;
  }

  async login(call: Call & { path?: string } = {}): Promise<Received> {
    const answer = await this.call(call.path ?? '/auth/oauth/token', {
      method: 'POST',
      body: this.loginFields,
      ...call,
      headers: { authorization: this.basic, ...call.headers },
    });
    if (answer.status === 200) this.#token = tokenOf(answer);
    return answer;
  }

  /** The login's fields as URL parameters, with no body. */
  loginByQuery(): Promise<Received> {
    const query = new URLSearchParams(this.loginFields);
    return this.login({ path: `/auth/oauth/token?${query.toString()}`, body: undefined });
  }

  async call(path: string, { method, body, headers }: Call = {}): Promise<Received> {
    const isText = typeof body === 'string' || body instanceof URLSearchParams;
    const response = await fetch(this.sim.url + path, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      headers: {
        authorization: `Bearer ${this.#token}`,
        ...(body !== undefined && !isText && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isText ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      get json(): unknown {
        return JSON.parse(text);
      },
    };
  }

  getBalance(): Promise<Received> {
    return this.call('/accounting/webservice/balance');
  }

  send(...messages: unknown[]): Promise<Received> {
    return this.call('/panel/webservice/send', { body: messages });
  }

  getStatus(by: 'customerId' | 'serverId', ...ids: string[]): Promise<Received> {
    const query = new URLSearchParams({ byCustomer: String(by === 'customerId') });
    for (const id of ids) query.append('ids', id);
    return this.call(`/report/webservice/status?${query.toString()}`);
  }

  getInbox(number: string, id?: string): Promise<Received> {
    const query = new URLSearchParams({ number, ...(id !== undefined && { id }) });
    return this.call(`/report/webservice/mo?${query.toString()}`);
  }

  listScheduled(filter: Record<string, string>): Promise<Received> {
    const query = new URLSearchParams(filter);
    return this.call(`/panel/webservice/scheduledList?${query.toString()}`);
  }

  cancelScheduled(body: unknown): Promise<Received> {
    return this.call('/panel/webservice/cancelScheduled', { body });
  }
}

function tokenOf({ json }: Received): string {
  if (typeof json === 'object' && json && 'access_token' in json) return String(json.access_token);
  throw new Error(`No token in ${JSON.stringify(json)}`);
}
