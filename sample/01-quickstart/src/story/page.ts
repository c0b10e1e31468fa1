/** Colour only where somebody looks. */
const inColour = process.stdout.isTTY && !process.env.NO_COLOR;

const style = (code: number) => (text: string) =>
  inColour ? `\u001B[${code}m${text}\u001B[0m` : text;

export const bold = style(1);
export const dim = style(2);

/** Writes to the terminal, in steps and columns. */
export const page = {
  line(text = ''): void {
    console.log(text);
  },

  /** What is done, and the call that does it. */
  step(title: string, call: string): void {
    console.log(`\n${bold(title.padEnd(42))}  ${dim(call)}`);
  },

  /** What went over the wire for it. */
  aside(label: string, text: string): void {
    console.log(dim(`  ${label.padEnd(12)}${text}`));
  },

  /** What came of it. Persian belongs in the last column, where its direction disturbs no other. */
  row(label: string, ...columns: string[]): void {
    const [first = '', ...rest] = columns.map(harmless);
    console.log(`  ${label.padEnd(12)}${[first.padEnd(28), ...rest].join('  ').trimEnd()}`);
  },
};

/** A text is anybody's: its line breaks would fake a line, its escape codes act on the terminal. */
function harmless(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
