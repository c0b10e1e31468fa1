import { isUtf8 } from 'node:buffer';

const CHARSET = /;\s*charset\s*=\s*(?:"([^"]*)"|([^\s;]+))/i;

/**
 * The text of a body, by the charset that its content type names, UTF-8 without one. `undefined` for
 * bytes that are no text in it: replacement characters would hide that letters are lost.
 */
export function decodeText(body: Buffer, contentType: string): string | undefined {
  const [, quoted, bare] = CHARSET.exec(contentType) ?? [];
  const label = markedCharset(body) ?? (quoted ?? bare)?.trim().toLowerCase();
  if (label === undefined || label === 'utf-8' || label === 'utf8') return utf8Text(body);
  const decoder = decoderOf(label);
  if (!decoder) return utf8Text(body);
  try {
    return decoder.decode(body);
  } catch {
    // A fatal decoder throws a TypeError for bytes that are not of its charset.
    return undefined;
  }
}

const utf8Text = (body: Buffer) => (isUtf8(body) ? body.toString('utf8') : undefined);

/** A byte order mark is more certain than a label. */
function markedCharset(body: Buffer): string | undefined {
  if (body[0] === 0xff && body[1] === 0xfe) return 'utf-16le';
  if (body[0] === 0xfe && body[1] === 0xff) return 'utf-16be';
  if (body[0] === 0xef && body[1] === 0xbb && body[2] === 0xbf) return 'utf-8';
  return undefined;
}

function decoderOf(label: string): InstanceType<typeof TextDecoder> | undefined {
  try {
    return new TextDecoder(label, { fatal: true });
  } catch {
    // It throws a RangeError for a charset that it does not know.
    return undefined;
  }
}
