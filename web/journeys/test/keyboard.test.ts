import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RealService } from '../../packages/client/test/support/real-service.js';
import { PASSWORD } from '../support/account.ts';
import { launch, person } from '../support/browser.ts';
import { focused, press, stopsOf, tabTo, write } from '../support/focus.ts';
import { FOR_PEOPLE, meetPeople, openTabs, type People, type Tabs } from '../support/people.ts';
import { STATES, components, go, pages } from '../support/scenes.ts';
import { startSite } from '../support/site.ts';

let browser: Browser;
let site: RealService;
let people: People;
let tabs: Tabs;

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), startSite(FOR_PEOPLE)]);
  people = await meetPeople(browser, site);
  tabs = await openTabs(people);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

test('everywhere each stop is seen, none is covered, and Tab stays within a dialog', async () => {
  const wrong: string[] = [];
  // What was refused has the same stops as before.
  const opened = STATES.filter(({ name }) => !name.endsWith('-refused'));
  for (const scene of [...(await components(tabs)), ...pages(people), ...opened]) {
    const page = await go(tabs, scene);
    const isModal = (await page.locator('dialog').count()) > 0;
    for (const { what, seen, covered, inDialog } of await stopsOf(page)) {
      if (!seen) wrong.push(`${scene.name}: nothing shows the focus of ${what}`);
      if (covered) wrong.push(`${scene.name}: something covers ${what}`);
      if (isModal && !inDialog) wrong.push(`${scene.name}: Tab leaves the dialog for ${what}`);
    }
  }
  expect(wrong).toEqual([]);
});

test('Shift+Tab goes the same way back', async () => {
  const page = await go(tabs, { name: 'login', who: 'user', path: '/gallery/login-modal' });
  const forth = (await stopsOf(page)).map(({ what }) => what);
  const back = (await stopsOf(page, 'Shift+Tab')).map(({ what }) => what);
  expect(new Set(back)).toEqual(new Set(forth));
  expect(forth).toHaveLength(9);
});

test('a stop without a sign of its focus is found', async () => {
  const page = await go(tabs, { name: 'login', who: 'user', path: '/gallery/login-modal' });
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('[name=password]')!.style.outline = 'none';
  });
  const unseen = (await stopsOf(page)).filter(({ seen }) => !seen);
  expect(unseen.map(({ what }) => what)).toEqual(['input password']);
});

test.each([
  ['login', 'Sign in', 'email'],
  ['register', 'Create account', 'name'],
])('the dialog to %s opens with the focus in it, and gives it back', async (_, name, first) => {
  const { context, page } = await person(browser, site.url);
  await page.goto('/');
  const opener = page.getByRole('banner').getByRole('button', { name });
  for (const key of ['Enter', 'Space'] as const) {
    await press(page, opener, key);
    expect(await focused(page)).toMatchObject({ what: `input ${first}`, inDialog: true });
    await page.keyboard.press('Escape');
    expect(await page.getByRole('dialog').count()).toBe(0);
    expect((await focused(page))?.what).toBe(`button ${name}`);
  }
  // So does the button that closes it.
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('dialog').getByRole('button', { name: 'Close' }));
  expect((await focused(page))?.what).toBe(`button ${name}`);
  await context.close();
});

test('from one dialog to the next the focus goes along, and in the end back to the page', async () => {
  const { context, page } = await person(browser, site.url);
  await page.goto('/');
  await press(page, page.getByRole('banner').getByRole('button', { name: 'Sign in' }));
  const dialog = page.getByRole('dialog');
  await press(page, dialog.getByRole('button', { name: 'Forgot your password?' }));
  expect((await focused(page))?.what).toBe('input email');
  await page.keyboard.type('somebody@example.com');
  await page.keyboard.press('Enter');
  await page.getByText('a link is on its way').waitFor();
  expect((await focused(page))?.what).toContain('a link is on its way');
  await press(page, dialog.getByRole('button', { name: 'Back to sign in' }));
  await press(page, dialog.getByRole('button', { name: 'Create account' }));
  expect(await focused(page)).toMatchObject({ what: 'input name', inDialog: true });
  await page.keyboard.press('Escape');
  expect((await focused(page))?.what).toBe('button Sign in');
  await context.close();
});

