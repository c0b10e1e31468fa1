import {
  type FaultHandle,
  type Operation,
  PayamSmsSimulator,
  type SimulatorOptions,
} from 'nestjs-payamsms/simulator';
import { atEnd } from './at-end.js';

/** A simulator that is closed when the test ends. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<PayamSmsSimulator> {
  const sim = await PayamSmsSimulator.start({ requestLogLimit: 10_000, ...options });
  atEnd(() => sim.close());
  return sim;
}

/** How many requests of these operations the simulator has seen. */
export function countOf(sim: PayamSmsSimulator, ...operations: Operation[]): number {
  return sim.requests.filter(({ operation }) => operation && operations.includes(operation)).length;
}

const SENDS: Operation[] = ['send', 'sendMultipleWithSrc', 'sendMultipleWithSrcBody'];

/** How many sends the simulator has seen, by any of its three endpoints. */
export const sendsTo = (sim: PayamSmsSimulator): number => countOf(sim, ...SENDS);

/** From now on the simulator does not tell whether a message was accepted. */
export const keepStatesBack = (sim: PayamSmsSimulator): FaultHandle =>
  sim.fail('getStatus', 'status 500');
