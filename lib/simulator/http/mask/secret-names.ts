import { foldPersian } from '../../text/persian.js';

/** Words of a name that make its value a secret, as they stand alone. */
const WORDS: ReadonlySet<string> = new Set(
  (
    'pass passwd password passwords passwrd passphrase passcode pwd pswd psw pw secret secrets token tokens auth ' +
    'authorization authorisation credential credentials apikey bearer jwt cookie cookies رمز عبور گذرواژه پسورد توکن'
  ).split(' '),
);

/** What makes a name one of a secret however it goes on, such as `clientsecret`. */
const GLUED =
  /password|passwd|passphrase|secret|token|apikey|privatekey|accesskey|authorization|userpwd|گذرواژه|رمزعبور|پسورد/u;

/** A name that ends so speaks of a secret, and holds none: `token_type`. */
const ABOUT: ReadonlySet<string> = new Set(
  'type types lifetime expires expiry ttl hint length url uri endpoint count policy format'.split(
    ' ',
  ),
);

/** The same few names come in every request. */
const answers = new Map<string, boolean>();
const MOST_ANSWERS = 1_000;

/** Whether a value under this name is a secret: in any case, with blanks, dashes or none, escaped or not. */
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

/** What percent signs, JSON's escapes and those of HTML stand for, three times over at most. */
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
