import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { type App, bootApp, type BootOptions, NEVER } from '../../../support/boot.js';
import { Recorder } from '../../../support/recorder.js';

/** An app that follows what it sends, with a listener. */
export const follow = (
  sim: Pick<PayamSmsSimulator, 'url' | 'credentials'>,
  options: BootOptions = {},
): Promise<App> => bootApp(sim, { listeners: [Recorder], delivery: { cron: NEVER }, ...options });
