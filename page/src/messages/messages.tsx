import { useEffect, useMemo } from 'preact/hooks';
import { useWords } from '../state/words.js';
import { Nothing } from '../parts/nothing.js';
import { conversationsOf, isFiltering } from '../state/conversations.js';
import { simulator } from '../state/simulator.js';
import { useStore } from '../state/store.js';
import { filter, unseen } from '../state/views.js';
import { ConversationList } from './conversation-list.js';
import { Filters } from './filters.js';
import { ListFoot } from './list-foot.js';
import { Thread } from './thread.js';
import { Welcome } from './welcome.js';

/** The conversations, and the one that is open. */
export function Messages({ open }: { readonly open: string | undefined }) {
  const words = useWords();
  const texts = useStore(simulator, (snapshot) => snapshot.texts);
  const sought = useStore(filter);
  const lines = useMemo(() => [...new Set(texts.map(({ line }) => line))].toSorted(), [texts]);
  const found = useMemo(() => conversationsOf(texts, sought), [texts, sought]);
  const all = useMemo(() => texts.filter(({ phone }) => phone === open), [texts, open]);
  const shown = isFiltering(sought)
    ? (found.find(({ phone }) => phone === open)?.texts ?? [])
    : all;

  useEffect(() => {
    if (open === undefined || !unseen.value.has(open)) return;
    unseen.set(new Set([...unseen.value].filter((phone) => phone !== open)));
  }, [open, texts]);

  return (
    <>
      <section class="pane pane-list" aria-label={words.conversations.label}>
        <Filters lines={lines} />
        {texts.length === 0 && !isFiltering(sought) ? (
          <Nothing icon="messages" title={words.conversations.none} />
        ) : (
          <ConversationList conversations={found} open={open} />
        )}
        <ListFoot conversations={found} isFiltering={isFiltering(sought)} />
      </section>
      <main class="pane pane-detail" id="content" tabIndex={-1}>
        {open !== undefined ? (
          <Thread key={open} phone={open} shown={shown} all={all} />
        ) : texts.length === 0 ? (
          <Welcome />
        ) : (
          <Nothing icon="messages" title={words.empty.choose}>
            <p>{words.empty.chooseHint}</p>
          </Nothing>
        )}
      </main>
    </>
  );
}
