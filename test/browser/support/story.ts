import type { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { type App } from '../../support/boot.js';
import { SENDER } from '../../support/numbers.js';

export const HERO = '989121234567';

/** A shop's day, sent through the module: enough of each thing to look at. */
export async function tellStory(sim: PayamSmsSimulator, { sms, account }: App): Promise<void> {
  await account.getBalance();
  await sms.send({
    recipient: HERO,
    body: 'فروشگاه فیروزه\nسفارش شما ثبت شد و تا فردا به دستتان می‌رسد.\nhttps://firoozeh.example/o/kx7q',
    customerId: 'order-482917',
  });
  sim.advance('1d');
  await sms.sendMany([
    { recipient: '989351112233', body: 'Your one-time code is 90412. It is valid for 2 minutes.' },
    { recipient: '989190000001', body: 'Firoozeh: بسته‌ی شما تحویل پست شد. کد رهگیری: ۲۴۱۸۰۰۷۵' },
    { recipient: '989380000017', body: 'سلام! کالای موردنظر شما دوباره موجود شد 🎉' },
    { recipient: '989014445566', body: '<b>50%</b> off this week only!' },
  ]);
  sim.setDelivery({ recipient: '989351112233' }, 'Failed');
  sim.advance('12m');
  await sms.send({
    recipient: HERO,
    body: 'کد ورود شما به Firoozeh: ۴۸۲۱۳\nاین کد را به کسی ندهید.',
    customerId: 'login-7f3a',
  });
  sim.advance('3m');
  sim.receive({ from: HERO, to: SENDER, body: 'سفارشم کی می‌رسد؟' });
  sim.advance('1m');
  await sms.send({
    recipient: HERO,
    body: 'سفارش شما فردا ساعت ۱۰:۳۰ می‌رسد. برای لغو عدد ۱ را بفرستید.',
    customerId: 'remind-482917',
    sendDate: new Date(sim.now().getTime() + 24 * 3_600_000),
  });
  const fault = sim.fail('send', 'status 503', { times: 1, retryAfter: 0 });
  await sms.send({ recipient: '989190000001', body: 'پرداخت شما انجام شد. سپاس از خریدتان.' });
  fault.remove();
  sim.fail('getStatus', 'slow', { probability: 0.2, delayMs: 2_000 });
  sim.receive({ from: HERO, to: SENDER, body: 'عالی، ممنون!' });
}
