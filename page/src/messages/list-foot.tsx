import { useWords } from '../state/words.js';
import { Icon } from '../parts/icon.js';
import type { Conversation } from '../state/conversations.js';
import { dialog } from '../state/views.js';

interface ListFootProps {
  readonly conversations: readonly Conversation[];
  readonly isFiltering: boolean;
}

/** How much is listed, said aloud while a search goes on, and the button that clears it all. */
export function ListFoot({ conversations, isFiltering }: ListFootProps) {
  const words = useWords();
  const found = conversations.reduce((sum, { texts }) => sum + texts.length, 0);
  return (
    <footer class="list-foot">
      <span role="status">
        {isFiltering ? words.search.found(found) : words.conversations.count(conversations.length)}
      </span>
      <button type="button" class="button quiet" onClick={() => dialog.set('clear')}>
        <Icon name="trash" />
        {words.clearAll.button}
      </button>
    </footer>
  );
}
