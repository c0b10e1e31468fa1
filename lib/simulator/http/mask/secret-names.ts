import { foldPersian } from '../../text/persian.js';

/** Whole words of a name that make its value a secret. */
const WORDS: ReadonlySet<string> = new Set(
  (
    'pass passwd password passwords passwrd passphrase passcode pwd pswd psw pw secret secrets token tokens auth ' +
    'authorization authorisation credential credentials apikey bearer jwt cookie cookies رمز عبور گذرواژه پسورد توکن'
  ).split(' '),
);

/** Parts of a word that make its value a secret, as in `clientsecret`. */
const GLUED =
  /password|passwd|passphrase|secret|token|apikey|privatekey|accesskey|authorization|userpwd|گذرواژه|رمزعبور|پسورد/u;

/** Ends of names that are about a secret but hold none: `token_type`. */
const ABOUT: ReadonlySet<string> = new Set(
  'type types lifetime expires expiry ttl hint length url uri endpoint count policy format'.split(
    ' ',
  ),
);

/** The same few names come in every request. */
const answers = new Map<string, boolean>();
const MOST_ANSWERS = 1_000;

/** Whether the value under a name is a secret. Upper and lower case, blanks, dashes and escapes do not matter. */
export function isSecretName(written: string): boolean {
  const known = answers.get(written);
  if (known !== undefined) return known;
  const answer = judge(written);
  if (written.length <= 50 && answers.size < MOST_ANSWERS) answers.set(written, answer);
  return answer;
}

function judge(written: string): boolean {
  const name = foldPersian(unescaped(written).normalize('NFKC')).replace(
    /\p{Default_Ignorable_Code_Point}/gu,
    '',
  );
  const words = name
    .replace(/([\p{Ll}\d])(?=\p{Lu})/gu, '$1 ')
    .toLowerCase()
    .split(/[^\p{L}\d]+/u)
    .filter((each) => each !== '');
  if (ABOUT.has(words.at(-1) ?? '')) return false;
  return words.some((each) => WORDS.has(each.replace(/\d+$/u, ''))) || GLUED.test(words.join(''));
}

/** Decodes percent signs and the escapes of JSON and HTML, three times at most. */
export function unescaped(text: string): string {
  let plain = text;
  for (let layer = 0; layer < 3 && /[%\\&]/.test(plain); layer += 1) {
    const before = plain;
    plain = plain
      .replace(/(?:%[\da-f]{2})+/giu, decodePercent)
      .replace(/\\u([\da-f]{4})/giu, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      )
      .replace(/&#(\d{1,6});/gu, (_, code: string) => String.fromCharCode(Number(code)))
      .replace(/&#x([\da-f]{1,5});/giu, (_, code: string) =>
        String.fromCharCode(Number.parseInt(code, 16)),
      );
    if (plain === before) break;
  }
  return plain;
}

function decodePercent(encoded: string): string {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}
