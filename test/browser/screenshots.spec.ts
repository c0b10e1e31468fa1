import { expect, it } from '@jest/globals';
import { mkdtempSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bootApp } from '../support/boot.js';
import { startSimulator } from '../support/simulator.js';
import { useVisits } from './support/browser.js';
import { bubbles } from './support/page.js';
import { HERO, tellStory } from './support/story.js';

const visits = useVisits();
/** The README's own; a run of all checks leaves them as they are, since other fonts draw other pictures. */
const directory = process.env.CI
  ? mkdtempSync(join(tmpdir(), 'screenshots-'))
  : fileURLToPath(new URL('../../docs/screenshots/', import.meta.url));

const DESKTOP = { width: 1280, height: 760 };
const PHONE = { width: 390, height: 760 };
/** Tomorrow morning: the story's scheduled message must lie ahead of the module's clock, which is the real one. */
const START = new Date(new Date().setUTCHours(24 + 6, 12, 0, 0));
const CONVERSATION = `#/messages/${HERO}`;

it.each([
  ['en-light', 'en-US', 'light', DESKTOP, CONVERSATION],
  ['en-dark', 'en-US', 'dark', DESKTOP, CONVERSATION],
  ['fa-light', 'fa-IR', 'light', DESKTOP, CONVERSATION],
  ['fa-dark', 'fa-IR', 'dark', DESKTOP, CONVERSATION],
  ['en-phone', 'en-US', 'light', PHONE, CONVERSATION],
  ['fa-phone', 'fa-IR', 'dark', PHONE, CONVERSATION],
  ['en-requests', 'en-US', 'light', DESKTOP, '#/requests/9'],
] as const)('makes a picture of %s', async (name, locale, colorScheme, viewport, at) => {
  const sim = await startSimulator({ startAt: START });
  const app = await bootApp(sim);
  await tellStory(sim, app);
  const page = await visits.to(sim.url, { locale, colorScheme, viewport, at });
  await (at === CONVERSATION ? bubbles(page) : page.locator('.side')).last().waitFor();
  await page.evaluate(() => document.fonts.ready);

  const path = join(directory, `${name}.png`);
  await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
  expect(statSync(path).size).toBeGreaterThan(10_000);
  expect(await page.locator('html').getAttribute('lang')).toBe(locale.slice(0, 2));
});
