/** A fenced block, and the line of the file on which its code starts, from 1. */
export interface CodeBlock {
  file: string;
  line: number;
  code: string;
}

/** The blocks of one language, in order. */
export function codeBlocks(file: string, markdown: string, language: string): CodeBlock[] {
  const blocks: CodeBlock[] = [];
  let open: { line: number; code: string[] } | undefined;
  markdown.split('\n').forEach((text, index) => {
    if (open && text === '```') {
      blocks.push({ file, line: open.line, code: open.code.join('\n') });
      open = undefined;
    } else if (open) {
      open.code.push(text);
    } else if (text === `\`\`\`${language}`) {
      open = { line: index + 2, code: [] };
    }
  });
  return blocks;
}

/** The cells of every table row whose first cell is code, the backticks taken off all of them. */
export function codeRows(markdown: string): string[][] {
  return markdown
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replace(/^`(.*)`$/, '$1')),
    );
}
