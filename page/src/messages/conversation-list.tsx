import { useLanguage, useWords } from '../state/words.js';
import { Rows } from '../list/rows.js';
import { Avatar } from '../parts/avatar.js';
import { Nothing } from '../parts/nothing.js';
import { StateChip } from '../parts/state-chip.js';
import { TextBody } from '../parts/text-body.js';
import { needleOf, type Conversation } from '../state/conversations.js';
import { goTo } from '../state/place.js';
import { simulator } from '../state/simulator.js';
import { nowOf } from '../state/snapshot.js';
import { useStore } from '../state/store.js';
import { filter, unseen } from '../state/views.js';
import { shortMoment } from '../text/dates.js';
import { excerpt } from '../text/excerpt.js';
import { readablePhone } from '../text/phone.js';

const ROW_HEIGHT = 76;

interface ConversationListProps {
  readonly conversations: readonly Conversation[];
  readonly open: string | undefined;
}

export function ConversationList({ conversations, open }: ConversationListProps) {
  const words = useWords();
  const fresh = useStore(unseen);
  if (conversations.length === 0) {
    return (
      <Nothing icon="search" title={words.conversations.noMatch}>
        <p>{words.conversations.noMatchHint}</p>
      </Nothing>
    );
  }
  return (
    <Rows
      items={conversations}
      keyOf={({ phone }) => phone}
      rowHeight={ROW_HEIGHT}
      label={words.conversations.label}
      selected={open}
      onSelect={({ phone }) => goTo({ view: 'messages', open: phone })}
    >
      {(conversation) => (
        <ConversationRow conversation={conversation} isFresh={fresh.has(conversation.phone)} />
      )}
    </Rows>
  );
}

interface ConversationRowProps {
  readonly conversation: Conversation;
  readonly isFresh: boolean;
}

function ConversationRow({ conversation, isFresh }: ConversationRowProps) {
  const { phone, texts, last } = conversation;
  const words = useWords();
  const language = useLanguage();
  const needle = needleOf(useStore(filter).search);
  const now = nowOf(useStore(simulator, ({ clock }) => clock));
  return (
    <>
      <Avatar phone={phone} />
      <span class="row-main">
        <span class="row-line">
          <span class="row-title">
            <bdi class="ltr">{readablePhone(phone)}</bdi>
          </span>
          <span class="row-time">{shortMoment(last.atMs, now, language)}</span>
        </span>
        <span class="row-line">
          <span class="row-text" dir={last.direction}>
            {last.kind === 'received' && <span class="row-who">{words.conversations.you}</span>}
            <TextBody
              class="snippet"
              body={excerpt(last.body, needle)}
              direction={last.direction}
              needle={needle}
            />
          </span>
          {last.kind === 'sent' && <StateChip state={last.state} status={last.status} small />}
          {isFresh && (
            <span class="fresh">
              <span class="for-readers">{words.conversations.fresh}</span>
            </span>
          )}
          {texts.length > 1 && (
            <span class="row-count" title={words.conversations.texts(texts.length)}>
              {words.number(texts.length)}
            </span>
          )}
        </span>
      </span>
    </>
  );
}
