import { Injectable, Optional } from '@nestjs/common';
import { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { page } from './page.js';
import { SIMULATED_LINE } from './simulator/simulator.module.js';

const VOTERS = [
  { from: '0912 111 1111', body: '1', answer: /رأی/ },
  { from: '0935 222 2222', body: '۲', answer: /رأی/ },
  { from: '0912 333 3333', body: 'سلام، چای لطفاً', answer: /شماره/ },
  { from: '0912 333 3333', body: '1', answer: /رأی/ },
];

/** What the terminal shows; without an account, people who vote. */
@Injectable()
export class Story {
  constructor(@Optional() private readonly simulator?: PayamSmsSimulator) {}

  async tell(): Promise<void> {
    page.line(`\nnestjs-payamsms conversations: a survey by SMS\n`);
    if (!this.simulator) {
      page.line(
        'PAYAMSMS_CLIENT_ID is set: text 1 or 2 to one of PAYAMSMS_INBOX_NUMBERS. Ctrl-C ends it.',
      );
      return;
    }
    page.line(
      `No PAYAMSMS_CLIENT_ID is set: a simulated PayamSMS answers at ${this.simulator.url}`,
    );
    page.line('Open it in a browser to be one of the phones. Ctrl-C ends it.\n');
    for (const { from, body, answer } of VOTERS) {
      this.simulator.receive({ from, to: SIMULATED_LINE, body });
      await this.simulator.waitForMessage({ recipient: from, body: answer });
    }
  }
}
