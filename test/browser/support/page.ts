import type { Locator, Page } from 'playwright-core';

// What a test looks for in the page, in English.

export const live = (page: Page): Locator => page.getByText('Live', { exact: true });

export const conversations = (page: Page): Locator =>
  page.getByRole('list', { name: 'Conversations' });

export const bubbles = (page: Page): Locator => page.locator('.bubble');

export const bubble = (page: Page, text: string): Locator =>
  bubbles(page).filter({ hasText: text });

export const answerBox = (page: Page): Locator =>
  page.getByRole('textbox', { name: 'Answer as the phone' });

export const searchBox = (page: Page): Locator => page.locator('#search');

export const controls = (page: Page): Locator =>
  page.getByRole('complementary', { name: 'Controls' });
