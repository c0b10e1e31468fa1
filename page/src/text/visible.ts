// What a font draws as nothing: all controls but the tab and the line feed.
// oxlint-disable-next-line no-control-regex -- these are what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Gives controls their pictures (a null character becomes ␀), one character for one, so that positions stay. */
export function showControls(text: string): string {
  return text.replace(CONTROLS, (control) =>
    control === '\u007f' ? '\u2421' : String.fromCharCode(0x2400 + control.charCodeAt(0)),
  );
}
