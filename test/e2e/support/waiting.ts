/** A fact that a test lets others wait for until it says so. */
export class Signal {
  readonly given: Promise<void>;
  give!: () => void;

  constructor() {
    this.given = new Promise((resolve) => {
      this.give = resolve;
    });
  }
}

/** Waits for a fact that nobody announces, and fails with its name when it does not come. */
export async function until(
  fact: string,
  holds: () => boolean | Promise<boolean>,
  timeoutMs = 5_000,
): Promise<void> {
  const endMs = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > endMs) throw new Error(`It never came to pass: ${fact}`);
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
}
