import { Inject, Injectable } from '@nestjs/common';
import type { PayamSmsError } from '../errors/payamsms.error.js';
import { PayamSmsUnknownOutcomeError } from '../errors/unknown-outcome.error.js';
import { apiErrorOf } from '../api/answer.js';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { Acceptances } from './acceptances.js';
import { BatchCalls, type BatchRun, joined, record, type Outcomes } from './batch-calls.js';
import type { Campaign } from './campaign.js';
import { type Doubt, settled, unknown, unsent, type Verdict, withCopies } from './outcome.js';
import type { PreparedSms } from './prepare.js';
import { SendJournal } from './send-journal.js';
import type { Findings } from './settle/look.js';
import { Settlement } from './settle/settlement.js';
import type { SendOutcome } from './sms.types.js';

/** A batch on its way. */
interface Journey extends BatchRun {
  /** How often its messages were sent. */
  sends: number;
}

/** Sends a batch and does not rest before each of its messages has an outcome. */
@Injectable()
export class BatchSender {
  constructor(
    private readonly calls: BatchCalls,
    private readonly settlement: Settlement,
    private readonly journal: SendJournal,
    private readonly acceptances: Acceptances,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * @param freePlace called when the first send is over and at most settling is left
   * @returns outcomes in the order of the messages
   */
  deliver(
    messages: readonly PreparedSms[],
    campaign: Campaign,
    freePlace: () => void = () => {},
  ): Promise<SendOutcome[]> {
    return campaign.track(this.#deliver(messages, campaign, freePlace));
  }

  async #deliver(
    messages: readonly PreparedSms[],
    campaign: Campaign,
    freePlace: () => void,
  ): Promise<SendOutcome[]> {
    const startedAtMs = performance.now();
    const deadline = campaign.deadline();
    const journey: Journey = { campaign, deadline, sends: 0, calls: 0 };
    try {
      const first = campaign.resume ? mayBeSent(messages) : await this.#send(messages, journey);
      freePlace();
      // The usual case needs no bookkeeping: everything was said in one answer.
      const outcomes = first.doubt ? await this.#settle(messages, first, journey) : first.closed;
      if (this.acceptances.areFollowed) await this.acceptances.tell(messages, outcomes);
      this.journal.tell(outcomes, journey.sends, performance.now() - startedAtMs);
      return outcomes;
    } finally {
      freePlace();
      campaign.release(deadline);
    }
  }

  async #settle(
    messages: readonly PreparedSms[],
    first: Verdict,
    journey: Journey,
  ): Promise<SendOutcome[]> {
    const { campaign, deadline } = journey;
    const outcomes: Outcomes = new Map();
    deadline.within(campaign.sendDeadlineMs);
    record(outcomes, first.closed);
    for (let { doubt } = first; doubt;) {
      const { absent, open } = await this.#lookFor(doubt, journey, outcomes);
      const left = open.length > 0 ? [{ messages: open, cause: doubt.cause }] : [];
      const again = await this.#sendAgain(absent, doubt.cause, journey);
      record(outcomes, again.closed);
      doubt = joined(again.doubt ? [...left, again.doubt] : left);
    }
    return messages.map(({ index }) => outcomes.get(index)!);
  }

  /** Sends what the service does not have, if it still may be sent. */
  async #sendAgain(
    absent: readonly PreparedSms[],
    cause: PayamSmsError,
    journey: Journey,
  ): Promise<Verdict> {
    if (absent.length === 0) return { closed: [] };
    const { campaign, sends } = journey;
    const reason = campaign.stopped ?? (this.#maySend(journey) ? undefined : 'unreachable');
    if (reason === undefined) return this.#send(absent, journey);
    return {
      closed: absent.map((message) => unsent(message, reason, sends > 0 ? cause : undefined)),
    };
  }

  #maySend({ sends, deadline }: Journey): boolean {
    return sends < this.settings.retry.maxAttempts && !deadline.nearing.aborted;
  }

  /**
   * Tells what is found and what stays unknown; gives back what the service does not have, and what
   * nobody can tell yet.
   */
  async #lookFor(
    { messages, cause, unclaimed, pending }: Doubt,
    { campaign, deadline }: Journey,
    outcomes: Outcomes,
  ): Promise<{ absent: readonly PreparedSms[]; open: readonly PreparedSms[] }> {
    const options = { deadline, urgent: campaign.urgent };
    const tell = ({ found, unsure }: Findings) => {
      for (const message of messages) {
        const serverIds = found.get(message.customerId);
        if (serverIds) outcomes.set(message.index, settled(message, serverIds));
      }
      if (!deadline.aborted) return unsure;
      record(
        outcomes,
        unsure.map((message) => unknown(message, cause)),
      );
      return [];
    };
    const findings = await this.settlement.lookTwice(messages, options);
    const open = tell(findings);
    if (pending && deadline.aborted) recordLate(outcomes, pending.messages, await pending.verdict);
    const { absent, found } = findings;
    const rest = [...absent, ...open];
    if (rest.length === 0 || !unclaimed || areClaimed(unclaimed, found)) return { absent, open };
    // Some of those that do not show are accepted all the same, and must not be sent again.
    tell(await this.settlement.lookUntilFound(rest, options));
    return { absent: [], open: [] };
  }

  async #send(messages: readonly PreparedSms[], journey: Journey): Promise<Verdict> {
    const { campaign } = journey;
    const verdict = await this.calls.send(messages, journey);
    if (verdict.hasLeft) journey.sends++;
    // Before the first send of a resumed campaign an earlier run may have sent it.
    const isAgain = journey.sends > 1 || campaign.resume;
    return verdict.hasLeft && isAgain ? this.#lookAgain(messages, verdict, journey) : verdict;
  }

  /** What was sent again is asked for once more: an earlier copy may have shown up late. */
  async #lookAgain(
    messages: readonly PreparedSms[],
    verdict: Verdict,
    { campaign, deadline }: Journey,
  ): Promise<Verdict> {
    const open = new Set(verdict.doubt?.messages);
    const closed = messages.filter((message) => !open.has(message));
    if (closed.length === 0) return verdict;
    const options = { deadline, urgent: campaign.urgent };
    const found = await this.settlement.lookAgain(closed, options);
    return {
      ...verdict,
      closed: verdict.closed.map((outcome, i) => {
        const serverIds = found.get(outcome.customerId);
        return serverIds ? withCopies(closed[i]!, outcome, serverIds) : outcome;
      }),
    };
  }
}

/** On resuming, an earlier run may have sent any of them. */
function mayBeSent(messages: readonly PreparedSms[]): Verdict {
  const ids = messages.map(({ customerId }) => customerId);
  return {
    closed: [],
    doubt: { messages, cause: new PayamSmsUnknownOutcomeError(ids) },
  };
}

/** The answer to the send may have come while it was looked for; what was found stands. */
function recordLate(
  outcomes: Outcomes,
  messages: readonly PreparedSms[],
  { closed, refusal }: Verdict,
): void {
  const late = refusal
    ? messages.map((message) => unsent(message, 'refused', apiErrorOf(refusal, refusal)))
    : closed;
  record(
    outcomes,
    late.filter(({ index }) => outcomes.get(index)?.status !== 'accepted'),
  );
}

function areClaimed(unclaimed: ReadonlySet<string>, found: Findings['found']): boolean {
  const claimed = new Set([...found.values()].flat());
  return [...unclaimed].every((serverId) => claimed.has(serverId));
}
