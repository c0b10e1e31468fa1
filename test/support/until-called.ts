interface Mock {
  mock: { calls: readonly unknown[] };
}

/** Resolves when a mock has been called. */
export async function untilCalled({ mock }: Mock): Promise<void> {
  while (mock.calls.length === 0) await new Promise((resolve) => setTimeout(resolve, 1));
}
