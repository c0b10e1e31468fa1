import { parseArgs, types } from 'node:util';
import { PayamSmsSimulator } from './simulator.js';
import type { SimulatedMessage } from './state/message.js';

const DEFAULT_PORT = 4010;

/** Any number of the account would do; this one is pasted into .env files. */
const SENDER = '982000123';

const HELP = `Usage: payamsms-simulator [options]

A stateful PayamSMS on this machine, to develop and test against.

Options:
  --port <number>  TCP port on 127.0.0.1 (default ${DEFAULT_PORT}, 0 for any free one)
  --quiet          do not print a line for each accepted text
  --version        print the version
  --help           print this help`;

/** Where the command runs: what it prints to, and what ends it. */
export interface Terminal {
  readonly version: string;
  readonly out: (line: string) => void;
  readonly error: (line: string) => void;
  readonly stopped: AbortSignal;
}

type Invocation =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'run'; readonly port: number; readonly quiet: boolean }
  | { readonly kind: 'misuse'; readonly reason: string };

/** Runs `payamsms-simulator` until it is stopped; gives the exit code: 1 when it cannot listen, 2 for bad arguments. */
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
      return simulate(invocation, terminal);
  }
}

function parse(args: readonly string[]): Invocation {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: String(DEFAULT_PORT) },
        quiet: { type: 'boolean', default: false },
        version: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.version) return { kind: 'version' };
    const port = Number(values.port);
    if (!/^\d+$/.test(values.port) || port > 65_535) {
      return { kind: 'misuse', reason: `--port takes a number up to 65535, not '${values.port}'` };
    }
    return { kind: 'run', port, quiet: values.quiet };
  } catch (error) {
    // parseArgs says what is wrong in its first sentence, and then gives advice on dashes.
    const [reason = ''] = messageOf(error).split(/\.\s/);
    return { kind: 'misuse', reason };
  }
}

async function simulate(
  { port, quiet }: { port: number; quiet: boolean },
  { out, error, stopped }: Terminal,
): Promise<number> {
  let simulator: PayamSmsSimulator;
  try {
    simulator = await PayamSmsSimulator.start({ port });
  } catch (cause) {
    error(`payamsms-simulator: ${whyNot(port, cause)}`);
    return 1;
  }
  out(`PayamSMS simulator listening on ${simulator.url}\n\n${environment(simulator)}\n`);
  if (!quiet) simulator.onMessage((message) => out(describe(message)));
  await new Promise<void>((resolve) => {
    if (stopped.aborted) resolve();
    else stopped.addEventListener('abort', () => resolve(), { once: true });
  });
  await simulator.close();
  return 0;
}

function whyNot(port: number, cause: unknown): string {
  const taken = types.isNativeError(cause) && 'code' in cause && cause.code === 'EADDRINUSE';
  return taken
    ? `port ${port} is already in use; choose another with --port`
    : `cannot listen on port ${port}: ${messageOf(cause)}`;
}

function messageOf(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}

/** The lines to paste into .env. */
function environment({ url, credentials }: PayamSmsSimulator): string {
  const variables = {
    PAYAMSMS_BASE_URL: url,
    PAYAMSMS_CLIENT_ID: credentials.clientId,
    PAYAMSMS_CLIENT_SECRET: credentials.clientSecret,
    PAYAMSMS_SYSTEM_NAME: credentials.systemName,
    PAYAMSMS_USERNAME: credentials.username,
    PAYAMSMS_PASSWORD: credentials.password,
    PAYAMSMS_SENDER: SENDER,
  };
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${value}`)
    .join('\n');
}

function describe({ recipient, parts, body }: SimulatedMessage): string {
  // A text is anybody's: its line breaks would fake a line, its escape codes would act on the terminal.
  const text = body.replace(/\p{Cc}+/gu, ' ');
  return `${recipient}  ${parts} ${parts === 1 ? 'part' : 'parts'}  ${text}`;
}
