import type { PayamSmsModuleOptions } from 'nestjs-payamsms';
import type { SimulatorCredentials } from 'nestjs-payamsms/simulator';
import { type App, bootApp, type BootOptions, NEVER, settingsFor } from '../../../support/boot.js';
import { SENDER } from '../../../support/numbers.js';
import { Recorder } from '../../../support/recorder.js';

interface Service {
  url: string;
  credentials: SimulatorCredentials;
}

const anInbox = (options: PayamSmsModuleOptions['inbox'] = {}) => ({
  numbers: [SENDER],
  cron: NEVER,
  ...options,
});

/** An app that polls its inbox, with a listener. */
export const listen = (to: Service, options: BootOptions = {}): Promise<App> =>
  bootApp(to, { listeners: [Recorder], ...options, inbox: anInbox(options.inbox) });

/** What such an app's module is given. */
export const inboxSettings = (to: Service): PayamSmsModuleOptions =>
  settingsFor(to, { inbox: anInbox() });

export const text = (body: string, more: object = {}) => ({
  from: '09121234567',
  to: SENDER,
  body,
  ...more,
});
