/**
 * JSON with line breaks; any other text stays as it is. Only blanks between tokens change: parsing and stringifying would
 * round long numbers and drop repeated keys, and a log must show them.
 */
export function indented(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  // Whole strings, so that a bracket in a string does not count; then all other tokens.
  const tokens = text.match(/"(?:[^"\\]|\\.)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let written = '';
  for (const [index, token] of tokens.entries()) {
    const opens = token === '{' || token === '[';
    const closes = token === '}' || token === ']';
    const before = tokens[index - 1];
    const isEmpty = closes && (before === '{' || before === '[');
    if (closes) depth -= 1;
    if (closes && !isEmpty) written += line(depth);
    written += token;
    if (opens) depth += 1;
    const next = tokens[index + 1];
    if (token === ',' || (opens && next !== '}' && next !== ']')) written += line(depth);
    else if (token === ':') written += ' ';
  }
  return written;
}

const line = (depth: number): string => `\n${'  '.repeat(depth)}`;
