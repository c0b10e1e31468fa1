/** The error that some work ends in; it fails where the work ends in anything else. */
export async function failureOf(work: Promise<unknown>): Promise<Error> {
  const outcome = await work.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if ('error' in outcome && outcome.error instanceof Error) return outcome.error;
  throw new Error(`Expected an error, got ${JSON.stringify(outcome)}`);
}
