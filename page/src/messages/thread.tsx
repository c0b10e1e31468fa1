import { useState } from 'preact/hooks';
import { useLanguage, useWords } from '../state/words.js';
import { Column } from '../list/column.js';
import { Avatar } from '../parts/avatar.js';
import { Copyable } from '../parts/copyable.js';
import { Icon } from '../parts/icon.js';
import { needleOf, NO_FILTER } from '../state/conversations.js';
import { goTo } from '../state/place.js';
import { useStore } from '../state/store.js';
import type { Text } from '../state/texts.js';
import { filter } from '../state/views.js';
import { dayOf, sameDay } from '../text/dates.js';
import { readablePhone } from '../text/phone.js';
import { Bubble } from './bubble.js';
import { Composer } from './composer.js';

interface ThreadProps {
  readonly phone: string;
  /** The texts that fit the filter, oldest first. */
  readonly shown: readonly Text[];
  /** All texts of this number. */
  readonly all: readonly Text[];
}

/** One number's texts and the box to answer as its phone. */
export function Thread({ phone, shown, all }: ThreadProps) {
  const words = useWords();
  const needle = needleOf(useStore(filter).search);
  const [atEnd, setAtEnd] = useState(true);
  const readable = readablePhone(phone);
  const lastLine = all.at(-1)?.line;
  return (
    <>
      <header class="detail-head">
        <button
          type="button"
          class="button icon-only back"
          aria-label={words.back}
          onClick={() => goTo({ view: 'messages', open: undefined })}
        >
          <Icon name="back" />
        </button>
        <Avatar phone={phone} />
        <div class="detail-title">
          <h2>
            <bdi class="ltr">{readable}</bdi>
          </h2>
          <span class="soft">{words.conversations.texts(all.length)}</span>
        </div>
        <Copyable name={words.thread.number} value={phone} />
      </header>
      {shown.length < all.length && (
        <p class="filter-note">
          {words.thread.shown(shown.length, all.length)}
          <button type="button" class="button quiet" onClick={() => filter.set(NO_FILTER)}>
            {words.filter.reset}
          </button>
        </p>
      )}
      <div class="thread">
        <Column
          items={shown}
          keyOf={({ key }) => key}
          label={words.thread.label(readable)}
          onEnd={setAtEnd}
        >
          {(text, before) => (
            <>
              {(!before || !sameDay(before.atMs, text.atMs)) && <Day atMs={text.atMs} />}
              <Bubble text={text} needle={needle} />
            </>
          )}
        </Column>
        {!atEnd && <ToEnd />}
      </div>
      <Composer phone={phone} line={lastLine} />
    </>
  );
}

function Day({ atMs }: { readonly atMs: number }) {
  const { first, second } = dayOf(atMs, useLanguage());
  return (
    <p class="day">
      <span>{first}</span>
      <span class="soft">{second}</span>
    </p>
  );
}

function ToEnd() {
  const words = useWords();
  return (
    <button
      type="button"
      class="button to-end icon-only"
      aria-label={words.thread.toEnd}
      onClick={(event) => {
        const column = event.currentTarget.parentElement?.querySelector('.column');
        column?.scrollTo({ top: column.scrollHeight });
      }}
    >
      <Icon name="down" />
    </button>
  );
}
