/**
 * JSON with line breaks, any other text as it is. Only blanks between tokens change: parsing it and writing it anew would
 * round a long number and hide a repeated key, and this is a log.
 */
export function indented(text: string): string {
  try {
    JSON.parse(text);
  } catch {
    return text;
  }
  // Strings whole, so that a bracket within one is no bracket; then what is no blank.
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