test('somebody registers, verifies, signs in, changes the profile and signs out by keys alone', async () => {
  const { context, page, complaints } = await person(browser, site.url);
  const email = 'keys@example.com';
  const banner = page.getByRole('banner');
  const dialog = page.getByRole('dialog');
  await page.goto('/');
  await press(page, banner.getByRole('button', { name: 'Create account' }));
  await page.keyboard.type('Ada Lovelace');
  await write(page, dialog.getByLabel('Email address'), 'keys');
  await write(page, dialog.getByLabel('Password', { exact: true }), PASSWORD);
  await page.keyboard.press('Enter');
  // What is wrong takes the focus.
  await dialog.getByText('This does not look right.').waitFor();
  expect((await focused(page))?.what).toBe('input email');
  await write(page, dialog.getByLabel('Email address'), email);
  await page.keyboard.press('Enter');
  await page.getByText('Open it to confirm the address.').waitFor();
  expect((await focused(page))?.what).toContain('Check your mail');

  await page.goto(`/verify-email#token=${await site.mailedToken(email)}`);
  await press(page, page.getByRole('button', { name: 'Confirm' }), 'Space');
  await page.getByText(`${email} is confirmed.`).waitFor();
  await press(page, page.getByRole('main').getByRole('button', { name: 'Sign in' }));
  await page.keyboard.type(email);
  await write(page, dialog.getByLabel('Password', { exact: true }), 'not the password');
  await page.keyboard.press('Enter');
  await dialog.getByText('The address or the password is wrong.').waitFor();
  expect((await focused(page))?.what).toBe('input password');
  await write(page, dialog.getByLabel('Password', { exact: true }), PASSWORD);
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });

  await openMenu(page, 'Ada Lovelace');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Profile' }).waitFor();
  await write(page, page.getByLabel('Name', { exact: true }), 'Augusta King');
  await page.keyboard.press('Enter');
  await page.getByText('Saved.').waitFor();
  await openMenu(page, 'Augusta King');
  // The last item signs out everywhere; the one before it does so here.
  await page.keyboard.press('End');
  await page.keyboard.press('ArrowUp');
  expect((await focused(page))?.what).toBe('button Sign out');
  await page.keyboard.press('Space');
  await banner.getByRole('button', { name: 'Sign in' }).waitFor();
  expect(complaints).toEqual([]);
  await context.close();
});

test('the menu goes round by arrows, and closes by Escape and by Tab', async () => {
  const page = await go(tabs, { name: 'home', who: 'user', path: '/' });
  const button = page.getByRole('button', { name: 'Account of' });
  await tabTo(page, button);
  await page.keyboard.press('ArrowDown');
  expect((await focused(page))?.what).toBe('button Profile');
  await page.keyboard.press('ArrowUp');
  expect((await focused(page))?.what).toBe('button Sign out everywhere');
  await page.keyboard.press('Home');
  expect((await focused(page))?.what).toBe('button Profile');
  await page.keyboard.press('Escape');
  expect(await button.evaluate((it) => it === document.activeElement)).toBe(true);
  expect(await button.getAttribute('aria-expanded')).toBe('false');
  await page.keyboard.press('Enter');
  expect(await button.getAttribute('aria-expanded')).toBe('true');
  await page.keyboard.press('Shift+Tab');
  expect(await button.getAttribute('aria-expanded')).toBe('false');
});

test('another session is ended by keys, after a question that can be taken back', async () => {
  const page = await go(tabs, { name: 'account', who: 'user', path: '/account' });
  const opener = page.getByRole('button', { name: /^Sign out Safari/ });
  const dialog = page.getByRole('dialog', { name: /^Sign out Safari/ });
  await press(page, opener);
  expect(await focused(page)).toMatchObject({ inDialog: true });
  await page.keyboard.press('Escape');
  expect((await focused(page))?.what).toMatch(/^button Sign out Safari/);
  await page.keyboard.press('Space');
  await press(page, dialog.getByRole('button', { name: 'Cancel' }));
  expect((await focused(page))?.what).toMatch(/^button Sign out Safari/);

  await page.keyboard.press('Enter');
  await press(page, dialog.getByRole('button', { name: 'Sign out' }));
  await opener.waitFor({ state: 'detached' });
  // Its button is gone, so what came of it has the focus.
  expect((await focused(page))?.what).toMatch(/^p Signed out: Safari/);
});

test('preferences are changed by keys: a list by arrows, a box by the space bar', async () => {
  const page = await go(tabs, { name: 'account', who: 'user', path: '/account' });
  const preferences = page.locator('#preferences');
  await tabTo(page, preferences.getByLabel('Theme'));
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowDown');
  await tabTo(page, preferences.getByLabel('Language of mails'));
  await page.keyboard.type('Deu');
  const box = preferences.getByLabel('Of new features');
  await tabTo(page, box);
  await page.keyboard.press('Space');
  await page.keyboard.press('Enter');
  await preferences.getByText('Saved.').waitFor();
  expect(await page.evaluate(() => document.documentElement.dataset.theme)).toBe('dark');

  await go(tabs, { name: 'account', who: 'user', path: '/account' });
  expect(await preferences.getByLabel('Theme').inputValue()).toBe('dark');
  expect(await preferences.getByLabel('Language of mails').inputValue()).toBe('de');
  expect(await box.isChecked()).toBe(true);
});

test('the first stop skips what is on every page, and a link leads to the heading of its page', async () => {
  const { context, page } = await person(browser, site.url);
  await page.goto('/');
  await page.getByRole('textbox').waitFor();
  await page.keyboard.press('Tab');
  expect(await focused(page)).toMatchObject({ what: 'a Skip to the content', seen: true });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  expect((await focused(page))?.what).toMatch(/^textarea/);

  await press(page, page.getByRole('link', { name: 'Integral action' }));
  expect((await focused(page))?.what).toBe('h1 Integral action');
  await context.close();
});

/** Opens the menu of whoever is signed in, with the focus on its first item. */
async function openMenu(page: Page, name: string): Promise<void> {
  await tabTo(page, page.getByRole('button', { name: `Account of ${name}` }));
  await page.keyboard.press('ArrowDown');
}
