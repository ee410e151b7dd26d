import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startService, type RealService } from '../../packages/client/test/support/real-service.js';
import { signUp } from '../support/account.ts';
import { launch, person } from '../support/browser.ts';
import { openLab, reaches, tab } from '../support/lab.ts';

let browser: Browser;
let site: RealService;

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), startService()]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

test.each(['body', 'cookie'] as const)('a reload restores the session, by %s', async (transport) => {
  const account = await signUp(site, `reload-${transport}@example.com`);
  const { context } = await person(browser, site.url);
  await openLab(context, { transport });
  const page = await tab(context);
  await page.evaluate((body) => window.auth.signIn(body), account);

  await page.reload();
  await reaches(page, 'authenticated');
  expect(await page.evaluate(() => window.auth.getState().user?.email)).toBe(account.email);
  expect(await page.evaluate(() => window.changes)).toEqual(['loaded']);
  await context.close();
});

test('going back to a page after a sign-out in another tab shows nobody', async () => {
  const account = await signUp(site, 'back@example.com');
  const { context } = await person(browser, site.url);
  await openLab(context);
  const page = await tab(context);
  await page.evaluate((body) => window.auth.signIn(body), account);
  await page.goto('/livez');
  const other = await tab(context);
  await reaches(other, 'authenticated');
  await other.evaluate(() => window.auth.signOut());

  await page.goBack({ waitUntil: 'commit' });
  await page.waitForFunction(() => 'changes' in window);
  await reaches(page, 'unauthenticated');
  expect(await page.evaluate(() => window.auth.getAccessToken())).toBe(null);
  await context.close();
});

test('a page out of the back/forward cache is alive and signed in', async () => {
  const account = await signUp(site, 'cache@example.com');
  const { context } = await person(browser, site.url);
  await openLab(context);
  const page = await tab(context);
  await page.evaluate((body) => window.auth.signIn(body), account);
  await page.goto('/livez');

  // There is no `load` for a page that was kept.
  await page.goBack({ waitUntil: 'commit' });
  await page.waitForFunction(() => window.persisted);
  expect(await page.evaluate(() => window.auth.getUser().then((it) => it.email))).toBe(
    account.email,
  );
  expect(await page.evaluate(() => window.changes)).toEqual(['loaded', 'signed-in']);
  await context.close();
});

test('a page out of the back/forward cache whose session was ended elsewhere finds out', async () => {
  const account = await signUp(site, 'ended@example.com');
  const [here, there] = [await person(browser, site.url), await person(browser, site.url)];
  await openLab(here.context);
  await openLab(there.context);
  const [page, far] = [await tab(here.context), await tab(there.context)];
  await page.evaluate((body) => window.auth.signIn(body), account);
  await far.evaluate((body) => window.auth.signIn(body), account);
  await page.goto('/livez');
  await far.evaluate(() => window.auth.signOut({ everywhere: true }));

  await page.goBack({ waitUntil: 'commit' });
  await page.waitForFunction(() => window.persisted);
  const told = await page.evaluate(() => window.auth.getUser().catch((it) => it.code));
  expect(told).toBe('SESSION_REVOKED');
  await reaches(page, 'unauthenticated');
  await Promise.all([here.context.close(), there.context.close()]);
});

test('signing out everywhere reaches the other tab at once and the other browser at its next call', async () => {
  const account = await signUp(site, 'everywhere@example.com');
  const [here, there] = [await person(browser, site.url), await person(browser, site.url)];
  await openLab(here.context);
  await openLab(there.context);
  const [first, second, far] = [
    await tab(here.context),
    await tab(here.context),
    await tab(there.context),
  ];
  await first.evaluate((body) => window.auth.signIn(body), account);
  await far.evaluate((body) => window.auth.signIn(body), account);
  await reaches(second, 'authenticated');

  await first.evaluate(() => window.auth.signOut({ everywhere: true }));
  await reaches(first, 'unauthenticated');
  await reaches(second, 'unauthenticated');
  const told = await far.evaluate(() => window.auth.getUser().catch((it) => it.code));
  expect(told).toBe('SESSION_REVOKED');
  await reaches(far, 'unauthenticated');
  await Promise.all([here.context.close(), there.context.close()]);
});
