import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';

/** Debian's Chromium, or the one that `CHROMIUM` names. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    // Playwright turns the back/forward cache off.
    ignoreDefaultArgs: ['--disable-back-forward-cache'],
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--disable-background-networking',
      '--disable-component-update',
    ],
  });
}

/** A browser of somebody else, whose pages must not complain on the console. */
export interface Person {
  context: BrowserContext;
  page: Page;
  /** Errors of the console and of scripts; those of answers that a test asked for are left out. */
  complaints: string[];
}

/** Somebody with a browser of their own, with nothing in it. */
export async function person(browser: Browser, url: string): Promise<Person> {
  const context = await browser.newContext({ baseURL: url });
  const complaints: string[] = [];
  context.on('weberror', (it) => complaints.push(String(it.error())));
  context.on('console', (it) => {
    const expected = it.text().startsWith('Failed to load resource');
    if (it.type() === 'error' && !expected) complaints.push(it.text());
  });
  return { context, page: await context.newPage(), complaints };
}
