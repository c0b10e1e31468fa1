import { useWords } from '../state/words.js';
import { ClockPanel } from './clock-panel.js';
import { CreditPanel } from './credit-panel.js';
import { FaultsPanel } from './faults-panel.js';
import { StatePanel } from './state-panel.js';

/** The panels that change the simulator: clock, credit, faults and state. */
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
