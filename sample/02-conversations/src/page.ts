/** Writes to the terminal in columns. Persian belongs in the last one, where its direction disturbs no other. */
export const page = {
  line(text = ''): void {
    console.log(text);
  },

  row(label: string, what: string, detail = ''): void {
    console.log(`  ${label.padEnd(12)}${what.padEnd(24)}  ${harmless(detail)}`.trimEnd());
  },
};

/** A text is anybody's: its line breaks would fake a line, its escape codes act on the terminal. */
function harmless(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ');
}
