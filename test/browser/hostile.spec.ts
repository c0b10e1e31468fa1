import { expect, it } from '@jest/globals';
import { bootApp } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { SENDER, mobile } from '../support/numbers.js';
import { useVisits } from './support/browser.js';
import { bubbles, conversations } from './support/page.js';

const visits = useVisits();
const HOSTILE = {
  markup: '<img src=x onerror="document.title=\'struck\'"><b>bold</b> &lt;i&gt; <!-- ',
  script: '</bdi></div><script>document.title="struck"</script>',
  links: 'javascript:document.title="struck" data:text/html,<script>1</script>',
  'bidi controls': '\u202e\u2067\u2068drow gnorw\u202d \u202b\u2066 and never closed',
  'a null character': 'before\u0000after\u0007\u001b[31m',
  '32 parts of emoji': '👩‍👩‍👧‍👦🇮🇷'.repeat(125),
  'combining marks': `Z${'\u0351\u0352\u0357'.repeat(60)}`,
  'one long word': 'a'.repeat(2_000),
};

/** Null characters and the like are shown by their pictures. */
const shownAs = (text: string) =>
  text.replace('\u0000', '␀').replace('\u0007', '␇').replace('\u001b', '␛');

it.each(Object.entries(HOSTILE))('shows %s as text', async (_, text) => {
  const sim = await startSimulator();
  const { sms } = await bootApp(sim);
  await sms.send({ recipient: mobile(1), body: text });
  sim.receive({ from: mobile(1), to: SENDER, body: text });
  const page = await visits.to(sim.url, { at: `#/messages/${mobile(1)}` });
  await bubbles(page).nth(1).waitFor();

  for (const body of await page.locator('.bubble .body').all()) {
    expect(await body.textContent()).toBe(shownAs(text));
    expect(await body.locator('*').count()).toBe(0);
  }
  expect(await conversations(page).locator('.snippet *').count()).toBe(0);
  expect(await page.title()).toMatch(/PayamSMS Simulator$/);
  // Nothing reaches over an edge.
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(
    page.viewportSize()!.width,
  );
  for (const box of await page.locator('.bubble-box').all()) {
    const { x, width } = (await box.boundingBox())!;
    const pane = (await page.locator('.column').boundingBox())!;
    expect(x).toBeGreaterThanOrEqual(pane.x);
    expect(x + width).toBeLessThanOrEqual(pane.x + pane.width);
  }
});

it('lets a control that turns the direction turn nothing around its text', async () => {
  const sim = await startSimulator();
  const from = mobile(1);
  sim.receive({ from, to: SENDER, body: 'plain' });
  const page = await visits.to(sim.url, { at: `#/messages/${from}` });
  const place = async (selector: string) => {
    const { x, width } = (await page.locator(selector).first().boundingBox())!;
    return { x, width };
  };
  await bubbles(page).first().waitFor();
  const before = [await place('.row-title bdi'), await place('.bubble-foot time')];

  sim.receive({ from, to: SENDER, body: '\u202e\u2067\u202eplain' });
  await bubbles(page).nth(1).waitFor();
  expect([await place('.row-title bdi'), await place('.bubble-foot time')]).toEqual(before);
  // Whatever comes to stand beside them later, too.
  const texts = await page.locator('.body, .snippet').all();
  expect(texts).toHaveLength(3);
  for (const text of texts) {
    expect(await text.evaluate((element) => getComputedStyle(element).unicodeBidi)).toBe('isolate');
  }
});

it('shows a hostile number and hostile ids as text', async () => {
  const sim = await startSimulator();
  const { sms } = await bootApp(sim);
  sim.receive({ from: '<b>\u202ebank</b>', to: SENDER, body: 'Hello' });
  await sms.send({ recipient: mobile(1), body: 'Hello', customerId: '"><i>\u202e' });
  const page = await visits.to(sim.url);
  await conversations(page).getByRole('button').nth(1).waitFor();
  expect(await conversations(page).locator('b, i').count()).toBe(0);

  await conversations(page).getByRole('button', { name: 'bank' }).click();
  await bubbles(page).first().waitFor();
  expect(await page.locator('.detail-head b').count()).toBe(0);
  await page.goto(`${sim.url}/#/messages/${mobile(1)}`);
  expect(await page.locator('.bubble-foot i').count()).toBe(0);
});
