import type { ComponentChildren } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { call } from '../api/client.js';
import type { Exchange, Headers } from '../api/wire.js';
import { useLanguage, useWords } from '../state/words.js';
import { Icon } from '../parts/icon.js';
import { Nothing } from '../parts/nothing.js';
import { copy } from '../state/clipboard.js';
import { notify } from '../state/notices.js';
import { goTo } from '../state/place.js';
import { momentOf } from '../text/dates.js';
import { showControls } from '../text/visible.js';
import { indented } from './indented.js';
import { Outcome } from './outcome.js';

/** One request and its answer as they went over the wire. */
export function RequestDetail({ id }: { readonly id: string }) {
  const words = useWords();
  const language = useLanguage();
  const [exchange, setExchange] = useState<Exchange | 'gone' | undefined>(undefined);
  useEffect(() => {
    call<Exchange>('GET', `requests/${encodeURIComponent(id)}`).then(setExchange, () =>
      setExchange('gone'),
    );
  }, [id]);

  if (exchange === undefined) return null;
  if (exchange === 'gone') {
    return (
      <Nothing icon="requests" title={words.requests.gone}>
        <p>{words.requests.goneHint}</p>
      </Nothing>
    );
  }
  const { summary, request, answer } = exchange;
  return (
    <>
      <header class="detail-head">
        <button
          type="button"
          class="button icon-only back"
          aria-label={words.back}
          onClick={() => goTo({ view: 'requests', open: undefined })}
        >
          <Icon name="back" />
        </button>
        <div class="detail-title">
          <h2>
            <bdi class="mono ltr">{summary.operation ?? words.requests.unknownPath}</bdi>
          </h2>
          <span class="soft">
            {momentOf(Date.parse(summary.at), language)}
            {summary.durationMs !== null &&
              ` · ${words.requests.took(Math.round(summary.durationMs * 10) / 10)}`}
          </span>
        </div>
        <Outcome request={summary} />
      </header>
      {/* It scrolls, so it must be reachable by keyboard. */}
      <div class="exchange" role="region" aria-label={words.requests.label} tabIndex={0}>
        {summary.fault !== null && (
          <p class="fault-note">
            <Icon name="bolt" />
            {words.requests.fault}: <bdi class="mono ltr">{summary.fault}</bdi>
          </p>
        )}
        <Side title={words.requests.request} copied={writtenOut(request)}>
          <pre class="ltr mono start-line">
            {request.method} {showControls(request.target)}
          </pre>
          <HeaderList headers={request.headers} />
          <Body body={request.body} />
        </Side>
        <Side title={words.requests.answer} copied={answer ? writtenOut(answer) : undefined}>
          {answer ? (
            <>
              <pre class="ltr mono start-line">HTTP {answer.status}</pre>
              <HeaderList headers={answer.headers} />
              <Body body={answer.body} />
            </>
          ) : (
            <p class="soft">
              {summary.outcome === 'open' ? words.requests.waiting : words.requests.droppedHint}
            </p>
          )}
        </Side>
      </div>
    </>
  );
}

interface SideProps {
  readonly title: string;
  readonly copied: string | undefined;
  readonly children: ComponentChildren;
}

function Side({ title, copied, children }: SideProps) {
  const words = useWords();
  return (
    <section class="side">
      <header>
        <h3>{title}</h3>
        {copied !== undefined && (
          <button
            type="button"
            class="button quiet"
            onClick={() =>
              void copy(copied).then((done) => notify(done ? words.copied : words.copyFailed))
            }
          >
            <Icon name="copy" />
            {words.copy}
          </button>
        )}
      </header>
      {children}
    </section>
  );
}

function HeaderList({ headers }: { readonly headers: Headers }) {
  return (
    <dl class="headers ltr mono">
      {Object.entries(headers).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : value.join(', ')}</dd>
        </div>
      ))}
    </dl>
  );
}

function Body({ body }: { readonly body: string | null }) {
  const words = useWords();
  if (body === null || body === '') return <p class="soft">{words.requests.noBody}</p>;
  return <pre class="ltr mono body-text">{showControls(indented(body))}</pre>;
}

function writtenOut(side: Exchange['request'] | NonNullable<Exchange['answer']>): string {
  const start = 'target' in side ? `${side.method} ${side.target}` : `HTTP ${side.status}`;
  const headers = Object.entries(side.headers).map(([name, value]) => `${name}: ${String(value)}`);
  return [start, ...headers, '', side.body ?? ''].join('\n');
}
