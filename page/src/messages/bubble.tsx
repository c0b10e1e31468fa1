import { useLanguage, useWords } from '../state/words.js';
import { Copyable } from '../parts/copyable.js';
import { Icon } from '../parts/icon.js';
import { Delivery } from './delivery.js';
import { TextBody } from '../parts/text-body.js';
import type { ReceivedText, SentText, Text } from '../state/texts.js';
import { momentOf, timeOf } from '../text/dates.js';
import { oneTimeCode } from '../../../lib/simulator/text/one-time-code.js';

interface BubbleProps {
  readonly text: Text;
  readonly needle: string;
}

/** One text. The page is the phone: texts from the app are at the start of the line, texts from the phone at the end. */
export function Bubble({ text, needle }: BubbleProps) {
  const words = useWords();
  const label = text.kind === 'sent' ? words.thread.sentBy : words.thread.sentByPhone;
  return (
    <article class={`bubble ${text.kind}`} aria-label={label} data-text={text.key}>
      <div class="bubble-box">
        <TextBody body={text.body} direction={text.direction} needle={needle} />
      </div>
      <footer class="bubble-foot">
        {text.kind === 'sent' ? <SentFoot text={text} /> : <ReceivedFoot text={text} />}
      </footer>
    </article>
  );
}

function SentFoot({ text }: { readonly text: SentText }) {
  const words = useWords();
  const language = useLanguage();
  const code = oneTimeCode(text.body);
  return (
    <>
      <span class="foot-line">
        <Time atMs={text.atMs} label={words.thread.acceptedAt} />
        <Delivery text={text} />
        <span>
          {words.thread.from} <bdi class="mono ltr">{text.line}</bdi>
        </span>
        <span title={words.thread.price(text.price)}>
          {words.thread.parts(text.parts)} · <bdi class="ltr">{text.encoding}</bdi>
        </span>
      </span>
      {text.sendAtMs !== undefined && (
        <span class="foot-line scheduled">
          <Icon name="clock" />
          {words.thread.scheduledFor} {momentOf(text.sendAtMs, language)}
        </span>
      )}
      <span class="foot-line">
        {code !== undefined && <Copyable name={words.thread.code} value={code} />}
        <Copyable name="serverId" value={text.serverId} />
        {text.customerId !== null && <Copyable name="customerId" value={text.customerId} />}
      </span>
    </>
  );
}

function ReceivedFoot({ text }: { readonly text: ReceivedText }) {
  const words = useWords();
  return (
    <span class="foot-line">
      <Time atMs={text.atMs} label={words.thread.receivedAt} />
      <span>
        {words.thread.to} <bdi class="mono ltr">{text.line}</bdi>
      </span>
      <Copyable name="id" value={text.id} />
    </span>
  );
}

function Time({ atMs, label }: { readonly atMs: number; readonly label: string }) {
  const language = useLanguage();
  return (
    <time dateTime={new Date(atMs).toISOString()} title={`${label}: ${momentOf(atMs, language)}`}>
      {timeOf(atMs, language)}
    </time>
  );
}
