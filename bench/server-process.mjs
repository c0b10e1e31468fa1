import { fork } from 'node:child_process';
import { once } from 'node:events';

/** The server, in a process of its own. */
export async function startServer(script = 'server.mjs', args = []) {
  const server = fork(new URL(script, import.meta.url), args);
  const [{ port }] = await once(server, 'message');
  const ask = async (question) => {
    server.send(question);
    return (await once(server, 'message'))[0];
  };
  return {
    url: `http://127.0.0.1:${port}`,
    lastSend: () => ask('last'),
    /** How many calls there were since this was asked last. */
    calls: () => ask('calls'),
    stop: () => server.disconnect(),
  };
}
