/** The first index below `end` for which it is true, as it is for all above; `end` for none. */
export function firstWhere(end: number, isTrue: (index: number) => boolean): number {
  let low = 0;
  let high = end;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (isTrue(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
