import { Inject, Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { type Settings, SETTINGS } from '../settings/settings.js';
import { Campaign, type CampaignOptions } from './campaign.js';

/** Knows all that is under way, so that a shutdown can end it in good order. */
@Injectable()
export class Campaigns implements OnApplicationShutdown {
  readonly #running = new Set<Campaign>();
  #isShutDown = false;

  constructor(@Inject(SETTINGS) private readonly settings: Settings) {}

  start(options: CampaignOptions): Campaign {
    const campaign = new Campaign(options);
    if (this.#isShutDown) campaign.shutDown(this.settings.shutdownTimeoutMs);
    this.#running.add(campaign);
    return campaign;
  }

  /** Nothing more will be sent for it; a shutdown still waits for what is under way. */
  end(campaign: Campaign): void {
    campaign.end();
    const forget = () => this.#running.delete(campaign);
    if (campaign.isIdle) forget();
    else void campaign.idle().then(forget);
  }

  async onApplicationShutdown(): Promise<void> {
    this.#isShutDown = true;
    const running = [...this.#running];
    for (const campaign of running) campaign.shutDown(this.settings.shutdownTimeoutMs);
    await Promise.all(running.map((campaign) => campaign.idle()));
  }
}
