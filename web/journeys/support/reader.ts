import type { Page } from 'playwright-core';
import type { RealService } from '../../packages/client/test/support/real-service.js';
import { PASSWORD, type Credentials } from './account.ts';

/** Asks the book a question and waits for its whole answer. */
export async function ask(page: Page, question: string): Promise<void> {
  const answers = page.locator('li[data-role=assistant][data-status=complete]');
  const before = await answers.count();
  await page.getByRole('textbox', { name: 'Ask the book' }).fill(question);
  await page.getByRole('button', { name: 'Ask', exact: true }).click();
  await answers.nth(before).waitFor();
}

/** The titles of the reader's chats, once there are as many. */
export async function chatsOf(page: Page, count: number): Promise<string[]> {
  const links = page.getByRole('navigation', { name: 'Your chats' }).getByRole('link');
  await links.nth(count - 1).waitFor();
  return links.allTextContents();
}

/** Fills the form for a new account. What is told then depends on the service. */
export async function register(page: Page, email: string): Promise<Credentials> {
  await page.getByRole('button', { name: 'Create account' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'Create an account' });
  await dialog.getByLabel('Name').fill('Ada Lovelace');
  await dialog.getByLabel('Email address').fill(email);
  await dialog.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await dialog.getByRole('button', { name: 'Create account' }).click();
  return { email, password: PASSWORD };
}

/** Signs in by the dialog; somebody who cannot is told in it. */
export async function signIn(page: Page, { email, password }: Credentials): Promise<void> {
  await page.getByRole('banner').getByRole('button', { name: 'Sign in' }).click();
  const dialog = page.getByRole('dialog', { name: 'Sign in' });
  await dialog.getByLabel('Email address').fill(email);
  await dialog.getByLabel('Password', { exact: true }).fill(password);
  await dialog.getByRole('button', { name: 'Sign in' }).click();
}

/** Follows the link of the newest mail to the address, and presses the button of its page. */
export async function verify(page: Page, site: RealService, email: string): Promise<void> {
  await page.goto(`/verify-email#token=${await site.mailedToken(email)}`);
  await page.getByRole('button', { name: 'Confirm' }).click();
  await page.getByText(`${email} is confirmed.`).waitFor();
}
