import { describe, expect, it } from '@jest/globals';
import { Injectable } from '@nestjs/common';
import {
  AccountService,
  DeliveryService,
  getPayamSmsToken,
  InboxService,
  OnInboundSms,
  PayamSmsModule,
  type PayamSmsModuleOptions,
  SmsService,
} from 'nestjs-payamsms';
import type { ServiceClass } from '../../lib/payamsms.tokens.js';
import { MemoryStore } from '../../lib/store/memory/memory-store.js';
import { ANYBODY, bootModule, eventsAndJobs, NEVER, settingsFor } from '../support/boot.js';
import { failureOf } from '../support/failure.js';
import { recordLogs } from '../support/logs.js';
import { mobile, SENDER } from '../support/numbers.js';
import { afterLogin, INBOX, type Script, startServer } from '../support/scripted-server.js';
import { until } from '../support/waiting.js';

const SMS = { recipient: mobile(1), body: 'hello' };
const POLLED = { numbers: [SENDER], cron: NEVER };
const BROKEN = 'cannot be handled';

@Injectable()
class Listener {
  @OnInboundSms({ account: 'marketing' })
  text(): void {
    throw new Error(BROKEN);
  }
}

/** An app with the account `marketing` alone. */
async function boot(options: Partial<PayamSmsModuleOptions>, providers: (typeof Listener)[] = []) {
  const needsEvents = options.inbox ?? options.delivery ?? options.balance;
  const { context } = await bootModule({
    imports: [
      ...(needsEvents ? await eventsAndJobs() : []),
      PayamSmsModule.forRoot({ ...ANYBODY, ...options, account: 'marketing' }),
    ],
    providers,
  });
  return <S extends ServiceClass>(service: S): InstanceType<S> =>
    context.get(getPayamSmsToken(service, 'marketing'));
}

/** What a service of that account says to a call that the script answers. */
async function saidOf(script: Script, options: Partial<PayamSmsModuleOptions> = {}) {
  const server = await startServer(script);
  const get = await boot({ ...settingsFor(server), retry: { maxAttempts: 1 }, ...options });
  return {
    balance: async () => (await failureOf(get(AccountService).getBalance())).message,
    send: async (sms = SMS) => (await failureOf(get(SmsService).send(sms))).message,
  };
}

/** What is logged until a line of it speaks of something. */
async function loggedOf(
  topic: RegExp,
  options: Partial<PayamSmsModuleOptions>,
  providers?: (typeof Listener)[],
): Promise<string> {
  const logs = recordLogs();
  await boot(options, providers);
  const line = () => logs.at('warn', 'error').find((message) => topic.test(message));
  await until(`${topic} is logged`, () => line() !== undefined);
  return line()!;
}

const refuse: Script = () => ({ status: 401, body: {} });

/** Cuts the answer to the first read of the unread texts. */
const loseUnread: Script = ({ path, query, nth }) => {
  const isUnreadRead = path === INBOX && !query.has('lastId') && nth === 1;
  return isUnreadRead ? { body: '[{' } : { body: [] };
};

