import { useWords } from '../state/words.js';
import { Icon } from '../parts/icon.js';
import type { Conversation } from '../state/conversations.js';
import { dialog } from '../state/views.js';

interface ListFootProps {
  readonly conversations: readonly Conversation[];
  readonly isFiltering: boolean;
}

/** How many texts are listed, announced while the reader searches, and the button that clears everything. */
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
