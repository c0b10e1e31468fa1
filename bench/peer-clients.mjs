// The clients of other services, pointed to the server on loopback. They live in this folder's own package.json.
import http from 'node:http';
import { connect } from 'node:net';

/** One message a call: its service takes no more. */
export async function openTwilio(url) {
  const { default: twilio } = await import('twilio');
  class LoopbackClient extends twilio.RequestClient {
    request(options) {
      return super.request({ ...options, uri: options.uri.replace(/^https:\/\/[^/]+/, url) });
    }
  }
  const account = 'AC00000000000000000000000000000000';
  const client = twilio(account, 'bench', { httpClient: new LoopbackClient() });
  return async ({ recipient, body }) => {
    const { sid } = await client.messages.create({ to: `+${recipient}`, from: '+982000', body });
    return sid ? 1 : 0;
  };
}

/** Many texts a call, through `SendArray`. */
export async function openKavenegar(url) {
  const { default: kavenegar } = await import('kavenegar');
  const api = kavenegar.KavenegarApi({ apikey: 'bench' });
  // It speaks plain HTTP to port 80 of its host and lets nobody change that.
  const { hostname: host, port } = new URL(url);
  http.globalAgent.createConnection = () => connect({ host, port });
  return (messages) =>
    new Promise((resolve) => {
      const data = {
        receptor: JSON.stringify(messages.map(({ recipient }) => recipient)),
        sender: JSON.stringify(messages.map(() => '982000')),
        message: JSON.stringify(messages.map(({ body }) => body)),
      };
      api.SendArray(data, (entries, status) => resolve(status === 200 ? entries.length : 0));
    });
}
