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
  --port <number>           TCP port (default ${DEFAULT_PORT}, 0 for any free one)
  --host <name>             address to listen on (default 127.0.0.1); any other than loopback needs a token
  --allow-host <name>       another name that apps reach it by, with --host; may be repeated
  --token <text>            what the page and the REST interface ask for; made up where one is needed
  --state <file>            keep messages, inbox, credit, clock, dialect and faults in this file
  --seed <file>             begin with what this JSON or YAML file says, unless --state has something
  --dialect <name=value>    speak another dialect, such as mobile=number or emptyInbox.as=list; may be repeated
  --fault <endpoint:kind>   break something, such as send:accept-then-drop,times=1; may be repeated;
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
      if (value === '') throw new Error(`--${name} takes something that is not empty`);
    }
    if (/[^\x21-\x7e]/.test(token ?? '')) {
      throw new Error('--token takes visible ASCII characters without blanks');
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
    // parseArgs says what is wrong in its first sentence, and then gives advice on dashes.
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
  throw new Error(`--port takes a number up to 65535, not '${text}'`);
}

function readHost(name: string): string {
  if (/^[\w.-]+$/.test(name)) return name;
  throw new Error(`--allow-host takes a name without a port, not '${name}'`);
}

function readMaxMessages(text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new Error(`--max-messages takes a whole number, 0 for all of them, not '${text}'`);
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

/** `refusal.status=400` and so on, as the object they stand for. */
function toTree(assignments: readonly string[]): Record<string, unknown> {
  const tree: Record<string, unknown> = Object.create(null);
  for (const assignment of assignments) {
    const [, path, value] = /^([\w. ]+)=(.*)$/s.exec(assignment) ?? [];
    if (path === undefined || value === undefined) {
      throw new Error(`--dialect takes name=value, not '${assignment}'`);
    }
    const [name = '', member] = path.split(/\.(.*)/s);
    if (member === undefined) tree[name] = toValue(value, name === 'firstId');
    else tree[name] = { ...(tree[name] as object | undefined), [member]: toValue(value) };
  }
  return tree;
}

/** `send:status 503,times=2` as the object it stands for. */
function toFault(text: string): Record<string, unknown> {
  const [head = '', ...options] = text.match(/(?:"(?:[^"\\]|\\.)*"|[^,])+/g) ?? [];
  const [endpoint = '', kind] = head.split(/:(.*)/s);
  if (kind === undefined || options.some((option) => !option.includes('='))) {
    throw new Error(`--fault takes endpoint:kind,name=value,..., not '${text}'`);
  }
  const given = options.map((option) => {
    const [name = '', value = ''] = option.split(/=(.*)/s);
    return [name, toValue(value)] as const;
  });
  return { endpoint, kind, ...Object.fromEntries(given) };
}

/** A number or a truth value where it looks like one, unless it stands in quotes. */
function toValue(text: string, asText = false): unknown {
  if (asText) return text;
  if (/^"(?:[^"\\]|\\.)*"$/.test(text)) return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
  if (text === 'true' || text === 'false') return text === 'true';
  return /^-?\d+(?:\.\d+)?$/.test(text) ? Number(text) : text;
}
