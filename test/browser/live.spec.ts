import { expect, it } from '@jest/globals';
import { PayamSmsModule } from 'nestjs-payamsms';
import { PayamSmsSimulator } from 'nestjs-payamsms/simulator';
import { listen } from '../e2e/inbox/support/listening.js';
import { bootApp, bootModule } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { SENDER } from '../support/numbers.js';
import { failureOf } from '../support/failure.js';
import { useVisits } from './support/browser.js';
import { answerBox, bubble, controls, conversations, live } from './support/page.js';

const visits = useVisits();
const PHONE = '989121234567';
const OPEN = `#/messages/${PHONE}`;

it('shows a text that the module sends, without being asked', async () => {
  const sim = await startSimulator();
  const { sms } = await bootApp(sim);
  const page = await visits.to(sim.url);
  await live(page).waitFor();

  await sms.send({ recipient: PHONE, body: 'کد شما: ۴۸۲۱۳', customerId: 'order-42' });
  await conversations(page).getByText('کد شما: ۴۸۲۱۳').waitFor();

  await conversations(page).getByRole('button', { name: '0912 123 4567' }).click();
  const shown = bubble(page, 'کد شما: ۴۸۲۱۳');
  await shown.getByText('order-42').waitFor();
  await shown.getByText(sim.messages[0]!.serverId).waitFor();
  await shown.getByText('982000123').waitFor();
  await shown.getByText('1 part · UCS-2').waitFor();
  expect(await shown.locator('.body').getAttribute('dir')).toBe('rtl');
});

it('shows how to connect an app, with a login that works', async () => {
  const sim = await startSimulator({ credentials: { username: 'somebody' } });
  const page = await visits.to(sim.url);
  await page.getByText('PAYAMSMS_USERNAME=somebody').waitFor();
  const lines = (await page.locator('.env pre').textContent())!.split('\n');
  const variables = Object.fromEntries(lines.map((line) => line.split('=', 2)));
  expect(variables).toMatchObject({ PAYAMSMS_BASE_URL: sim.url, PAYAMSMS_SENDER: SENDER });

  const environment = { ...process.env };
  try {
    Object.assign(process.env, variables);
    const app = await bootModule({ imports: [PayamSmsModule.forRootAsync()] });
    await app.sms.send({ recipient: PHONE, body: 'Hello' });
  } finally {
    process.env = environment;
  }
  await conversations(page).getByText('Hello').waitFor();
});

it('gives an answer typed as the phone to a listener of @OnInboundSms()', async () => {
  const sim = await startSimulator();
  const { sms, inbox, recorder } = await listen(sim);
  await sms.send({ recipient: PHONE, body: 'برای لغو عدد ۱ را بفرستید' });
  const page = await visits.to(sim.url, { at: OPEN });

  await answerBox(page).fill('۱ لطفاً');
  await answerBox(page).press('Enter');
  await bubble(page, '۱ لطفاً').waitFor();
  await inbox.poll();
  expect(recorder.texts).toMatchObject([{ from: PHONE, to: SENDER, body: '۱ لطفاً' }]);
});

it('takes a new text from any number', async () => {
  const sim = await startSimulator();
  const { reports } = await bootApp(sim);
  const page = await visits.to(sim.url);
  await live(page).waitFor();

  await page.keyboard.press('n');
  await page.getByLabel('From (phone)').fill('۰۹۳۵ ۱۱۱ ۲۲۳۳');
  await page.getByLabel('Text', { exact: true }).fill('Hello');
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await bubble(page, 'Hello').waitFor();
  expect(await reports.getInbox(SENDER, { afterId: '0' })).toMatchObject([
    { from: '989351112233', body: 'Hello' },
  ]);
});

it('follows a delivery as the clock moves, and lets it be decided', async () => {
  const sim = await startSimulator();
  const { sms } = await bootApp(sim);
  await sms.send({ recipient: PHONE, body: 'Hello' });
  const page = await visits.to(sim.url, { at: OPEN });
  const state = bubble(page, 'Hello').getByRole('combobox');

  await controls(page).getByRole('button', { name: '+1 m', exact: true }).click();
  await page.locator('.chip.state-delivered select').waitFor();
  await state.selectOption({ label: 'Failed' });
  await page.locator('.chip.state-failed select').waitFor();
  expect(sim.messages[0]!.status).toBe('Failed');
});

