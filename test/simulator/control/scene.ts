import { afterEach, beforeEach } from '@jest/globals';
import { PayamSmsSimulator, type SimulatorOptions } from '../../../lib/simulator/index.js';
import { Caller } from '../caller.js';
import { Rest } from './rest.js';

/** A simulator with its callers: an app that has logged in, and a client of the REST interface. */
export interface Scene {
  readonly sim: PayamSmsSimulator;
  readonly caller: Caller;
  readonly rest: Rest;
}

/** Each test gets one of its own. */
export function useScene(options: SimulatorOptions = {}): Scene {
  const scene: { -readonly [Part in keyof Scene]?: Scene[Part] } = {};
  beforeEach(async () => {
    scene.sim = await PayamSmsSimulator.start(options);
    scene.caller = await Caller.loggedIn(scene.sim);
    scene.rest = new Rest(scene.sim);
  });
  afterEach(() => scene.sim?.close());
  return scene as Scene;
}
