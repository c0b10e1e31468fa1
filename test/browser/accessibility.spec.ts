import { expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import type { AxeResults, RunOptions } from 'axe-core';
import { bootApp } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { useVisits } from './support/browser.js';
import { HERO, tellStory } from './support/story.js';

const visits = useVisits();
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

type Axe = { run(options: RunOptions): Promise<AxeResults> };

/** What axe finds serious or critical, each with the elements it means. */
async function seriousFaults(page: Page): Promise<string[]> {
  // By the debugger's way in, which the page's policy does not concern.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe);
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: Axe }).axe.run({ resultTypes: ['violations'] }),
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join('\n')}`);
}

const LOOKS = [
  ['English, light', { locale: 'en-US', colorScheme: 'light' }],
  ['English, dark', { locale: 'en-US', colorScheme: 'dark' }],
  ['Persian, light', { locale: 'fa-IR', colorScheme: 'light' }],
  ['Persian, dark', { locale: 'fa-IR', colorScheme: 'dark' }],
] as const;

const SIZES = { desktop: { width: 1360, height: 800 }, phone: { width: 390, height: 780 } };

it.each(LOOKS)(
  'has no serious accessibility fault: %s',
  async (_, look) => {
    const sim = await startSimulator();
    const app = await bootApp(sim);
    const found: Record<string, string[]> = {};
    const inspect = async (name: string, page: Page, selector: string) => {
      await page.locator(selector).first().waitFor();
      found[name] = await seriousFaults(page);
    };

    const empty = await visits.to(sim.url, { ...look, viewport: SIZES.desktop });
    await inspect('empty', empty, '.welcome');
    await tellStory(sim, app);
    for (const [size, viewport] of Object.entries(SIZES)) {
      const page = await visits.to(sim.url, { ...look, viewport, at: `#/messages/${HERO}` });
      await inspect(`${size}, conversation`, page, '.bubble');
      await page.goto(`${sim.url}/#/messages`);
      await inspect(`${size}, conversations`, page, '.rows .row');
      await page.goto(`${sim.url}/#/requests/9`);
      await inspect(`${size}, request`, page, '.side');
      await page.goto(`${sim.url}/#/controls`);
      await inspect(`${size}, controls`, page, '.fault');
      for (const key of ['?', 'n']) {
        await page.keyboard.press(key);
        await inspect(`${size}, dialog of ${key}`, page, 'dialog[open]');
        await page.keyboard.press('Escape');
        // The next key is a shortcut once the page knows that the dialog was closed.
        await page.locator('dialog').waitFor({ state: 'detached' });
      }
    }
    const faulty = Object.entries(found).filter(([, faults]) => faults.length > 0);
    expect(Object.fromEntries(faulty)).toEqual({});
    expect(Object.keys(found)).toHaveLength(13);
  },
  180_000,
);
