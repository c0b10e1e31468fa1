/**
 * No collection is forced before a window: it would shrink the young generation, and each window would then measure how
 * that grows again.
 *
 * Works for a while and tells the microseconds of this process' CPU a piece of work, and how much of the time the CPU
 * was at work.
 *
 * @param work is told how to know that it is over, and returns how much it has done
 */
export async function measureWindow(work, windowMs) {
  const cpu = process.cpuUsage();
  const started = performance.now();
  const end = started + windowMs;
  const done = await work(() => performance.now() >= end);
  const { user, system } = process.cpuUsage(cpu);
  const wall = (performance.now() - started) * 1000;
  return { micros: (user + system) / done, busy: (user + system) / wall, done };
}

/** In pieces: a stream's end must be warm too, or the measured one begins with compiling. */
export async function warmUp(work, warmUpMs, pieces = 4) {
  for (let i = 0; i < pieces; i++) await measureWindow(work, warmUpMs / pieces);
}

/** Rounds, in each of which everyone has a turn; the order turns, so that no one is always first. */
export async function inRounds(names, rounds, measure, warmUpRounds = 0) {
  const windows = Object.fromEntries(names.map((name) => [name, []]));
  for (let round = -warmUpRounds; round < rounds; round++) {
    for (let turn = 0; turn < names.length; turn++) {
      const name = names[(round + warmUpRounds + turn) % names.length];
      const window = await measure(name);
      if (round >= 0) windows[name].push(window);
    }
  }
  return windows;
}
