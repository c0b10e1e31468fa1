// The real ones, whatever a test fakes later.
const { setTimeout } = globalThis;
const nowMs = performance.now.bind(performance);

/** A hang, and not a slow machine. It ends before Jest's own time, so that the failure names the fact. */
const HANGS_AFTER_MS = 50_000;

/** Waits for a fact that nothing announces, and fails with its name when it does not come. */
export async function until(
  fact: string | (() => string),
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  const endMs = nowMs() + HANGS_AFTER_MS;
  while (!(await holds())) {
    if (nowMs() > endMs) {
      throw new Error(`It never came to pass: ${typeof fact === 'string' ? fact : fact()}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
