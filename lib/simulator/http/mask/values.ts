import { isRecord } from '../../wire/json.js';
import { MASK } from './mask.js';
import { isSecretName } from './secret-names.js';
import { maskText } from './texts.js';

/** Deeper than any body that the service accepts. */
const DEEPEST = 50;

/** The text of a message is shown as it is, even when it contains a password. */
const TEXTS: ReadonlySet<string> = new Set(['body', 'message']);
/** Fields by which a message, or several with one text, is known from other objects with a body. */
const OF_MESSAGE = ['recipient', 'smsItems', 'from'];

/** `{ name: 'password', value: '...' }` and its like. */
const LABELS = ['name', 'key', 'id', 'field', 'property', 'param', 'parameter', 'header', 'label'];
const VALUES: ReadonlySet<string> = new Set(['value', 'values', 'val', 'content', 'data', 'text']);

/** Parsed JSON, or fields, with the values of secrets masked at any depth; the same value when it has none. */
export function maskValue<T>(value: T): T {
  return masked(value, 0) as T;
}

function masked(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return maskString(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST) return MASK;
  if (Array.isArray(value)) return maskedList(value, depth);
  return isRecord(value) ? maskedFields(value, depth) : value;
}

function maskedList(list: readonly unknown[], depth: number): unknown {
  const isPairs = list.length % 2 === 0;
  const items = list.map((item, index) => {
    const before = isPairs && index % 2 === 1 ? list[index - 1] : undefined;
    const isSecret = typeof before === 'string' && isSecretName(before);
    return isSecret && typeof item !== 'object' ? MASK : masked(item, depth + 1);
  });
  return items.some((item, index) => item !== list[index]) ? items : list;
}

function maskedFields(fields: Readonly<Record<string, unknown>>, depth: number): unknown {
  const isMessage = OF_MESSAGE.some((name) => Object.hasOwn(fields, name));
  const isLabelled = LABELS.some((label) => {
    const name = fields[label];
    return typeof name === 'string' && isSecretName(name);
  });
  const maskField = (name: string, value: unknown): unknown => {
    if (isSecretName(name)) return hidden(value);
    if (isLabelled && VALUES.has(name.toLowerCase())) return hidden(value);
    if (typeof value === 'string' && TEXTS.has(name)) return isMessage ? value : maskProse(value);
    return masked(value, depth + 1);
  };
  const entries = Object.entries(fields).map(([name, value]): [string, unknown] => [
    /[=:<]/.test(name) ? maskText(name) : name,
    maskField(name, value),
  ]);
  const isSame = entries.every(
    ([name, value]) => Object.hasOwn(fields, name) && fields[name] === value,
  );
  return isSame ? fields : Object.fromEntries(entries);
}

/** An empty value is not a secret. */
function hidden(value: unknown): unknown {
  return value === null || value === undefined || value === '' ? value : MASK;
}

/** A text among parsed values may be JSON or a form itself. */
function maskString(text: string): string {
  if (!/[=:<{[%&]|[\w+/=-]{12}|(?:basic|bearer|digest)\s/iu.test(text)) return text;
  const inner = /^\s*[{[]/.test(text) ? parsed(text) : undefined;
  return inner === undefined ? maskText(text) : maskJson(text, inner);
}

/** A body that may be the text of a message: masked if it is JSON, a form or XML; a plain text is not masked. */
function maskProse(text: string): string {
  const isWritten = !/^\s*[{[<]/.test(text) && !/^[^\s=]+=\S*$/.test(text);
  return isWritten ? text : maskString(text);
}

/** JSON with its secrets masked; every other character stays. */
export function maskJson(text: string, value: unknown): string {
  const shown = rewritten(text);
  const again = parsed(shown);
  if (again !== undefined && maskValue(again) === again) return shown;
  // Some secrets are found only in the parsed value: then the JSON is written anew.
  return JSON.stringify(maskValue(value));
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\s+/gu;

interface Frame {
  readonly isObject: boolean;
  name: string;
  isName: boolean;
}

/** Goes through the tokens of JSON, so that a repeated name is masked each time. */
function rewritten(text: string): string {
  const frames: Frame[] = [];
  const shown: string[] = [];
  /** The depth within the value of a secret. */
  let inSecret = 0;
  for (const [token] of text.matchAll(TOKENS)) {
    const frame = frames.at(-1);
    const isSecret = frame?.isObject === true && !frame.isName && isSecretName(frame.name);
    const opens = token === '{' || token === '[';
    if (opens && (inSecret > 0 || isSecret)) {
      if (inSecret === 0) shown.push(`"${MASK}"`);
      inSecret += 1;
    } else if (inSecret > 0) {
      if (token === '}' || token === ']') inSecret -= 1;
    } else if (opens) {
      shown.push(token);
      frames.push({ isObject: token === '{', name: '', isName: token === '{' });
    } else if (token === '}' || token === ']') {
      shown.push(token);
      frames.pop();
    } else if (token === ',' || token === ':') {
      shown.push(token);
      if (frame?.isObject) frame.isName = token === ',';
    } else if (token.startsWith('"') && frame?.isName) {
      frame.name = String(JSON.parse(token));
      shown.push(token);
    } else if (token.startsWith('"')) {
      shown.push(maskedToken(token, frame, isSecret));
    } else {
      shown.push(isSecret && token.trim() !== '' && token !== 'null' ? `"${MASK}"` : token);
    }
  }
  return shown.join('');
}

function maskedToken(token: string, frame: Frame | undefined, isSecret: boolean): string {
  const text = String(JSON.parse(token));
  // Whether the body is a message's text is known only at the end of its object.
  if (!isSecret && TEXTS.has(frame?.name ?? '')) return token;
  const shown = isSecret ? hidden(text) : maskString(text);
  return shown === text ? token : JSON.stringify(shown);
}

/** Nothing when the text is not JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
