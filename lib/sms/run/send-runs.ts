import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { LightAbortSignal } from '../../concurrency/light-abort-signal.js';
import { type Settings, SETTINGS } from '../../settings/settings.js';
import { SendRun, type SendRunOptions } from './send-run.js';

/** Knows all runs that are under way, so that a shutdown can end them in good order. */
@Injectable()
export class SendRuns implements OnApplicationShutdown {
  /** Aborted when the app shuts down: what has not begun does not begin any more. */
  readonly stopping = new LightAbortSignal();
  readonly #underWay = new Set<SendRun>();

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  start(options: SendRunOptions): SendRun {
    const run = new SendRun(options);
    if (this.stopping.aborted) run.shutDown(this.settings.shutdownTimeoutMs);
    this.#underWay.add(run);
    return run;
  }

  /** Nothing more will be sent for the run; a shutdown still waits for what is under way. */
  end(run: SendRun): void {
    run.end();
    const forget = () => this.#underWay.delete(run);
    if (run.isIdle) forget();
    else void run.idle().then(forget);
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    const runs = [...this.#underWay];
    for (const run of runs) run.shutDown(this.settings.shutdownTimeoutMs);
    await Promise.all(runs.map((run) => run.idle()));
  }
}
