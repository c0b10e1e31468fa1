import { afterAll, afterEach, beforeAll, expect } from '@jest/globals';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { atEnd } from '../../support/at-end.js';

/** Debian's; another one by CHROMIUM. */
const EXECUTABLE = process.env.CHROMIUM ?? '/usr/bin/chromium';

const FLAGS = [
  '--headless',
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-proxy-server',
];

export interface Look extends BrowserContextOptions {
  /** Where in the page to begin, such as `#/requests`. */
  readonly at?: string;
  /** Errors in the console that belong to the test, such as that of a connection it cuts. */
  readonly expectedErrors?: RegExp;
}

/**
 * One browser for a file of tests, a new profile for each visit. After each test no visit may have asked another origin
 * for anything, nor have left an error in the console.
 */
export class Visits {
  #browser: Browser | undefined;
  readonly #troubles: string[] = [];

  async open(): Promise<void> {
    this.#browser = await chromium.launch({ executablePath: EXECUTABLE, args: FLAGS });
  }

  async to(url: string, { at = '', expectedErrors, ...options }: Look = {}): Promise<Page> {
    if (!this.#browser) throw new Error('The browser is not open yet');
    const context = await this.#browser.newContext({ locale: 'en-US', ...options });
    const page = await context.newPage();
    // Sooner than the test's own time is up, so that the failure names what was waited for.
    page.setDefaultTimeout(15_000);
    // Before the simulator that was there first: a page whose simulator is gone says so in its console.
    atEnd(() => context.close());
    const origin = new URL(url).origin;
    const trouble = (text: string) => {
      if (!expectedErrors?.test(text)) this.#troubles.push(text);
    };
    page.on('console', (message) => message.type() === 'error' && trouble(message.text()));
    page.on('pageerror', (error) => trouble(String(error.stack)));
    page.on('request', (request) => {
      if (new URL(request.url()).origin !== origin) trouble(`asked ${request.url()}`);
    });
    await page.goto(`${url}/${at}`);
    return page;
  }

  takeTroubles(): string[] {
    return this.#troubles.splice(0);
  }

  async close(): Promise<void> {
    await this.#browser?.close();
  }
}

export function useVisits(): Visits {
  const visits = new Visits();
  beforeAll(() => visits.open());
  // After the visits have ended.
  afterEach(() => expect(visits.takeTroubles()).toEqual([]));
  afterAll(() => visits.close());
  return visits;
}
