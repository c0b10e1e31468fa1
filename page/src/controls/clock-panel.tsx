import { useEffect, useState } from 'preact/hooks';
import { useLanguage, useWords } from '../state/words.js';
import { advance, type Advance } from '../state/actions.js';
import { notify } from '../state/notices.js';
import { simulator } from '../state/simulator.js';
import { nowOf } from '../state/snapshot.js';
import { useStore } from '../state/store.js';
import { dayOf, preciseTimeOf } from '../text/dates.js';
import { Panel } from './panel.js';

const STEPS: readonly Advance[] = ['1m', '10m', '1h', '1d'];

/** The simulator's time, in both calendars, and the buttons that advance it. */
export function ClockPanel() {
  const words = useWords();
  const language = useLanguage();
  const now = useNow();
  const { first, second } = dayOf(now, language);
  const move = async (by: Advance) => {
    if (await advance(by)) notify(words.clock.advanced(words.clock.by[by]));
  };
  return (
    <Panel icon="clock" title={words.clock.title} hint={words.clock.hint}>
      <p class="clock">
        <time dateTime={new Date(now).toISOString()}>{preciseTimeOf(now, language)}</time>
        <span class="clock-day">
          {first}
          <span class="soft">
            {second} · {words.clock.zone}
          </span>
        </span>
      </p>
      <div class="steps" role="group" aria-label={words.clock.advance}>
        {STEPS.map((by) => (
          <button
            key={by}
            type="button"
            class="button"
            title={`${words.clock.advance} ${words.clock.by[by]}`}
            onClick={() => void move(by)}
          >
            {words.clock.short[by]}
          </button>
        ))}
      </div>
    </Panel>
  );
}

function useNow(): number {
  const clock = useStore(simulator, (snapshot) => snapshot.clock);
  const [, setTick] = useState(0);
  useEffect(() => {
    const timer = setInterval(() => setTick((tick) => tick + 1), 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowOf(clock);
}
