import { useState } from 'preact/hooks';
import { FAULT_KINDS, OPERATIONS, type FaultEndpoint, type FaultKindName } from '../api/wire.js';
import { useWords } from '../i18n/words.js';
import { setFault } from '../state/actions.js';
import { say } from '../state/notices.js';
import { NumberField } from './number-field.js';
import { TextField } from './text-field.js';
import { isRedirect, NEW_FAULT, toFault, type FaultDraft } from './fault-draft.js';

const ENDPOINTS: readonly FaultEndpoint[] = [
  'send',
  '*',
  ...OPERATIONS.filter((operation) => operation !== 'send'),
];

const HOWS = ['times', 'chance', 'always'] as const;

/** Which endpoint breaks, in which way, and how often. */
export function FaultForm() {
  const words = useWords();
  const [draft, setDraft] = useState<FaultDraft>(NEW_FAULT);
  const change = (changes: Partial<FaultDraft>) => setDraft({ ...draft, ...changes });
  return (
    <form
      class="fault-form"
      onSubmit={(event) => {
        event.preventDefault();
        void setFault(toFault(draft)).then((done) => done && say(words.faults.set));
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
          {FAULT_KINDS.map((kind) => (
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
            min={200}
            max={599}
          />
          <TextField
            label={words.faults.retryAfter}
            value={draft.retryAfter}
            onChange={(retryAfter) => change({ retryAfter })}
          />
        </div>
      )}
      {isRedirect(draft) && (
        <TextField
          label={words.faults.location}
          value={draft.location}
          onChange={(location) => change({ location })}
        />
      )}
      {draft.kind === 'status' && (
        <label class="check">
          <input
            type="checkbox"
            checked={draft.accepted}
            onChange={(event) => change({ accepted: event.currentTarget.checked })}
          />
          {words.faults.accepted}
        </label>
      )}
      {draft.kind === 'slow' && (
        <NumberField
          label={words.faults.delay}
          value={draft.delayMs}
          onChange={(delayMs) => change({ delayMs })}
          min={0}
          max={600_000}
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
            min={1}
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
