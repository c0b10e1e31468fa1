import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { merge, withDefaults } from '../options.js';
import type { Seed } from '../persistence/seed.js';
import type { StateFile } from '../persistence/state-file.js';
import { Simulation } from '../simulation.js';
import type { RunArguments } from './arguments.js';

/** A simulation as the arguments describe it, and the file that its state is kept in. */
export interface Begun {
  readonly simulation: Simulation;
  readonly stateFile: StateFile | undefined;
}

/** Throws an error that names the file that is wrong, and what is wrong in it. */
export async function begin(run: RunArguments, warn: (line: string) => void): Promise<Begun> {
  const { port, host, allowHosts, token, dialect, maxMessages } = run;
  const populate = await populator(run);
  const settings = withDefaults({ port, host, allowHosts, token, dialect, maxMessages });
  const simulation = new Simulation(settings, populate);
  if (run.state === undefined) return { simulation, stateFile: undefined };

  // A start without a state file does not need these modules, so they are loaded here.
  const { StateFile, readStateFile } = await import('../persistence/state-file.js');
  const { restore } = await import('../persistence/restore.js');
  const kept = await readStateFile(run.state);
  if (kept) {
    restore(simulation, kept);
    // The command line wins over the file.
    simulation.setDialect(dialect);
    addFaults(simulation, run);
  }
  const stateFile = new StateFile(run.state, simulation, (error) =>
    warn(`cannot save the state in ${run.state}: ${String(error)}`),
  );
  // Saved now, so that a file that cannot be written is an error at the start.
  await stateFile.save();
  return { simulation, stateFile };
}

async function populator(run: RunArguments): Promise<(simulation: Simulation) => void> {
  const seed = run.seed === undefined ? undefined : await readSeedFile(run.seed);
  const applySeed = seed && (await import('../persistence/seed.js')).applySeed;
  return (simulation) => {
    if (seed && applySeed)
      applySeed(simulation, { ...seed, dialect: merge(seed.dialect ?? {}, run.dialect) });
    addFaults(simulation, run);
  };
}

/** Skips a fault that is set already, or each start would add the same one again. */
function addFaults(simulation: Simulation, { faults }: RunArguments): void {
  for (const { target, kind, options } of faults) {
    const isSet = simulation.faults.all.some(
      (fault) =>
        fault.target === target && fault.kind === kind && isDeepStrictEqual(fault.options, options),
    );
    if (!isSet) simulation.fail(target, kind, options);
  }
}

async function readSeedFile(path: string): Promise<Seed> {
  const { parseSeed } = await import('../persistence/seed.js');
  const text = await readFile(path, 'utf8');
  try {
    return parseSeed(await parseFile(text), '');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${path} is not a seed file: ${why}`, { cause });
  }
}

/** JSON, else YAML; the name of the file does not matter. */
async function parseFile(text: string): Promise<unknown> {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { parse } = await import('yaml');
    return (parse(text) as unknown) ?? {};
  }
}
