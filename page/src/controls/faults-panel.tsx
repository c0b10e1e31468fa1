import type { Fault, FaultEndpoint, FiredFault } from '../api/wire.js';
import type { Dictionary } from '../i18n/en.js';
import { useLanguage, useWords } from '../state/words.js';
import { Icon } from '../parts/icon.js';
import { clearFaults, removeFault } from '../state/actions.js';
import { goTo } from '../state/place.js';
import { simulator } from '../state/simulator.js';
import { useStore } from '../state/store.js';
import { preciseTimeOf } from '../text/dates.js';
import { FaultForm } from './fault-form.js';
import { kindName } from '../i18n/kind-name.js';
import { Panel } from './panel.js';

const FIRED_SHOWN = 8;

/** The form that sets a fault, the faults that are set, and the requests that they fired on. */
export function FaultsPanel() {
  const words = useWords();
  const faults = useStore(simulator, (snapshot) => snapshot.faults);
  const fired = useStore(simulator, (snapshot) => snapshot.fired);
  return (
    <Panel icon="bolt" title={words.faults.title} hint={words.faults.hint}>
      <FaultForm />
      <div class="panel-part">
        <h3>
          {words.faults.active}
          {faults.length > 1 && (
            <button type="button" class="button quiet" onClick={() => void clearFaults()}>
              {words.faults.clear}
            </button>
          )}
        </h3>
        {faults.length === 0 && <p class="soft">{words.faults.none}</p>}
        <ul>
          {faults.map((fault) => (
            <ActiveFault key={fault.id} fault={fault} />
          ))}
        </ul>
      </div>
      {fired.length > 0 && (
        <div class="panel-part">
          <h3>{words.faults.firedList}</h3>
          <ul>
            {fired.slice(0, FIRED_SHOWN).map((each) => (
              <Fired key={each.requestId} fired={each} />
            ))}
          </ul>
        </div>
      )}
    </Panel>
  );
}

function ActiveFault({ fault }: { readonly fault: Fault }) {
  const words = useWords();
  const what = `${endpointName(fault.endpoint, words)}: ${kindName(fault.kind, words)}`;
  return (
    <li class="fault">
      <span class="fault-main">
        <strong>{kindName(fault.kind, words)}</strong>
        <span class="soft">
          {endpointName(fault.endpoint, words)} · {frequency(fault, words)} ·{' '}
          {words.faults.fired(fault.fired)}
        </span>
      </span>
      <button
        type="button"
        class="button quiet icon-only"
        aria-label={words.faults.removeOne(what)}
        title={words.faults.remove}
        onClick={() => void removeFault(fault.id)}
      >
        <Icon name="close" />
      </button>
    </li>
  );
}

function Fired({ fired }: { readonly fired: FiredFault }) {
  const words = useWords();
  const language = useLanguage();
  return (
    <li>
      <button
        type="button"
        class="fired"
        onClick={() => goTo({ view: 'requests', open: fired.requestId })}
      >
        <Icon name="bolt" />
        <span class="fault-main">
          <span>{kindName(fired.kind, words)}</span>
          <span class="soft">
            <bdi class="mono ltr">{fired.operation}</bdi>
          </span>
        </span>
        <span class="row-time">{preciseTimeOf(Date.parse(fired.at), language)}</span>
      </button>
    </li>
  );
}

const endpointName = (endpoint: FaultEndpoint, { faults }: Dictionary): string =>
  faults.targets[endpoint];

function frequency({ times, probability, fired }: Fault, { faults }: Dictionary): string {
  if (times !== undefined) return faults.left(times - fired);
  if (probability !== undefined && probability < 1) {
    return faults.percent(Math.round(probability * 100));
  }
  return faults.every;
}