const MESSAGES: [what: string, message: () => Promise<string>, names?: string][] = [
  [
    'missing settings',
    async () => (await failureOf(boot({ password: '' }))).message,
    'PAYAMSMS_MARKETING_PASSWORD',
  ],
  [
    'modules of Nest that are missing',
    async () => {
      const module = PayamSmsModule.forRoot({ ...ANYBODY, delivery: true, account: 'marketing' });
      return (await failureOf(bootModule({ imports: [module] }))).message;
    },
    'PAYAMSMS_MARKETING_DELIVERY_TRACKING',
  ],
  [
    'quotes around a credential',
    () => loggedOf(/quotes/, { password: '"p"' }),
    'PAYAMSMS_MARKETING_PASSWORD',
  ],
  [
    'a login by query',
    () => loggedOf(/URLs/, { loginEncoding: 'query' }),
    'PAYAMSMS_MARKETING_LOGIN_ENCODING',
  ],
  [
    'a refused login',
    async () => (await saidOf(refuse)).balance(),
    'PAYAMSMS_MARKETING_CLIENT_ID, PAYAMSMS_MARKETING_CLIENT_SECRET, PAYAMSMS_MARKETING_SYSTEM_NAME, PAYAMSMS_MARKETING_USERNAME and PAYAMSMS_MARKETING_PASSWORD',
  ],
  [
    'a send whose login was refused',
    async () => (await saidOf(refuse)).send(),
    'PAYAMSMS_MARKETING_PASSWORD',
  ],
  ['a refused token', async () => (await saidOf(afterLogin(refuse))).balance()],
  [
    'a message without a sender',
    async () => (await saidOf(refuse, { sender: undefined })).send(),
    'PAYAMSMS_MARKETING_SENDER',
  ],
  [
    'a path that is not there',
    async () => (await saidOf(afterLogin(() => ({ status: 404, body: 'no' })))).balance(),
    'baseUrl',
  ],
  [
    'a redirect',
    async () => {
      const headers = { location: 'https://elsewhere.example/' };
      return (await saidOf(afterLogin(() => ({ status: 302, headers })))).balance();
    },
    'baseUrl',
  ],
  [
    'an answer that is too long',
    async () => {
      const script = afterLogin(() => ({ body: 'x'.repeat(2_000) }));
      return (await saidOf(script, { maxAnswerBytes: 1_024 })).balance();
    },
    'maxAnswerBytes',
  ],
  [
    'an inbox that is off',
    async () => (await failureOf((await boot({}))(InboxService).poll())).message,
    'PAYAMSMS_MARKETING_INBOX_NUMBERS',
  ],
  [
    'delivery tracking that is off',
    async () => (await failureOf((await boot({}))(DeliveryService).poll())).message,
    'PAYAMSMS_MARKETING_DELIVERY_TRACKING',
  ],
  [
    'a listener without an inbox',
    () => loggedOf(/Listener\.text/, {}, [Listener]),
    'PAYAMSMS_MARKETING_INBOX_NUMBERS',
  ],
  [
    'an inbox without listeners',
    () => loggedOf(/inbox is not polled/, { inbox: POLLED }),
    "@OnInboundSms({ account: 'marketing' })",
  ],
  [
    'delivery tracking without listeners',
    () => loggedOf(/no states are asked for/, { delivery: { cron: NEVER } }),
    "@OnDelivery({ account: 'marketing' })",
  ],
  [
    'a watched balance without listeners',
    () => loggedOf(/balance is not asked for/, { balance: { lowThreshold: 1, cron: NEVER } }),
    "@OnLowBalance({ account: 'marketing' })",
  ],
  [
    'a dead letter without listeners',
    async () => {
      const store = new MemoryStore();
      const account = store.account('marketing');
      const lease = await account.acquire(`inbox:${SENDER}`);
      const sms = { id: '7', from: mobile(1), to: SENDER, body: '', receivedAt: new Date() };
      await account.inbox.addDeadLetter(lease!, SENDER, {
        sms,
        error: 'e',
        attempts: 1,
        at: new Date(),
      });
      await lease!.release();
      const get = await boot({ store, inbox: POLLED });
      return (await failureOf(get(InboxService).retryFailed('7'))).message;
    },
    'payamsms.marketing.inbound',
  ],
  [
    'a lost answer to an unread read',
    async () => {
      const server = await startServer(afterLogin(loseUnread));
      const inbox = { ...POLLED, cron: '* * * * * *' };
      return loggedOf(/was lost/, { ...settingsFor(server), inbox }, [Listener]);
    },
    'inbox.startFrom',
  ],
];

describe('what a named account says', () => {
  it.each(MESSAGES)(
    'of %s names no variable, event or decorator of another account',
    async (_, message, names = '') => {
      const said = await message();
      expect(said).toContain(names);
      expect(said).not.toMatch(/PAYAMSMS_(?!MARKETING_)/);
      expect(said).not.toMatch(/@On\w+\(\)/);
      expect(said).not.toMatch(/payamsms\.(?!marketing\.)(?:inbound|delivery|balance)/);
    },
  );
});
