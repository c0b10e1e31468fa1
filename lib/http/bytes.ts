/**
 * The bytes of a text. No UTF-16 unit takes more than three; `Buffer.from` would read the text
 * twice to count them. A request keeps its bytes, not the text: they lie outside of the heap that
 * the collector has to move about while an answer is awaited.
 */
export function toBytes(text: string): Buffer {
  const bytes = Buffer.allocUnsafe(3 * text.length);
  return bytes.subarray(0, bytes.write(text));
}
