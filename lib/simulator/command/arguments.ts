import { parseArgs, types } from 'node:util';
import type { Dialect } from '../dialect.js';
import { parseDialect } from '../input/dialect.js';
import { parseFault, type NewFault } from '../input/fault.js';
import { InvalidInput } from '../input/parser.js';

const DEFAULT_PORT = 4010;
const DEFAULT_MAX_MESSAGES = 500;

export const HELP = `Usage: payamsms-simulator [options]

A stateful PayamSMS on this machine, to develop and test against.

Options:
  --port <number>           TCP port (default ${DEFAULT_PORT}, 0 for any free port)
  --host <name>             address to listen on (default 127.0.0.1); any other than loopback needs a token
  --allow-host <name>       with --host: another name under which apps reach it; may be repeated
  --token <text>            token of the page and the REST interface (default: random where one is needed)
  --state <file>            keep messages, inbox, credit, clock, dialect and faults in this file
  --seed <file>             start with the contents of this JSON or YAML file, unless --state has a saved state
  --dialect <name=value>    change a dialect option, such as mobile=number or emptyInbox.as=list; may be repeated
  --fault <endpoint:kind>   set a fault, such as send:accept-then-drop,times=1; may be repeated;
                            a value in double quotes is text: login:status 429,retryAfter="1, 2"
  --max-messages <number>   how many messages to keep (default ${DEFAULT_MAX_MESSAGES}, 0 for all)
  --quiet                   do not print a line for each accepted text
  --version                 print the version
  --help                    print this help`;

export interface RunArguments {
  readonly port: number;
  readonly host: string | undefined;
  readonly allowHosts: readonly string[];
  readonly token: string | undefined;
  readonly state: string | undefined;
  readonly seed: string | undefined;
  readonly dialect: Partial<Dialect>;
  readonly faults: readonly NewFault[];
  readonly maxMessages: number;
  readonly quiet: boolean;
}

export type Invocation =
  | { readonly kind: 'help' | 'version' }
  | { readonly kind: 'run'; readonly run: RunArguments }
  | { readonly kind: 'misuse'; readonly reason: string };

export function parse(args: readonly string[]): Invocation {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: String(DEFAULT_PORT) },
        host: { type: 'string' },
        'allow-host': { type: 'string', multiple: true, default: [] },
        token: { type: 'string' },
        state: { type: 'string' },
        seed: { type: 'string' },
        dialect: { type: 'string', multiple: true, default: [] },
        fault: { type: 'string', multiple: true, default: [] },
        'max-messages': { type: 'string', default: String(DEFAULT_MAX_MESSAGES) },
        quiet: { type: 'boolean', default: false },
        version: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    if (values.help) return { kind: 'help' };
    if (values.version) return { kind: 'version' };
    const { host, token, state, seed, quiet } = values;
    for (const [name, value] of Object.entries({ host, token, state, seed })) {
      if (value === '') throw new Error(`--${name} must not be empty`);
    }
    if (/[^\x21-\x7e]/.test(token ?? '')) {
      throw new Error('--token must be visible ASCII characters without blanks');
    }
    const run = {
      host,
      allowHosts: values['allow-host'].map(readHost),
      token,
      state,
      seed,
      quiet,
      port: readPort(values.port),
      dialect: readArgument('--dialect', () => parseDialect(toTree(values.dialect), '')),
      faults: values.fault.map((fault) =>
        readArgument('--fault', () => parseFault(toFault(fault), '')),
      ),
      maxMessages: readMaxMessages(values['max-messages']),
    };
    return { kind: 'run', run };
  } catch (error) {
    // The first sentence of parseArgs names the problem; the second gives advice on dashes.
    const [reason = ''] = messageOf(error).split(/\.\s/);
    return { kind: 'misuse', reason };
  }
}

export function messageOf(error: unknown): string {
  return types.isNativeError(error) ? error.message : String(error);
}

function readPort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new Error(`--port must be a number from 0 to 65535, not '${text}'`);
}

function readHost(name: string): string {
  if (/^[\w.-]+$/.test(name)) return name;
  throw new Error(`--allow-host must be a name without a port, not '${name}'`);
}

function readMaxMessages(text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new Error(`--max-messages must be a whole number, 0 for all, not '${text}'`);
  }
  return Number(text) || Infinity;
}

function readArgument<T>(option: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof InvalidInput)) throw cause;
    throw new Error(`${option} ${cause.message}`, { cause });
  }
}

/** The object for `refusal.status=400` and so on. */
function toTree(assignments: readonly string[]): Record<string, unknown> {
  const tree: Record<string, unknown> = Object.create(null);
  for (const assignment of assignments) {
    const [, path, value] = /^([\w. ]+)=(.*)$/s.exec(assignment) ?? [];
    if (path === undefined || value === undefined) {
      throw new Error(`--dialect must be name=value, not '${assignment}'`);
    }
    const [name = '', member] = path.split(/\.(.*)/s);
    if (member === undefined) tree[name] = toValue(value, name === 'firstId');
    else tree[name] = { ...(tree[name] as object | undefined), [member]: toValue(value) };
  }
  return tree;
}

/** The object for `send:status 503,times=2`. */
function toFault(text: string): Record<string, unknown> {
  const [head = '', ...options] = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? [];
  const [endpoint = '', kind] = head.split(/:(.*)/s);
  if (kind === undefined || options.some((option) => !option.includes('='))) {
    throw new Error(`--fault must be endpoint:kind,name=value,..., not '${text}'`);
  }
  const given = options.map((option) => {
    const [name = '', value = ''] = option.split(/=(.*)/s);
    return [name, toValue(value)] as const;
  });
  return { endpoint, kind, ...Object.fromEntries(given) };
}

/** A number or a boolean if the text looks like one and has no quotes. */
function toValue(text: string, asText = false): unknown {
  if (asText) return text;
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
