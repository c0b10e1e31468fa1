import { useWords } from '../state/words.js';
import { Dialog } from '../parts/dialog.js';
import { clearTexts, reset } from '../state/actions.js';
import { notify } from '../state/notices.js';

/** Asks what to clear: texts and requests, or everything. */
export function Clear({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  const choose = async (clear: () => Promise<boolean>) => {
    if (!(await clear())) return;
    onClose();
    notify(words.clearAll.done);
  };
  const choices = [
    { clear: clearTexts, name: words.clearAll.texts, hint: words.clearAll.textsHint },
    { clear: reset, name: words.clearAll.everything, hint: words.clearAll.everythingHint },
  ];
  return (
    <Dialog title={words.clearAll.title} onClose={onClose}>
      <div class="choices">
        {choices.map(({ clear, name, hint }) => (
          <button key={name} type="button" class="choice" onClick={() => void choose(clear)}>
            <strong>{name}</strong>
            <span class="soft">{hint}</span>
          </button>
        ))}
      </div>
    </Dialog>
  );
}
