import type { IncomingMessage, ServerResponse } from 'node:http';
import { accessFor } from './control/access.js';
import type { Control } from './control/control.js';
import { guardService } from './control/guard.js';
import { isControlRequest } from './control/paths.js';
import { ControlProblem } from './control/problem.js';
import { HttpServer, splitOnce } from './http/server.js';
import type { Simulation } from './simulation.js';

/** A simulation that listens. */
export interface Served {
  readonly url: string;
  /** The token of the control interface; nothing when none is needed. */
  readonly token: string | undefined;
  close(): Promise<void>;
}

/** Listens when this resolves. Rejects with EADDRINUSE when the port is taken. */
export async function serve(simulation: Simulation): Promise<Served> {
  const { settings, handler, feed } = simulation;
  const access = accessFor(settings);
  let control: Promise<Control> | undefined;

  const server = await HttpServer.listen(settings, intercept, (request) =>
    handler.handle(request, simulation.world),
  );

  function intercept(incoming: IncomingMessage, response: ServerResponse): boolean {
    const [path] = splitOnce(incoming.url ?? '', '?');
    if (!isControlRequest(incoming.method ?? '', path)) return isRefused(incoming, response);
    // Loaded at the first request, so that a test without one starts sooner.
    control ??= import('./control/control.js').then(
      ({ Control }) => new Control(simulation, access, server.port),
    );
    control.then(
      (loaded) => loaded.handle(incoming, response),
      (error: unknown) => response.writeHead(500).end(`The simulator failed: ${String(error)}`),
    );
    return true;
  }

  function isRefused({ headers }: IncomingMessage, response: ServerResponse): boolean {
    try {
      guardService(headers, access);
      return false;
    } catch (error) {
      if (!(error instanceof ControlProblem)) throw error;
      response.writeHead(error.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(error));
      return true;
    }
  }

  return {
    url: server.url,
    token: access.token,
    async close() {
      feed.endWaits('close');
      handler.close();
      (await control)?.close();
      await server.close();
    },
  };
}
