import { useWords } from '../state/words.js';
import { Dialog } from '../parts/dialog.js';

/** What each key does, by its name in the dictionaries. */
const KEYS = [
  ['search', '/'],
  ['newText', 'n'],
  ['messages', '1'],
  ['requests', '2'],
  ['controls', '3'],
  ['move', '↑ ↓'],
  ['open', 'Enter'],
  ['escape', 'Esc'],
  ['keys', '?'],
] as const;

export function Shortcuts({ onClose }: { readonly onClose: () => void }) {
  const words = useWords();
  return (
    <Dialog title={words.shortcuts.title} onClose={onClose}>
      <dl class="shortcuts">
        {KEYS.map(([name, keys]) => (
          <div key={name}>
            <dt>{words.shortcuts.list[name]}</dt>
            <dd>
              <kbd class="ltr">{keys}</kbd>
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
