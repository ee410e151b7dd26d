import type { Page, Request } from 'playwright-core';

/** For how long nothing may be asked until a page counts as settled, in milliseconds. */
const QUIET = 50;

const open = new WeakMap<Page, Set<Request>>();

/** Begins to count the requests of a page, which `settled` needs to know. */
export function watch(page: Page): void {
  const requests = new Set<Request>();
  open.set(page, requests);
  page.on('request', (it) => void requests.add(it));
  page.on('requestfinished', (it) => void requests.delete(it));
  page.on('requestfailed', (it) => void requests.delete(it));
}

/** Waits until a watched page waits for nothing: what it shows now, it goes on showing. */
export async function settled(page: Page): Promise<void> {
  let quiet = 0;
  for (let waited = 0; waited < 10_000; waited += 10) {
    quiet = open.get(page)!.size > 0 ? 0 : quiet + 10;
    if (quiet > QUIET) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const urls = [...open.get(page)!].map((it) => it.url());
  throw new Error(`the page goes on waiting for ${urls.join(', ')}`);
}
