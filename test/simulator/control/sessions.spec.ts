import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { PayamSmsSimulator } from '../../../lib/simulator/index.js';
import { Rest } from './rest.js';

const TOKEN = 'a-token-of-some-length';

async function cookieOf(rest: Rest): Promise<string> {
  const { headers } = await rest.post('/session', { token: TOKEN });
  return headers.get('set-cookie')?.split(';', 1)[0] ?? '';
}

/** Asks for all of this on one connection, in this order; gives what came back until it closed. */
async function pipelined(url: string, cookie: string, ...lines: string[]): Promise<string> {
  const { host, hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let received = '';
  socket.setEncoding('utf8').on('data', (text: string) => (received += text));
  for (const line of lines)
    socket.write(`${line} HTTP/1.1\r\nhost: ${host}\r\ncookie: ${cookie}\r\n\r\n`);
  await new Promise((resolve) => socket.once('close', resolve));
  return received;
}

/** An open stream of events, past its first one. */
function events(url: string, cookie: string): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    get(`${url}/_simulator/events`, { headers: { cookie } }, (response) => {
      response.once('data', () => resolve(response)).once('error', reject);
    }).once('error', reject);
  });
}

describe('a token that was traded for cookies', () => {
  let sim: PayamSmsSimulator;

  beforeEach(async () => {
    sim = await PayamSmsSimulator.start({ token: TOKEN });
  });
  afterEach(() => sim.close());

  it('ends that of one session, in every copy of its cookie', async () => {
    const rest = new Rest(sim);
    const [mine, other] = [await cookieOf(rest), await cookieOf(rest)];
    expect(mine).not.toBe(other);
    const statuses = async () => [
      (await rest.get('/credit', { cookie: mine })).status,
      (await rest.get('/credit', { cookie: other })).status,
    ];
    expect(await statuses()).toEqual([200, 200]);
    const ended = await rest.call('DELETE', '/session', undefined, { cookie: mine });
    expect(ended.status).toBe(204);
    expect(ended.headers.get('set-cookie')).toContain('Max-Age=0');
    expect(await statuses()).toEqual([401, 200]);
    expect((await rest.get('/credit', { cookie: `${mine}; ${other}` })).status).toBe(200);
  });

  it('is not ended by a foreign cookie', async () => {
    const rest = new Rest(sim);
    const cookie = await cookieOf(rest);
    const [name = ''] = cookie.split('=');
    for (const wrong of ['', `${name}=`, `${name}=x.y`, `${cookie}x`]) {
      await rest.call('DELETE', '/session', undefined, { cookie: wrong });
    }
    expect((await rest.get('/credit', { cookie })).status).toBe(200);
  });

  it('is kept by a restart with the same token, and by no other', async () => {
    const cookie = await cookieOf(new Rest(sim));
    const port = Number(new URL(sim.url).port);
    const status = async (token: string) => {
      await sim.close();
      sim = await PayamSmsSimulator.start({ token, port });
      return (await new Rest(sim).get('/credit', { cookie })).status;
    };
    expect([await status(TOKEN), await status('another')]).toEqual([200, 401]);
  });

  it('ends the streams of events and the waits of the session, and no others', async () => {
    const rest = new Rest(sim);
    const [mine, other] = [await cookieOf(rest), await cookieOf(rest)];
    const [ending, staying] = [await events(sim.url, mine), await events(sim.url, other)];
    const ended = new Promise((resolve) => ending.once('close', resolve));
    const wait = 'GET /_simulator/messages/wait?timeout=5m';
    expect(await pipelined(sim.url, mine, wait, 'DELETE /_simulator/session')).toBe('');
    await ended;
    const heard = new Promise<string>((resolve) => {
      staying.on('data', (chunk: Buffer) => {
        if (chunk.includes('credit.changed')) resolve(chunk.toString());
      });
    });
    await rest.call('PUT', '/credit', { credit: 7 }, { cookie: other });
    expect(await heard).toContain('"credit":7');
    staying.destroy();
  });
});
