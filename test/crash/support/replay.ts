export interface HeardText {
  id: string;
  to: string;
}

export interface Replayed {
  /** Texts that nobody heard. */
  lost: HeardText[];
  /** Heard for the first time after a later one of the same number. */
  outOfOrder: HeardText[];
  /** For each run, the number of every text that an earlier run, or the same one, had heard. */
  again: string[][];
}

/** Compares what was sent with what the runs heard, one after the other. */
export function replay(sent: readonly HeardText[], runs: readonly HeardText[][]): Replayed {
  const heard = new Set<string>();
  const newest = new Map<string, bigint>();
  const outOfOrder: HeardText[] = [];
  const again = runs.map((run) => {
    const repeated: string[] = [];
    for (const text of run) {
      const id = BigInt(text.id);
      if (heard.has(text.id)) {
        repeated.push(text.to);
        continue;
      }
      heard.add(text.id);
      if (id < (newest.get(text.to) ?? 0n)) outOfOrder.push(text);
      else newest.set(text.to, id);
    }
    return repeated;
  });
  return { lost: sent.filter(({ id }) => !heard.has(id)), outOfOrder, again };
}
