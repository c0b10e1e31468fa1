import { useLayoutEffect, useRef } from 'preact/hooks';
import { useWords } from '../state/words.js';
import { Icon } from '../parts/icon.js';
import { isFiltering, NO_FILTER } from '../state/conversations.js';
import { useStore } from '../state/store.js';
import { DELIVERY_STATES, type DeliveryState } from '../api/wire.js';
import { dialog, filter } from '../state/views.js';
import { directionOf } from '../text/direction.js';

/** The search box and the two filters above the conversations. */
export function Filters({ lines }: { readonly lines: readonly string[] }) {
  const words = useWords();
  const { search, line, state } = useStore(filter);

  return (
    <search class="filters">
      <div class="search-row">
        <SearchBox />
        <button
          type="button"
          class="button accent icon-only"
          title={words.newText.button}
          aria-label={words.newText.button}
          onClick={() => dialog.set('new-text')}
        >
          <Icon name="plus" />
        </button>
      </div>
      <div class="filter-row">
        <select
          aria-label={words.filter.sender}
          class={line ? 'on' : ''}
          value={line}
          onChange={(event) => filter.update({ line: event.currentTarget.value })}
        >
          <option value="">{words.filter.anySender}</option>
          {(line === '' || lines.includes(line) ? lines : [line, ...lines]).map((each) => (
            <option key={each} value={each}>
              {each}
            </option>
          ))}
        </select>
        <select
          aria-label={words.filter.state}
          class={state ? 'on' : ''}
          value={state}
          onChange={(event) =>
            filter.update({ state: event.currentTarget.value as DeliveryState | '' })
          }
        >
          <option value="">{words.filter.anyState}</option>
          {DELIVERY_STATES.map((each) => (
            <option key={each} value={each}>
              {words.states[each]}
            </option>
          ))}
        </select>
        {isFiltering({ search, line, state }) && (
          <button type="button" class="button quiet" onClick={() => filter.set(NO_FILTER)}>
            {words.filter.reset}
          </button>
        )}
      </div>
    </search>
  );
}

function SearchBox() {
  const words = useWords();
  const { search } = useStore(filter);
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    const element = input.current;
    if (element && element.value !== search) element.value = search;
  }, [search]);
  return (
    <label class="search-box">
      <Icon name="search" />
      <input
        ref={input}
        id="search"
        type="search"
        dir={search === '' ? undefined : directionOf(search)}
        autocomplete="off"
        spellcheck={false}
        aria-label={words.search.label}
        aria-keyshortcuts="/"
        placeholder={words.search.placeholder}
        onInput={(event) => filter.update({ search: event.currentTarget.value })}
        onKeyDown={(event) => {
          // Elsewhere Escape goes back; here it first clears the search.
          if (event.key !== 'Escape' || search === '') return;
          event.stopPropagation();
          event.preventDefault();
          filter.update({ search: '' });
        }}
      />
      <kbd aria-hidden="true">/</kbd>
    </label>
  );
}
