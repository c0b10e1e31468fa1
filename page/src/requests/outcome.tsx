import type { RequestSummary } from '../api/wire.js';
import { useWords } from '../state/words.js';

/** The HTTP status, or the reason why there is none. */
export function Outcome({ request }: { readonly request: RequestSummary }) {
  const words = useWords();
  const { status, outcome } = request;
  const tone = outcome === 'open' ? 'waiting' : status !== null && status < 400 ? 'fine' : 'broken';
  const word =
    outcome === 'dropped'
      ? words.requests.dropped
      : outcome === 'open'
        ? words.requests.waiting
        : String(status);
  return (
    <span class={`outcome ${outcome === 'cut' ? 'broken' : tone}`}>
      {word}
      {outcome === 'cut' && ` · ${words.requests.cut}`}
    </span>
  );
}
