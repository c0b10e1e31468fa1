import { types } from 'node:util';
import { serve, type Served } from '../serve.js';
import type { SimulatedMessage } from '../state/message.js';
import { HELP, messageOf, parse, type RunArguments } from './arguments.js';
import { begin, type Begun } from './begin.js';
import { greeting } from './greeting.js';

/** What the command needs of its process: its output, and the signal that stops it. */
export interface Terminal {
  readonly version: string;
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  readonly stopped: AbortSignal;
}

/**
 * Runs `payamsms-simulator` until it is stopped. Returns the exit code: 1 when it cannot listen, or cannot read or write a
 * file; 2 for wrong arguments.
 */
export async function runCommand(args: readonly string[], terminal: Terminal): Promise<number> {
  const invocation = parse(args);
  switch (invocation.kind) {
    case 'help':
      terminal.out(HELP);
      return 0;
    case 'version':
      terminal.out(terminal.version);
      return 0;
    case 'misuse':
      terminal.error(`payamsms-simulator: ${invocation.reason} (--help lists the options)`);
      return 2;
    case 'run':
      return simulate(invocation.run, terminal);
  }
}

async function simulate(run: RunArguments, { out, error, stopped }: Terminal): Promise<number> {
  const printError = (line: string) => error(`payamsms-simulator: ${line}`);
  let begun: Begun;
  try {
    begun = await begin(run, printError);
  } catch (cause) {
    printError(messageOf(cause));
    return 1;
  }
  const { simulation, stateFile } = begun;
  let served: Served;
  try {
    served = await serve(simulation);
  } catch (cause) {
    printError(listenError(run, cause));
    return 1;
  }
  out(greeting(simulation, served));
  if (!run.quiet) simulation.feed.subscribe((message) => out(describe(message)));
  await untilAborted(stopped);
  await served.close();
  try {
    await stateFile?.close();
    return 0;
  } catch (cause) {
    printError(`cannot save the state: ${messageOf(cause)}`);
    return 1;
  }
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

function listenError({ port, host }: RunArguments, cause: unknown): string {
  const code = types.isNativeError(cause) && 'code' in cause ? cause.code : undefined;
  if (code === 'EADDRINUSE') return `port ${port} is already in use; choose another with --port`;
  const where = host === undefined ? `port ${port}` : `${host}, port ${port}`;
  return `cannot listen on ${where}: ${messageOf(cause)}`;
}

function describe({ recipient, parts, body }: SimulatedMessage): string {
  // A text is untrusted: its line breaks would fake a line, its escape codes would act on the terminal, and its direction
  // marks would turn the text around it.
  const text = body.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ');
  return `${recipient}  ${parts} ${parts === 1 ? 'part' : 'parts'}  ${text}`;
}
