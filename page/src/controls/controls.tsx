import { useWords } from '../state/words.js';
import { ClockPanel } from './clock-panel.js';
import { CreditPanel } from './credit-panel.js';
import { FaultsPanel } from './faults-panel.js';
import { StatePanel } from './state-panel.js';

/** Everything about the simulated world that can be moved by hand. */
export function Controls() {
  const words = useWords();
  return (
    <aside class="pane pane-controls" aria-label={words.views.controls} id="controls">
      <ClockPanel />
      <CreditPanel />
      <FaultsPanel />
      <StatePanel />
    </aside>
  );
}
