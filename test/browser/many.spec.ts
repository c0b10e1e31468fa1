import { expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { startSimulator } from '../support/simulator.js';
import { useVisits } from './support/browser.js';
import { bubble, conversations, searchBox } from './support/page.js';
import { importMessages } from './support/many.js';

const visits = useVisits();
const MANY = 10_000;
const NUMBERS = 3_334;

/** What the simulator may take to answer a search among 10,000 messages. */
const SEARCH_MS = 100;

async function visitMany(): Promise<Page> {
  const sim = await startSimulator();
  await importMessages(sim.url, MANY);
  const page = await visits.to(sim.url);
  await page.getByText('3,334 conversations').waitFor();
  return page;
}

it(`answers a search among ${MANY} messages within ${SEARCH_MS} ms`, async () => {
  const page = await visitMany();
  // Each is found by other digits, another letter or another case than it was written with.
  const searches = {
    'کد شما 17012': 1,
    كامل: MANY,
    'ORDER-9999': 1,
    '١٥٥٥٥': 1,
    '0912 000 0007': 3,
  };
  const times: number[] = [];
  for (const [search, found] of Object.entries(searches)) {
    times.push(
      await timeOf(
        page,
        search,
        found === 1 ? '1 text found' : `${found.toLocaleString('en')} texts found`,
      ),
    );
  }
  const median = times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)]!;
  process.stdout.write(
    `search among ${MANY} messages: median ${median.toFixed(1)} ms of ${times.map((ms) => ms.toFixed(1)).join(', ')}\n`,
  );
  expect(median).toBeLessThan(SEARCH_MS);
});

/** From the input to the frame that shows its result, by the page's own clock. */
function timeOf(page: Page, search: string, result: string): Promise<number> {
  return page.evaluate(
    async ([search, all, result]) => {
      const input = document.querySelector<HTMLInputElement>('#search')!;
      const said = document.querySelector('.list-foot [role="status"]')!;
      const type = async (text: string, expected: string) => {
        const from = performance.now();
        input.value = text;
        input.dispatchEvent(new Event('input', { bubbles: true }));
        while (said.textContent !== expected) await new Promise(requestAnimationFrame);
        return performance.now() - from;
      };
      await type('', all!);
      return type(search!, result!);
    },
    [search, '3,334 conversations', result],
  );
}

it('draws only what is in sight, wherever that is', async () => {
  const page = await visitMany();
  const rows = conversations(page).getByRole('listitem');
  const rowsDrawn = () => rows.count();
  expect(await rowsDrawn()).toBeLessThan(40);

  await page.locator('.rows').evaluate((box) => box.scrollTo({ top: box.scrollHeight }));
  await page.locator(`[aria-posinset="${NUMBERS}"]`).waitFor();
  expect(await rowsDrawn()).toBeLessThan(40);
  expect(await rows.first().getAttribute('aria-setsize')).toBe(String(NUMBERS));
});

it('goes through the list by keys alone, and on to the answer', async () => {
  const page = await visitMany();
  await page.keyboard.press('/');
  expect(await searchBox(page).evaluate((box) => box === document.activeElement)).toBe(true);
  await page.keyboard.type('17012');
  await page.getByText('1 text found').waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('3,334 conversations').waitFor();
  await page.keyboard.press('Escape');
  await page.locator('.row').first().focus();
  for (let step = 0; step < 30; step += 1) await page.keyboard.press('ArrowDown');
  await page.locator('[data-index="30"]:focus').waitFor();
  await page.keyboard.press('End');
  await page.locator(`[data-index="${NUMBERS - 1}"]:focus`).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.bubble').first().waitFor();
  await page.keyboard.press('Escape');
  await page.getByText('Choose a conversation').waitFor();
});

it('keeps a long conversation at its end while more comes, and at its place when the reader is elsewhere', async () => {
  const sim = await startSimulator();
  const from = '989121234567';
  for (let index = 0; index < 3_000; index += 1) {
    sim.receive({
      from,
      to: '982000123',
      body: `Number ${index} ${'and more '.repeat(index % 40)}`,
    });
  }
  const page = await visits.to(sim.url, { at: `#/messages/${from}` });
  await bubble(page, 'Number 2999').waitFor();
  sim.receive({ from, to: '982000123', body: 'The newest' });
  await bubble(page, 'The newest').waitFor();
  const column = page.locator('.column');
  const fromEnd = () =>
    column.evaluate((box) => box.scrollHeight - box.clientHeight - box.scrollTop);
  expect(await fromEnd()).toBeLessThan(2);

  await column.evaluate((box) => box.scrollTo({ top: box.scrollHeight / 2 }));
  await page.getByRole('button', { name: 'Go to the newest text' }).waitFor();
  const top = await column.evaluate((box) => box.scrollTop);
  sim.receive({ from, to: '982000123', body: 'Newer still' });
  await page.getByText('3,002 texts').waitFor();
  expect(await column.evaluate((box) => box.scrollTop)).toBe(top);

  await page.getByRole('button', { name: 'Go to the newest text' }).click();
  await bubble(page, 'Newer still').waitFor();
});
