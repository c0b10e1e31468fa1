/** The name that is spelled most like a given one, and whether one is surely the other, misspelled. */
export interface NearestName {
  nearest: string;
  isNear: boolean;
}

/** In whatever case. One that is a part of the other counts as near: TIMEOUT and TIMEOUT_MS. */
export function nearestTo(name: string, candidates: readonly string[]): NearestName {
  const given = name.toUpperCase();
  let nearest = '';
  let least = Infinity;
  for (const candidate of candidates) {
    const known = candidate.toUpperCase();
    const distance = isPart(given, known) ? 1 : editDistance(given, known);
    if (distance < least) [nearest, least] = [candidate, distance];
  }
  return { nearest, isNear: least <= Math.max(2, given.length / 4) };
}

function isPart(given: string, known: string): boolean {
  if (given === '') return false;
  return known.startsWith(given) || given.startsWith(known) || known.endsWith(`_${given}`);
}

/** How many letters are to be changed, added or left out (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j]! + 1, next[j - 1]! + 1));
    }
    row = next;
  }
  return row[b.length]!;
}
