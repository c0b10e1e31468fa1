// Characters that fonts do not draw: all controls but the tab and the line feed.
// oxlint-disable-next-line no-control-regex -- the pattern is for control characters
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

/** Replaces controls by their pictures (a null character becomes ␀), one by one, so that positions stay. */
export function showControls(text: string): string {
  return text.replace(CONTROLS, (control) =>
    control === '\u007f' ? '\u2421' : String.fromCharCode(0x2400 + control.charCodeAt(0)),
  );
}
