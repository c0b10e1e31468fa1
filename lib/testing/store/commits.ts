import type { Lease, LeaseName } from '../../store/lease.js';
import type { AccountStore } from '../../store/store.js';
import { at, change, INBOX, leaseOf, letter, message, NUMBER, text } from './samples.js';

export interface Commit {
  readonly call: string;
  readonly name: LeaseName;
  readonly commit: (account: AccountStore, lease: Lease) => Promise<void>;
}

const inboxCommit = (
  call: string,
  commit: (inbox: AccountStore['inbox'], lease: Lease) => Promise<void>,
): Commit => ({ call, name: INBOX, commit: ({ inbox }, lease) => commit(inbox, lease) });

/** Every call that takes a lease, each with something that can be seen. */
export const COMMITS: readonly Commit[] = [
  inboxCommit('intend', (inbox, lease) => inbox.intend(lease, NUMBER, at(1))),
  inboxCommit('keepAnswer', (inbox, lease) => inbox.keepAnswer(lease, NUMBER, [text('6')])),
  inboxCommit('startAfter', (inbox, lease) => inbox.startAfter(lease, NUMBER, '6')),
  inboxCommit('handled, of one text', (inbox, lease) => inbox.handled(lease, NUMBER, ['6'])),
  inboxCommit('handled, of several', (inbox, lease) => inbox.handled(lease, NUMBER, ['6', '8'])),
  inboxCommit('advance', (inbox, lease) => inbox.advance(lease, NUMBER, '9')),
  inboxCommit('attempted', (inbox, lease) => inbox.attempted(lease, NUMBER, '6', 1)),
  inboxCommit('addDeadLetter', (inbox, lease) => inbox.addDeadLetter(lease, NUMBER, letter('6'))),
  inboxCommit('addDeadLetter, of a row that cannot be read', (inbox, lease) =>
    inbox.addDeadLetter(lease, NUMBER, letter('unreadable')),
  ),
  {
    call: 'record, of changes',
    name: 'delivery',
    commit: ({ delivery }, lease) => delivery.record(lease, [change('followed', 1)], []),
  },
  {
    call: 'record, of what is done',
    name: 'delivery',
    commit: ({ delivery }, lease) =>
      delivery.record(lease, [], [{ by: 'serverId', id: 'followed' }]),
  },
  {
    call: 'setLow',
    name: 'balance',
    commit: ({ balance }, lease) => balance.setLow(lease, true),
  },
];

/** Something that each of the commits changes. */
export async function fill(account: AccountStore): Promise<void> {
  const lease = await leaseOf(account, INBOX);
  await account.inbox.startAfter(lease, NUMBER, '4');
  await account.inbox.handled(lease, NUMBER, ['5']);
  await account.delivery.follow([message('followed', 1)]);
  await lease.release();
}

const IDS = ['4', '5', '6', '7', '8', '9', 'unreadable'];

/** All that can be seen of an account. */
export async function everything({ inbox, delivery, balance }: AccountStore): Promise<object> {
  return {
    position: await inbox.position(NUMBER),
    unhandled: await inbox.unhandled(NUMBER, IDS),
    kept: await inbox.kept(NUMBER, undefined, 99),
    deadLetters: await inbox.deadLetters(),
    unannounced: await inbox.unannounced(NUMBER, 99),
    followed: await delivery.due('serverId', at(9), 99),
    wasLow: await balance.wasLow(),
  };
}
