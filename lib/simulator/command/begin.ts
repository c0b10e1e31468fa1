import { readFile } from 'node:fs/promises';
import { isDeepStrictEqual } from 'node:util';
import { merge, withDefaults } from '../options.js';
import type { Seed } from '../persistence/seed.js';
import type { StateFile } from '../persistence/state-file.js';
import { Simulation } from '../simulation.js';
import type { RunArguments } from './arguments.js';

/** A simulation as the arguments want it, and the file that keeps up with it. */
export interface Begun {
  readonly simulation: Simulation;
  readonly stateFile: StateFile | undefined;
}

/** Throws an error that says which file is wrong and how. */
export async function begin(run: RunArguments, warn: (line: string) => void): Promise<Begun> {
  const { port, host, allowHosts, token, dialect, maxMessages } = run;
  const furnish = await furnisher(run);
  const settings = withDefaults({ port, host, allowHosts, token, dialect, maxMessages });
  const simulation = new Simulation(settings, furnish);
  if (run.state === undefined) return { simulation, stateFile: undefined };

  // What a plain start has no use for is loaded only here.
  const { StateFile, readStateFile } = await import('../persistence/state-file.js');
  const { restore } = await import('../persistence/restore.js');
  const kept = await readStateFile(run.state);
  if (kept) {
    restore(simulation, kept);
    // What was said on the command line today wins over what was kept yesterday.
    simulation.setDialect(dialect);
    addFaults(simulation, run);
  }
  const stateFile = new StateFile(run.state, simulation, (error) =>
    warn(`cannot keep the state in ${run.state}: ${String(error)}`),
  );
  // Now, so that a place where nothing can be written is known at the start.
  await stateFile.save();
  return { simulation, stateFile };
}

async function furnisher(run: RunArguments): Promise<(simulation: Simulation) => void> {
  const seed = run.seed === undefined ? undefined : await readSeedFile(run.seed);
  const sow = seed && (await import('../persistence/seed.js')).sow;
  return (simulation) => {
    if (seed && sow) sow(simulation, { ...seed, dialect: merge(seed.dialect ?? {}, run.dialect) });
    addFaults(simulation, run);
  };
}

/** None that is set already, or they would pile up from start to start. */
function addFaults(simulation: Simulation, { faults }: RunArguments): void {
  for (const { target, kind, options } of faults) {
    const isSet = simulation.faults.armed.some(
      (fault) =>
        fault.target === target && fault.kind === kind && isDeepStrictEqual(fault.options, options),
    );
    if (!isSet) simulation.fail(target, kind, options);
  }
}

async function readSeedFile(path: string): Promise<Seed> {
  const { readSeed } = await import('../persistence/seed.js');
  const text = await readFile(path, 'utf8');
  try {
    return readSeed(await parseSeed(text), '');
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`${path} is no seed: ${why}`, { cause });
  }
}

/** JSON, else YAML, whatever the file is called. */
async function parseSeed(text: string): Promise<unknown> {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    const { parse } = await import('yaml');
    return (parse(text) as unknown) ?? {};
  }
}
