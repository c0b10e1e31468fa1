import { fork } from 'node:child_process';
import { once } from 'node:events';

/** The server, in a process of its own. */
export async function startServer(script = 'server.mjs', args = []) {
  const server = fork(new URL(script, import.meta.url), args);
  const [{ port }] = await once(server, 'message');
  return {
    url: `http://127.0.0.1:${port}`,
    lastSend: async () => {
      server.send('last');
      return (await once(server, 'message'))[0];
    },
    stop: () => server.disconnect(),
  };
}
