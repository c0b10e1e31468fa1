import { isRecord } from '../../wire/json.js';
import { MASK } from './mask.js';
import { isSecretName } from './secret-names.js';
import { maskText } from './texts.js';

/** Deeper than anything that the service takes. */
const DEEPEST = 50;

/** A message's text is to be read to the letter: what it calls a password is its own affair. */
const TEXTS: ReadonlySet<string> = new Set(['body', 'message']);
/** Fields that tell a message, or several with one text, from whatever else has a body. */
const OF_MESSAGE = ['recipient', 'smsItems', 'from'];

/** `{ name: 'password', value: '...' }` and its like. */
const LABELS = ['name', 'key', 'id', 'field', 'property', 'param', 'parameter', 'header', 'label'];
const VALUES: ReadonlySet<string> = new Set(['value', 'values', 'val', 'content', 'data', 'text']);

/** Parsed JSON, or fields, without the values of secrets, wherever they stand; the same when there are none. */
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

/** That there is none is no secret. */
function hidden(value: unknown): unknown {
  return value === null || value === undefined || value === '' ? value : MASK;
}

/** A text among parsed values may be JSON or a form once more. */
function maskString(text: string): string {
  if (!/[=:<{[%&]|[\w+/=-]{12}|(?:basic|bearer|digest)\s/iu.test(text)) return text;
  const inner = /^\s*[{[]/.test(text) ? parsed(text) : undefined;
  return inner === undefined ? maskText(text) : maskJson(text, inner);
}

/** A body that may be a message's: JSON, a form and XML are masked, and what a person wrote is not. */
function maskProse(text: string): string {
  const isWritten = !/^\s*[{[<]/.test(text) && !/^[^\s=]+=\S*$/.test(text);
  return isWritten ? text : maskString(text);
}

/** JSON to the letter but for its secrets. */
export function maskJson(text: string, value: unknown): string {
  const shown = rewritten(text);
  const again = parsed(shown);
  if (again !== undefined && maskValue(again) === again) return shown;
  // What only a look at the whole finds: the letter is given up.
  return JSON.stringify(maskValue(value));
}

const TOKENS = /"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+|\s+/gu;

interface Frame {
  readonly isObject: boolean;
  name: string;
  isName: boolean;
}

/** Goes through the tokens of JSON, so that a name that comes twice is seen twice. */
function rewritten(text: string): string {
  const frames: Frame[] = [];
  const shown: string[] = [];
  /** How deep in a secret's own value. */
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
  // Whether it is a message's is to be seen only when its object has been gone through.
  if (!isSecret && TEXTS.has(frame?.name ?? '')) return token;
  const shown = isSecret ? hidden(text) : maskString(text);
  return shown === text ? token : JSON.stringify(shown);
}

/** Nothing when it is no JSON. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
