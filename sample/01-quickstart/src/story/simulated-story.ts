import { Injectable } from '@nestjs/common';
import { AccountService, ReportService, ScheduleService, SmsService } from 'nestjs-payamsms';
import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { OtpService } from '../otp/otp.service.js';
import { page } from './page.js';

const PHONE = '0912 345 6789';
const DAY_MS = 86_400_000;

/** Real calls over real HTTP, to a service that is not. */
@Injectable()
export class SimulatedStory {
  constructor(
    private readonly account: AccountService,
    private readonly sms: SmsService,
    private readonly reports: ReportService,
    private readonly schedule: ScheduleService,
    private readonly otp: OtpService,
  ) {}

  async tell(simulator: PayamSmsSimulator): Promise<void> {
    let shown = 0;
    const showRequests = (): void => {
      const operations = simulator.requests.slice(shown).map(({ operation }) => operation);
      shown = simulator.requests.length;
      page.aside('requests', operations.join(', '));
    };
    await this.#readBalance();
    showRequests();
    const { serverId } = await this.#sendOtp(simulator);
    showRequests();
    await this.#broadcast();
    showRequests();
    await this.#loseAnAnswer(simulator);
    showRequests();
    await this.#changeOurMind();
    showRequests();
    await this.#followDelivery(serverId, simulator);
    showRequests();
  }

  async #readBalance(): Promise<void> {
    page.step('Log in and read the balance', 'account.getBalance()');
    const rials = await this.account.getBalance();
    page.row('balance', `${rials.toLocaleString('en')} rials`);
  }

  async #sendOtp(simulator: PayamSmsSimulator): Promise<{ serverId: string }> {
    page.step(`Send a one-time password to ${PHONE}`, 'sms.send(message)');
    const sent = await this.otp.send(PHONE);
    page.row('accepted', sent.phone, `serverId ${sent.serverId}`);
    const { recipient, body } = await simulator.waitForMessage({ recipient: PHONE });
    page.row('arrived', recipient, body);
    return sent;
  }

  async #broadcast(): Promise<void> {
    page.step('Broadcast to four, one with a bad number', 'sms.sendMany(messages)');
    const body = 'فروشگاه ما فردا ساعت ۹ باز است.';
    const recipients = ['+98 935 111 2233', '۰۹۱۲ ۱۱۱ ۲۲۳۳', '0912 12', '021 8888 1234'];
    const { accepted, rejected } = await this.sms.sendMany(
      recipients.map((recipient) => ({ recipient, body })),
    );
    for (const { recipient, serverId } of accepted) {
      page.row('accepted', recipient, `serverId ${serverId}`);
    }
    for (const { recipient, code, description } of rejected) {
      page.row('rejected', recipient, `${code}: ${description}`);
    }
  }

  async #loseAnAnswer(simulator: PayamSmsSimulator): Promise<void> {
    page.step('Lose an answer, and send once all the same', 'sms.send(message)');
    simulator.fail('send', 'accept-then-drop', { times: 1 });
    const { recipient, settled } = await this.sms.send({
      recipient: PHONE,
      body: 'سفارش شما رسید.',
    });
    page.row('accepted', recipient, settled ? 'found by asking, not sent again' : '');
    const copies = simulator.messages.filter(({ body }) => body === 'سفارش شما رسید.').length;
    page.row('arrived', recipient, copies === 1 ? 'once' : `${copies} times`);
  }

  async #changeOurMind(): Promise<void> {
    page.step('Schedule a text, and change our mind', 'schedule.cancel(serverId)');
    const { serverId } = await this.sms.send({
      recipient: PHONE,
      body: 'یادآوری: نوبت شما فردا است.',
      sendDate: new Date(Date.now() + DAY_MS),
    });
    const { items } = await this.schedule.list({ serverId });
    for (const { recipient, sendDate } of items) {
      page.row('waiting', recipient, `until ${inTehran(sendDate)}`);
    }
    const { cancelled, recipient } = await this.schedule.cancel(serverId);
    page.row(cancelled ? 'cancelled' : 'too late', recipient, `serverId ${serverId}`);
  }

  async #followDelivery(serverId: string, simulator: PayamSmsSimulator): Promise<void> {
    page.step('Follow the one-time password', 'reports.getStatuses([serverId])');
    await this.#showState(serverId, 'at once');
    simulator.advance('1m');
    await this.#showState(serverId, "a minute later, by the simulator's clock");
  }

  async #showState(serverId: string, when: string): Promise<void> {
    for (const status of await this.reports.getStatuses([serverId])) {
      page.row(status.found ? status.state : 'not found', `serverId ${status.id}`, when);
    }
  }
}

function inTehran(date: Date): string {
  return date.toLocaleString('en-GB', {
    timeZone: 'Asia/Tehran',
    dateStyle: 'medium',
    timeStyle: 'short',
  });
}
