import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RealService } from '../../packages/client/test/support/real-service.js';
import { signUp } from '../support/account.ts';
import { launch, person } from '../support/browser.ts';
import { ask, chatsOf, register, signIn, verify } from '../support/reader.ts';
import { startSite } from '../support/site.ts';

let browser: Browser;
let site: RealService;

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), startSite()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

test('a visitor asks, registers, verifies in another browser, and finds the chats there', async () => {
  const [here, phone] = [await person(browser, site.url), await person(browser, site.url)];
  await here.page.goto('/');
  await ask(here.page, 'What does integral action do?');
  const account = await register(here.page, 'visitor@example.com');
  await here.page.getByText('Open it to confirm the address.').waitFor();
  expect(await chatsOf(here.page, 1)).toEqual(['What does integral action do?']);

  await verify(phone.page, site, account.email);
  // The browser that registered becomes the account's; the one that clicked is nobody's.
  await signIn(phone.page, account);
  expect(await chatsOf(phone.page, 1)).toEqual(['What does integral action do?']);
  await phone.page.getByRole('link', { name: 'What does integral action do?' }).click();
  await phone.page.locator('li[data-role=assistant]').waitFor();
  const answers = [here, phone].map(({ page }) =>
    page.locator('li[data-role=assistant] .text').textContent(),
  );
  const [asked, found] = await Promise.all(answers);
  expect(found).toBe(asked);

  expect([...here.complaints, ...phone.complaints]).toEqual([]);
  await Promise.all([here.context.close(), phone.context.close()]);
});

test('the page that registered learns by itself that the address was confirmed elsewhere', async () => {
  const [here, phone] = [await person(browser, site.url), await person(browser, site.url)];
  await here.page.goto('/');
  await ask(here.page, 'How is a loop tuned?');
  const account = await register(here.page, 'elsewhere@example.com');
  await here.page.getByText('Open it to confirm the address.').waitFor();
  await verify(phone.page, site, account.email);

  // Somebody comes back to the page; that is when it asks.
  await here.page.evaluate(() => dispatchEvent(new Event('online')));
  await here.page.getByRole('button', { name: 'Account of Ada Lovelace' }).waitFor();
  await expect.poll(() => here.page.getByRole('dialog').count()).toBe(0);
  expect(await chatsOf(here.page, 1)).toEqual(['How is a loop tuned?']);
  await Promise.all([here.context.close(), phone.context.close()]);
});

test('what a visitor asked is merged into the account that they sign in to', async () => {
  const account = await signUp(site, 'merged@example.com');
  const first = await person(browser, site.url);
  await first.page.goto('/');
  await signIn(first.page, account);
  await first.page.getByRole('button', { name: 'Account of Ada Lovelace' }).waitFor();
  await ask(first.page, 'What is delay?');

  const second = await person(browser, site.url);
  await second.page.goto('/');
  await ask(second.page, 'What is derivative action?');
  await signIn(second.page, account);
  await second.page.getByText('1 chat came along.').waitFor();
  await second.page.keyboard.press('Escape');
  expect(await chatsOf(second.page, 2)).toEqual(['What is derivative action?', 'What is delay?']);
  expect([...first.complaints, ...second.complaints]).toEqual([]);
  await Promise.all([first.context.close(), second.context.close()]);
});

test('whoever signs out leaves nothing behind for the next person', async () => {
  const account = await signUp(site, 'leaving@example.com');
  const { context, page } = await person(browser, site.url);
  await page.goto('/');
  await signIn(page, account);
  await page.getByRole('button', { name: 'Account of Ada Lovelace' }).waitFor();
  await ask(page, 'What is tuning?');
  await page.getByRole('button', { name: 'Account of Ada Lovelace' }).click();
  await page.getByRole('button', { name: 'Sign out', exact: true }).click();

  await page.getByText('You have not asked anything yet.').waitFor();
  expect(await page.getByText('What is tuning?').count()).toBe(0);
  expect(await page.evaluate(() => Object.values(localStorage).join())).not.toContain('bp_rt_');
  await context.close();
});
