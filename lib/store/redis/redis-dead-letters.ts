import { compareIds, isLong } from '../../api/compare-ids.js';
import type { DeadLetter } from '../inbox-store.js';
import { keptText } from '../text.js';
import { padded } from './keys.js';
import type { AccountDependencies } from './account-dependencies.js';
import * as scripts from './scripts.js';

/** What never changes of a dead letter, and what does. */
type LetterRow = [
  id: string,
  from: string,
  to: string,
  body: string,
  receivedMs: number,
  atMs: number,
];
type FailureRow = [error: string, attempts: number];

/** The dead letters of one account, by their texts' ids. */
export class RedisDeadLetters {
  constructor(private readonly dependencies: AccountDependencies) {}

  /** The keys and arguments with which one is added, behind those of the number. */
  added(number: string, { sms, error, attempts, at }: DeadLetter) {
    const { keys } = this.dependencies;
    const { id, from, to, body, receivedAt } = sms;
    const row: LetterRow = [id, from, to, body, receivedAt.getTime(), at.getTime()];
    const isNew = `${keys.newLetters}${number}`;
    return {
      keys: [keys.letters, keys.failures, keys.letterNumbers, isNew, keys.unreadable],
      args: [
        keptText(id),
        JSON.stringify(row),
        toFailure(error, attempts),
        number,
        at.getTime(),
        keys.newLetters,
        ...(isLong(id) ? [padded(id)] : []),
      ],
    };
  }

  /** Those of some ids, none of which is a Long, that letters were ever added of. */
  async known(ids: readonly string[]): Promise<string[]> {
    const { connection, keys } = this.dependencies;
    const action = 'look which texts became dead letters';
    const answer = await connection.command(
      action,
      'SMISMEMBER',
      keys.unreadable,
      ...ids.map(keptText),
    );
    const isKnown = answer as number[];
    return ids.filter((_, i) => isKnown[i] === 1);
  }

  async all(): Promise<DeadLetter[]> {
    const answer = await this.#run('list the dead letters', scripts.LETTERS, []);
    const [letters, failures] = (answer as string[][]).map(pairsOf) as [Pairs, Pairs];
    return oldestFirst([...letters].map(([field, row]) => toLetter(row, failures.get(field)!)));
  }

  async one(id: string): Promise<DeadLetter | undefined> {
    const answer = await this.#run('look for a dead letter', scripts.LETTER, [keptText(id)]);
    const [row, failure] = answer as [string | null, string | null];
    return row === null ? undefined : toLetter(row, failure!);
  }

  async unannounced(number: string, limit: number): Promise<DeadLetter[]> {
    const { connection, keys } = this.dependencies;
    const action = 'list the dead letters that are not announced';
    const answer = await connection.run(action, {
      script: scripts.NEW_LETTERS,
      keys: [keys.letters, keys.failures, `${keys.newLetters}${number}`],
      args: [limit],
    });
    const [, rows, failures] = answer as [string[], string[], string[]];
    return oldestFirst(rows.map((row, i) => toLetter(row, failures[i]!)));
  }

  async announced(id: string): Promise<void> {
    const { connection, keys } = this.dependencies;
    await connection.run('remember that a dead letter was announced', {
      script: scripts.ANNOUNCED,
      keys: [keys.letterNumbers],
      args: [keptText(id), keys.newLetters],
    });
  }

  async failedAgain(id: string, error: string, attempts: number): Promise<void> {
    const args = [keptText(id), toFailure(error, attempts)];
    await this.#run('count a failure of a dead letter', scripts.FAILED_AGAIN, args);
  }

  async remove(id: string): Promise<boolean> {
    const { connection, keys } = this.dependencies;
    const removed = await connection.run('remove a dead letter', {
      script: scripts.REMOVE_LETTER,
      keys: [keys.letters, keys.failures, keys.letterNumbers],
      args: [keptText(id), keys.newLetters],
    });
    return removed === 1;
  }

  #run(action: string, script: scripts.Script, args: readonly string[]): Promise<unknown> {
    const { connection, keys } = this.dependencies;
    return connection.run(action, { script, keys: [keys.letters, keys.failures], args });
  }
}

type Pairs = Map<string, string>;

function pairsOf(list: readonly string[]): Pairs {
  const pairs: Pairs = new Map();
  for (let i = 0; i < list.length; i += 2) pairs.set(list[i]!, list[i + 1]!);
  return pairs;
}

const toFailure = (error: string, attempts: number): string =>
  JSON.stringify([error, attempts] satisfies FailureRow);

function toLetter(row: string, failure: string): DeadLetter {
  const [id, from, to, body, receivedMs, atMs] = JSON.parse(row) as LetterRow;
  const [error, attempts] = JSON.parse(failure) as FailureRow;
  const sms = { id, from, to, body, receivedAt: new Date(receivedMs) };
  return { sms, error, attempts, at: new Date(atMs) };
}

function oldestFirst(letters: readonly DeadLetter[]): DeadLetter[] {
  return letters.toSorted(
    (a, b) => a.at.getTime() - b.at.getTime() || compareIds(a.sms.id, b.sms.id),
  );
}
