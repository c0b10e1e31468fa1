import { useEffect } from 'preact/hooks';
import { useWords } from '../state/words.js';
import { announcement } from '../state/news.js';
import { useStore } from '../state/store.js';
import { unseen } from '../state/views.js';

/** Announces new texts to a screen reader, and counts them in the title of the tab. */
export function Announcer() {
  const words = useWords();
  const text = useStore(announcement);
  const count = useStore(unseen, ({ size }) => size);
  useEffect(() => {
    document.title = count > 0 ? `(${words.number(count)}) ${words.appName}` : words.appName;
  }, [words, count]);
  return (
    <div class="for-readers" aria-live="polite">
      {text}
    </div>
  );
}
