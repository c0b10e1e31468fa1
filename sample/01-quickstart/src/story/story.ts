import { Injectable, Optional } from '@nestjs/common';
import { AccountService, PayamSmsError } from 'nestjs-payamsms';
import { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { bold, page } from './page.js';
import { SimulatedStory } from './simulated-story.js';

/** What the terminal shows once the app is up. */
@Injectable()
export class Story {
  constructor(
    private readonly account: AccountService,
    private readonly simulated: SimulatedStory,
    @Optional() private readonly simulator?: PayamSmsSimulator,
  ) {}

  async tell(port: number): Promise<void> {
    page.line(`\n${bold('nestjs-payamsms quickstart')}`);
    if (this.simulator) {
      page.line(
        `No PAYAMSMS_CLIENT_ID is set: a simulated PayamSMS answers at ${this.simulator.url}`,
      );
      await this.simulated.tell(this.simulator);
    } else {
      page.line('PAYAMSMS_CLIENT_ID is set: this is your account. Nothing is sent until you ask.');
      await this.#readBalance();
    }
    this.#lookAround(`http://localhost:${port}`);
  }

  /** All that is done unasked with a real account: nothing is sent at its cost. */
  async #readBalance(): Promise<void> {
    page.step('Read the balance', 'account.getBalance()');
    try {
      const rials = await this.account.getBalance();
      page.row('balance', `${rials.toLocaleString('en')} rials`);
    } catch (error) {
      if (!(error instanceof PayamSmsError)) throw error;
      page.row('failed', error.message);
    }
  }

  #lookAround(url: string): void {
    page.line(`\n${bold('Look around')}`);
    page.line(`  ${url}/docs       every endpoint, to try out`);
    page.line(`  ${url}/balance    the credit that is left`);
    page.line(`  ${url}/scheduled  what waits for its time`);
    if (this.simulator) {
      page.line('\nWhat you send from now on shows up here. Ctrl-C ends it.');
      this.simulator.onMessage(({ recipient, body, sendDate }) =>
        page.row(sendDate ? 'scheduled' : 'arrived', recipient, body),
      );
    } else {
      page.line('\nCtrl-C ends it.');
    }
  }
}
