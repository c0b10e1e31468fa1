import { useLanguage, useWords } from '../state/words.js';
import type { RequestSummary } from '../api/wire.js';
import { Rows } from '../list/rows.js';
import { Icon } from '../parts/icon.js';
import { Nothing } from '../parts/nothing.js';
import { goTo } from '../state/place.js';
import { simulator } from '../state/simulator.js';
import { useStore } from '../state/store.js';
import { preciseTimeOf } from '../text/dates.js';
import { Outcome } from './outcome.js';
import { RequestDetail } from './request-detail.js';

const ROW_HEIGHT = 60;

/** The requests to the web service, newest first, and the one that is open. */
export function Requests({ open }: { readonly open: string | undefined }) {
  const words = useWords();
  const requests = useStore(simulator, (snapshot) => snapshot.requests);
  return (
    <>
      <section class="pane pane-list" aria-label={words.requests.label}>
        {requests.length === 0 ? (
          <Nothing icon="requests" title={words.requests.none}>
            <p>{words.requests.noneHint}</p>
          </Nothing>
        ) : (
          <Rows
            items={requests}
            keyOf={({ id }) => id}
            rowHeight={ROW_HEIGHT}
            label={words.requests.label}
            selected={open}
            onSelect={({ id }) => goTo({ view: 'requests', open: id })}
          >
            {(request) => <RequestRow request={request} />}
          </Rows>
        )}
      </section>
      <main class="pane pane-detail" id="content" tabIndex={-1}>
        {open === undefined ? (
          <Nothing icon="requests" title={words.requests.choose}>
            <p>{words.requests.chooseHint}</p>
          </Nothing>
        ) : (
          <RequestDetail key={open} id={open} />
        )}
      </main>
    </>
  );
}

function RequestRow({ request }: { readonly request: RequestSummary }) {
  const language = useLanguage();
  return (
    <span class="row-main">
      <span class="row-line">
        <span class="row-title">
          <bdi class="mono ltr">{request.operation ?? request.path}</bdi>
        </span>
        <Outcome request={request} />
      </span>
      <span class="row-line soft">
        <span class="row-text">
          <bdi class="mono ltr">
            {request.method} {request.path}
          </bdi>
        </span>
        {request.fault !== null && (
          <bdi class="fault-tag ltr">
            <Icon name="bolt" />
            {request.fault}
          </bdi>
        )}
        <span class="row-time">{preciseTimeOf(Date.parse(request.at), language)}</span>
      </span>
    </span>
  );
}
