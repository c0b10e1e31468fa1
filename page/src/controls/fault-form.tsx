import { useState } from 'preact/hooks';
import {
  FAULT_BOUNDS,
  FAULT_ENDPOINTS,
  FAULT_KINDS,
  takes,
  type FaultEndpoint,
  type FaultKindName,
} from '../api/wire.js';
import { useWords } from '../state/words.js';
import { setFault } from '../state/actions.js';
import { notify } from '../state/notices.js';
import { NumberField } from './number-field.js';
import { TextField } from './text-field.js';
import { isLate, isRedirect, NEW_FAULT, toFault, type FaultDraft } from './fault-draft.js';

const ENDPOINTS: readonly FaultEndpoint[] = [
  'send',
  ...FAULT_ENDPOINTS.filter((endpoint) => endpoint !== 'send'),
];

const HOWS = ['times', 'chance', 'always'] as const;

/** The form that sets a fault: the endpoint, the kind, and how often it fires. */
export function FaultForm() {
  const words = useWords();
  const [draft, setDraft] = useState<FaultDraft>(NEW_FAULT);
  const change = (changes: Partial<FaultDraft>) => setDraft({ ...draft, ...changes });
  return (
    <form
      class="fault-form"
      onSubmit={(event) => {
        event.preventDefault();
        void setFault(toFault(draft)).then((done) => done && notify(words.faults.set));
      }}
    >
      <label class="field">
        {words.faults.target}
        <select
          value={draft.endpoint}
          onChange={(event) => change({ endpoint: event.currentTarget.value as FaultEndpoint })}
        >
          {ENDPOINTS.map((endpoint) => (
            <option key={endpoint} value={endpoint}>
              {words.faults.targets[endpoint]}
            </option>
          ))}
        </select>
      </label>
      <label class="field">
        {words.faults.kind}
        <select
          value={draft.kind}
          onChange={(event) => change({ kind: event.currentTarget.value as FaultKindName })}
        >
          {FAULT_KINDS.map(({ kind }) => (
            <option key={kind} value={kind}>
              {words.faults.kinds[kind]}
            </option>
          ))}
        </select>
      </label>
      <p class="soft hint">{words.faults.explained[draft.kind]}</p>
      {draft.kind === 'status' && (
        <div class="field-row">
          <NumberField
            label={words.faults.status}
            value={draft.status}
            onChange={(status) => change({ status })}
            {...FAULT_BOUNDS.status}
          />
          {takes(draft.kind, 'retryAfter') && (
            <TextField
              label={words.faults.retryAfter}
              value={draft.retryAfter}
              onChange={(retryAfter) => change({ retryAfter })}
            />
          )}
        </div>
      )}
      {isRedirect(draft) && (
        <TextField
          label={words.faults.location}
          value={draft.location}
          onChange={(location) => change({ location })}
        />
      )}
      {takes(draft.kind, 'accepted') && (
        <label class="check">
          <input
            type="checkbox"
            checked={draft.accepted}
            onChange={(event) => change({ accepted: event.currentTarget.checked })}
          />
          {words.faults.accepted}
        </label>
      )}
      {isLate(draft) && (
        <NumberField
          label={words.faults.delay}
          value={draft.delayMs}
          onChange={(delayMs) => change({ delayMs })}
          {...FAULT_BOUNDS.delayMs}
        />
      )}
      <fieldset class="segments">
        <legend>{words.faults.how}</legend>
        <div class="segments-box">
          {HOWS.map((how) => (
            <label key={how}>
              <input
                type="radio"
                name="how"
                checked={draft.how === how}
                onChange={() => change({ how })}
              />
              <span>{words.faults[how]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <div class="field-row">
        {draft.how === 'times' && (
          <NumberField
            label={words.faults.timesLabel}
            value={draft.times}
            onChange={(times) => change({ times })}
            {...FAULT_BOUNDS.times}
          />
        )}
        {draft.how === 'chance' && (
          <NumberField
            label={words.faults.chanceLabel}
            value={draft.percent}
            onChange={(percent) => change({ percent })}
            min={1}
            max={100}
          />
        )}
        <button type="submit" class="button accent">
          {words.faults.add}
        </button>
      </div>
    </form>
  );
}