it('makes the next send fail by the fault that is set, and shows that the fault fired', async () => {
  const sim = await startSimulator();
  const { sms } = await bootApp(sim);
  const page = await visits.to(sim.url);

  await controls(page).getByLabel('What happens').selectOption({ label: 'Refuse the token' });
  // The module logs in anew after the first refusal, and believes the second.
  await controls(page).getByRole('spinbutton', { name: 'Times' }).fill('2');
  await controls(page).getByRole('button', { name: 'Set the fault' }).click();
  await controls(page).getByText('not fired yet').waitFor();

  const failure = await failureOf(sms.send({ recipient: PHONE, body: 'Hello' }));
  expect(failure).toMatchObject({ reason: 'authentication' });
  await controls(page).getByText('Faults that fired').waitFor();
  expect(await controls(page).locator('.fired').count()).toBe(2);

  await controls(page).locator('.fired').first().click();
  await page.getByText('HTTP 401').waitFor();
  expect(await page.locator('.exchange').textContent()).toContain('authorization');
  expect(await page.locator('.exchange').textContent()).toContain('Bearer ***');
});

it('sets the credit, and shows it after a send', async () => {
  const sim = await startSimulator({ pricePerPart: 1_000 });
  const { sms } = await bootApp(sim);
  const page = await visits.to(sim.url);

  await controls(page).getByLabel('Credit in rials').fill('۵٬۰۰۰');
  await controls(page).getByRole('button', { name: 'Set', exact: true }).click();
  await controls(page).getByText('5,000', { exact: true }).waitFor();
  await sms.send({ recipient: PHONE, body: 'Hello' });
  await controls(page).getByText('4,000', { exact: true }).waitFor();
  expect(sim.credit).toBe(4_000);
});

it('is as it was after a reload: place, language, theme and all texts', async () => {
  const sim = await startSimulator();
  const { sms } = await bootApp(sim);
  await sms.send({ recipient: PHONE, body: 'Hello' });
  const page = await visits.to(sim.url);
  await conversations(page).getByRole('button').first().click();
  await page.getByRole('button', { name: 'Theme: As the system' }).click();
  await page.getByRole('button', { name: 'Theme: Light' }).click();
  await page.getByText('فارسی').click();

  await page.reload();
  await bubble(page, 'Hello').waitFor();
  const root = page.locator('html');
  expect(await root.getAttribute('lang')).toBe('fa');
  expect(await root.getAttribute('dir')).toBe('rtl');
  expect(await root.getAttribute('data-theme')).toBe('dark');
});

it('shows that the connection is lost, and then shows the new simulator when there is one', async () => {
  const first = await PayamSmsSimulator.start();
  const port = Number(new URL(first.url).port);
  first.receive({ from: PHONE, to: SENDER, body: 'To the first' });
  const page = await visits.to(first.url, {
    at: OPEN,
    expectedErrors: /net::ERR_|Failed to load resource/,
  });
  await bubble(page, 'To the first').waitFor();

  await first.close();
  await page.getByText('Reconnecting').waitFor();
  const second = await startSimulator({ port });
  second.receive({ from: PHONE, to: SENDER, body: 'To the second' });
  await bubble(page, 'To the second').waitFor();
  await live(page).waitFor();
  expect(await bubble(page, 'To the first').count()).toBe(0);
});

it('shows nothing of what was cleared', async () => {
  const sim = await startSimulator();
  sim.receive({ from: PHONE, to: SENDER, body: 'Hello' });
  const page = await visits.to(sim.url, { at: OPEN });
  await bubble(page, 'Hello').waitFor();

  await page.getByRole('button', { name: 'Clear', exact: true }).click();
  await page.getByRole('button', { name: 'Texts and requests' }).click();
  await page.getByText('Conversations show up here').waitFor();
  expect(await bubble(page, 'Hello').count()).toBe(0);
});
