import type { Page } from 'playwright-core';
import type { People, Tabs } from './people.ts';
import { settled } from './settled.ts';

/** Something to look at: a place, and what was done there. */
export interface Scene {
  /** What it is called in reports, and as a picture. */
  name: string;
  who: 'user' | 'visitor';
  path: string;
  /** What is done there, in whatever language. */
  then?: ((page: Page) => Promise<void>) | undefined;
}

export interface Look {
  language?: 'en' | 'de' | 'ur' | undefined;
  theme?: 'light' | 'dark' | undefined;
}

/** A link of a mail, as the page sees it. */
const LINK = '#token=bp_token_that_works_no_more';

/** What these show belongs to a visitor, or to nobody. */
const OF_VISITORS = ['anonymous-limit-notice', 'email-verification-banner', 'link-anonymous-chats'];

let visits = 0;

/** Goes to a scene and waits until all of it is there. */
export async function go(tabs: Tabs, scene: Scene, look: Look = {}): Promise<Page> {
  const { language = 'en', theme = 'light' } = look;
  const page = tabs[scene.who];
  const url = new URL(scene.path, 'http://site');
  // Another link to the same page would not load it anew; so each is a page of its own.
  url.search = String(new URLSearchParams({ language, theme, visit: String(visits++) }));
  await page.goto(url.pathname + url.search + url.hash);
  await page.locator('main > :not(:empty)').first().waitFor({ state: 'attached' });
  await settled(page);
  if (scene.then) {
    await scene.then(page);
    await settled(page);
  }
  return page;
}

/** Every component alone, as the gallery of the demo lists them. */
export async function components({ visitor: page }: Tabs): Promise<Scene[]> {
  await page.goto('/gallery/all');
  await page.locator('main li').first().waitFor();
  const names = await page.locator('main li').allTextContents();
  return names.map((name) => ({
    name,
    who: OF_VISITORS.includes(name) ? 'visitor' : 'user',
    path: `/gallery/${name}${name.endsWith('-page') ? LINK : ''}`,
  }));
}

/** Every page of the demo. */
export function pages({ chat }: People): Scene[] {
  const page = (name: string, path: string, who: Scene['who'] = 'user'): Scene => ({
    name: `site-${name}`,
    who,
    path,
  });
  return [
    page('home', '/'),
    page('home-of-a-visitor', '/', 'visitor'),
    page('chapter', '/chapters/the-loop'),
    page('chat', chat),
    page('account', '/account'),
    page('account-of-a-visitor', '/account', 'visitor'),
    page('verify-email', `/verify-email${LINK}`),
    page('verify-email-without-a-link', '/verify-email', 'visitor'),
    page('reset-password', `/reset-password${LINK}`, 'visitor'),
    page('confirm-email-change', `/confirm-email-change${LINK}`),
    page('revert-email-change', `/revert-email-change${LINK}`),
    page('accept-invitation', `/accept-invitation${LINK}`, 'visitor'),
    page('signed-in', '/signed-in'),
    page('not-found', '/nothing/here'),
  ];
}

const alone = (name: string, what: string, then: Scene['then']): Scene => ({
  name: `${name}-${what}`,
  who: 'user',
  path: `/gallery/${name}${name.endsWith('-page') ? LINK : ''}`,
  then,
});

// Pressed by keys: a click waits for the next frame, and tabs in the background have few of them.
const press = (page: Page, button: string): Promise<void> =>
  page.locator(button).first().press('Enter');

const send = async (page: Page): Promise<void> => {
  await page.locator('form.bp-form .bp-primary').last().press('Enter');
  await settled(page);
};

async function fill(page: Page, values: Record<string, string>): Promise<void> {
  for (const [name, value] of Object.entries(values)) await page.fill(`[name=${name}]`, value);
}

/** What components look like after something was done: refused, told, asked or opened. */
export const STATES: Scene[] = [
  alone('login-modal', 'refused', async (page) => {
    await fill(page, { email: 'ada@example.com', password: 'not the password' });
    await send(page);
    await page.locator('.bp-alert p').waitFor();
  }),
  alone('register-modal', 'refused', async (page) => {
    await fill(page, { name: ' ', email: 'ada', password: 'password' });
    // The form asks how strong it is once nobody types for a while.
    await page.locator('.bp-meter[data-score]').waitFor();
    await send(page);
    await page.locator('.bp-error').nth(2).waitFor();
  }),
  alone('register-modal', 'told', async (page) => {
    const email = `somebody-${visits++}-${Date.now()}@example.com`;
    await fill(page, { name: 'Ada Lovelace', email, password: 'a heron walks at dawn' });
    await send(page);
    await page.locator('.bp-told').waitFor();
  }),
  alone('forgot-password-modal', 'told', async (page) => {
    await fill(page, { email: 'ada@example.com' });
    await send(page);
    await page.locator('.bp-told').waitFor();
  }),
  alone('reauthenticate-modal', 'refused', async (page) => {
    await fill(page, { password: 'not the password' });
    await send(page);
    await page.locator('.bp-alert p').waitFor();
  }),
  alone('change-password-form', 'refused', async (page) => {
    await fill(page, { currentPassword: 'a heron walks at dawn', newPassword: 'password' });
    await send(page);
    await page.locator('.bp-error').waitFor();
  }),
  alone('email-change-form', 'refused', async (page) => {
    await fill(page, { email: 'ada', password: 'a heron walks at dawn' });
    await send(page);
    await page.locator('.bp-error').waitFor();
  }),
  alone('profile-form', 'refused', async (page) => {
    await fill(page, { name: ' ', image: 'no address' });
    await send(page);
    await page.locator('.bp-error').nth(1).waitFor();
  }),
  alone('preferences-form', 'saved', async (page) => {
    await send(page);
    await page.locator('.bp-form + .bp-status:not(:empty)').waitFor();
  }),
  alone('user-menu', 'open', (page) => press(page, '.bp-menu-button')),
  alone('sessions-list', 'asked', async (page) => {
    await press(page, '.bp-list-item button');
    await page.locator('dialog').waitFor();
  }),
  alone('delete-account', 'asked', async (page) => {
    await press(page, '.bp-danger');
    await fill(page, { password: 'not the password' });
    await send(page);
    await page.locator('dialog .bp-alert p').waitFor();
  }),
  alone('reset-password-page', 'refused', async (page) => {
    await fill(page, { password: 'a heron walks at dusk' });
    await page.locator('.bp-meter[data-score]').waitFor();
    await send(page);
    await page.locator('.bp-alert p').waitFor();
  }),
  alone('verify-email-page', 'refused', async (page) => {
    await send(page);
    await page.locator('.bp-told').waitFor();
  }),
  { ...openMenu(), name: 'site-menu-open' },
];

function openMenu(): Omit<Scene, 'name'> {
  return { who: 'user', path: '/', then: (page) => press(page, '.bp-menu-button') };
}
