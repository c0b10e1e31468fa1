import { useWords } from '../state/words.js';
import { copy } from '../state/clipboard.js';
import { notify } from '../state/notices.js';

interface CopyableProps {
  readonly name: string;
  readonly value: string;
  /** Shown in place of the value. */
  readonly short?: string;
}

/** A value that a click copies. */
export function Copyable({ name, value, short }: CopyableProps) {
  const words = useWords();
  const onClick = async () => {
    notify((await copy(value)) ? `${words.copied}: ${value}` : words.copyFailed);
  };
  return (
    <button type="button" class="copyable" title={words.copyTitle} onClick={() => void onClick()}>
      <span class="copyable-name">{name}</span> <span class="mono ltr">{short ?? value}</span>
    </button>
  );
}
