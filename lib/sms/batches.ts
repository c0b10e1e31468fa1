/** Gathers items into lists of at most `size`, in order. */
export async function* toBatches<T>(
  items: Iterable<T> | AsyncIterable<T>,
  size: number,
): AsyncGenerator<[T, ...T[]], void, undefined> {
  let batch: T[] = [];
  for await (const item of items) {
    if (batch.push(item) >= size) {
      yield batch as [T, ...T[]];
      batch = [];
    }
  }
  if (batch.length > 0) yield batch as [T, ...T[]];
}
