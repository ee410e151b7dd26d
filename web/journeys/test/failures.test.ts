import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RealService } from '../../packages/client/test/support/real-service.js';
import { PASSWORD, signUp } from '../support/account.ts';
import { launch, person } from '../support/browser.ts';
import { ask, chatsOf, signIn } from '../support/reader.ts';
import { startSite } from '../support/site.ts';

/** How often somebody may try to sign in. */
const TRIES = 4;

let browser: Browser;
let site: RealService;

beforeAll(async () => {
  const limits = {
    BOOKPLATE__ANONYMOUS__MESSAGES_PER_DAY: '1',
    BOOKPLATE__LIMITS__ENABLED: 'true',
    BOOKPLATE__LIMITS__LOG_IN__BURST: String(TRIES),
  };
  [browser, site] = await Promise.all([launch(), startSite(limits)]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

test('without a network it says so, keeps the session, and goes on when there is one', async () => {
  const account = await signUp(site, 'offline@example.com');
  const { context, page } = await person(browser, site.url);
  await page.goto('/');
  await signIn(page, account);
  await page.getByRole('button', { name: 'Account of Ada Lovelace' }).waitFor();

  await context.setOffline(true);
  await page.getByRole('textbox', { name: 'Ask the book' }).fill('What is delay?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByText('The service cannot be reached.').first().waitFor();
  await page.getByRole('button', { name: 'Account of Ada Lovelace' }).waitFor();

  await context.setOffline(false);
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).last().click();
  await page.locator('li[data-role=assistant][data-status=complete]').waitFor();
  expect(await chatsOf(page, 1)).toEqual(['What is delay?']);
  expect(await page.getByText('The service cannot be reached.').count()).toBe(0);
  await context.close();
});

test('an outage of the service ends no session: the page is loaded, and signed in when it is over', async () => {
  const account = await signUp(site, 'outage@example.com');
  const { context, page } = await person(browser, site.url);
  await page.goto('/');
  await signIn(page, account);
  await page.getByRole('button', { name: 'Account of Ada Lovelace' }).waitFor();

  await context.route('**/api/**', (route) => route.fulfill({ status: 503, body: '' }));
  const refused = page.waitForResponse((it) => it.url().endsWith('/auth/refresh'));
  await page.reload();
  expect((await refused).status()).toBe(503);
  await page.getByRole('banner').getByRole('link', { name: 'Steering' }).waitFor();
  expect(await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).count()).toBe(0);
  await context.unroute('**/api/**');
  await page.getByRole('button', { name: 'Account of Ada Lovelace' }).waitFor();
  await context.close();
});

test('a visitor who has no question left is told, and when there is one again', async () => {
  const { context, page } = await person(browser, site.url);
  await page.goto('/');
  await ask(page, 'What is feedback?');
  await page.getByText('You have no questions left for now.').waitFor();

  await page.getByRole('textbox', { name: 'Ask the book' }).fill('And what is gain?');
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await page.getByText('Not asked.').waitFor();
  expect(await page.locator('li[data-role=assistant]').count()).toBe(1);
  await page.getByText(/^You have no questions left for now\. The next one: /).waitFor();
  await context.close();
});

test('too many tries are told with the seconds to wait, and the button waits with them', async () => {
  const { context, page } = await person(browser, site.url);
  await page.goto('/');
  await signIn(page, { email: 'nobody@example.com', password: PASSWORD });
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  const button = dialog.getByRole('button', { name: 'Sign in' });
  for (let tries = 1; tries <= TRIES; tries++) {
    await expect.poll(() => button.getAttribute('aria-busy')).toBe('false');
    if (await dialog.getByText('Too many tries.').isVisible()) break;
    await dialog.getByText('The address or the password is wrong.').waitFor();
    await button.click();
  }

  await dialog.getByText('Too many tries.').waitFor();
  expect(await button.getAttribute('aria-disabled')).toBe('true');
  const left = dialog.getByText(/^Try again in \d+ s\.$/);
  const before = await seconds(left);
  await page.waitForTimeout(2_100);
  expect(await seconds(left)).toBeLessThan(before);
  await context.close();
});

/** The number in a text. */
async function seconds(text: { textContent(): Promise<string | null> }): Promise<number> {
  return Number(/\d+/.exec((await text.textContent()) ?? '')?.[0]);
}
