import { matchesIn } from '../text/search.js';
import { showControls } from '../text/visible.js';

interface TextBodyProps {
  readonly body: string;
  readonly direction: 'rtl' | 'ltr';
  /** The folded text of a search; its matches are marked. */
  readonly needle: string;
  readonly class?: string;
}

/**
 * A text as text nodes, never as markup. It is isolated: a direction mark in it does not change the direction of the text
 * around it.
 */
export function TextBody({ body, direction, needle, class: name = 'body' }: TextBodyProps) {
  const shown = showControls(body);
  const pieces = [];
  let from = 0;
  for (const [start, end] of matchesIn(shown, needle)) {
    pieces.push(shown.slice(from, start), <mark key={start}>{shown.slice(start, end)}</mark>);
    from = end;
  }
  pieces.push(shown.slice(from));
  return (
    <bdi class={name} dir={direction}>
      {pieces}
    </bdi>
  );
}
