import type { Browser, Page } from 'playwright-core';
import type { RealService, Settings } from '../../packages/client/test/support/real-service.js';
import { signUp, type Credentials } from './account.ts';
import { person, type Person } from './browser.ts';
import { ask, signIn } from './reader.ts';
import { settled, watch } from './settled.ts';

/** Two ways to sign in besides the password, and so few questions that a visitor has none left. */
export const FOR_PEOPLE: Settings = {
  BOOKPLATE__ANONYMOUS__MESSAGES_PER_DAY: '2',
  BOOKPLATE__OAUTH__GITHUB__KIND: 'github',
  BOOKPLATE__OAUTH__GITHUB__CLIENT_ID: 'a-client',
  BOOKPLATE__OAUTH__GITHUB__CLIENT_SECRET: 'a-secret',
  BOOKPLATE__OAUTH__UNIVERSITY__KIND: 'github',
  BOOKPLATE__OAUTH__UNIVERSITY__TITLE: 'University of Applied Sciences',
  BOOKPLATE__OAUTH__UNIVERSITY__ISSUER: 'https://git.example.edu',
  BOOKPLATE__OAUTH__UNIVERSITY__CLIENT_ID: 'a-client',
  BOOKPLATE__OAUTH__UNIVERSITY__CLIENT_SECRET: 'a-secret',
};

/** Names that are as long as they come, and have nowhere to break. */
const NAME = 'Wilhelmine Oberkirchenrätin-Donaudampfschifffahrtsgesellschaft';
const EMAIL = 'wilhelmine.donaudampfschifffahrtsgesellschaft@mail.example.com';
const ABOUT = 'I read about steering, and ask more than is in the book.';

/** Other devices of the user, by what their browsers say of themselves. */
const DEVICES = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1',
];

/** A tab of everybody, so that several can look at once. */
export interface Tabs {
  user: Page;
  visitor: Page;
}

/** Those who look at the site. */
export interface People {
  /** Signed in here and on two devices more, with a profile and a chat. */
  user: Person;
  /** Has two chats, and no question left. */
  visitor: Person;
  /** The path of a chat of the user, with an answer. */
  chat: string;
}

/** Makes everybody, with what they have: by the pages, as people do. */
export async function meetPeople(browser: Browser, site: RealService): Promise<People> {
  const [user, visitor] = [await person(browser, site.url), await person(browser, site.url)];
  watch(user.page);
  watch(visitor.page);
  const [chat] = await Promise.all([useAccount(user.page, site), lookAround(visitor.page)]);
  return { user, visitor, chat };
}

/** Another tab of everybody. */
export async function openTabs({ user, visitor }: People): Promise<Tabs> {
  const tabs = { user: await user.context.newPage(), visitor: await visitor.context.newPage() };
  watch(tabs.user);
  watch(tabs.visitor);
  return tabs;
}

async function useAccount(page: Page, site: RealService): Promise<string> {
  const credentials = await signUp(site, EMAIL);
  for (const device of DEVICES) await signInElsewhere(site, credentials, device);
  await page.goto('/');
  await signIn(page, credentials);
  await page.getByRole('button', { name: 'Account of' }).waitFor();
  await page.goto('/account');
  await page.getByLabel('Name', { exact: true }).fill(NAME);
  await page.getByLabel('About you').fill(ABOUT);
  await page.locator('#profile').getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  await page.goto('/');
  await ask(page, 'What is feedback?');
  await settled(page);
  return new URL(page.url()).pathname;
}

async function lookAround(page: Page): Promise<void> {
  await page.goto('/');
  await ask(page, 'What is feedback?');
  await page.goto('/');
  await ask(page, 'How are the gains of a controller found by the method of Ziegler and Nichols?');
  await settled(page);
}

/** Signs in from another device. */
export async function signInElsewhere(
  site: RealService,
  credentials: Credentials,
  userAgent: string,
): Promise<void> {
  const answer = await fetch(`${site.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', 'User-Agent': userAgent },
    body: JSON.stringify(credentials),
  });
  if (!answer.ok) throw new Error(`login: ${answer.status} ${await answer.text()}`);
}
