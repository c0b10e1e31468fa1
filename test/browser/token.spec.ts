import { expect, it } from '@jest/globals';
import { startSimulator } from '../support/simulator.js';
import { SENDER } from '../support/numbers.js';
import { useVisits } from './support/browser.js';
import { bubble, live } from './support/page.js';

const visits = useVisits();
const PHONE = '989121234567';
const TOKEN = 'a-token-for-the-page';
/** The browser's own word on a 401. */
const expectedErrors = /401 \(Unauthorized\)/;

const guarded = async () => {
  const sim = await startSimulator({ token: TOKEN });
  sim.receive({ from: PHONE, to: SENDER, body: 'Hello' });
  return sim;
};

it('asks for the token, refuses a wrong one, and remembers the right one', async () => {
  const sim = await guarded();
  const page = await visits.to(sim.url, { at: `#/messages/${PHONE}`, expectedErrors });
  const field = page.getByLabel('Token', { exact: true });
  await field.fill('another');
  await field.press('Enter');
  await page.getByText('That is not the token.').waitFor();
  expect(await page.content()).not.toContain('Hello');

  await field.fill(TOKEN);
  await field.press('Enter');
  await bubble(page, 'Hello').waitFor();
  await page.reload();
  await bubble(page, 'Hello').waitFor();
  expect(await page.evaluate(() => document.cookie)).toBe('');
});

it('takes the token from the address, and out of it', async () => {
  const sim = await guarded();
  const page = await visits.to(sim.url, { at: `#token=${TOKEN}` });
  await live(page).waitFor();
  expect(page.url()).toBe(`${sim.url}/`);
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain(TOKEN);
});
