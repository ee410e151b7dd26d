import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startService, type RealService } from '../../packages/client/test/support/real-service.js';
import { signUp } from '../support/account.ts';
import { launch, person } from '../support/browser.ts';
import { openLab, reaches, tab } from '../support/lab.ts';

let browser: Browser;
let site: RealService;

beforeAll(async () => {
  // The tabs meet the end of an access token again and again; a request on a busy machine takes less.
  [browser, site] = await Promise.all([launch(), startService({ BOOKPLATE__TOKENS__ACCESS: '2s' })]);
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

test.each(['body', 'cookie'] as const)(
  'two tabs that ask at once across 20 ends of a token stay signed in, by %s',
  async (transport) => {
    const account = await signUp(site, `tabs-${transport}@example.com`);
    const { context, complaints } = await person(browser, site.url);
    await openLab(context, { transport });
    const [one, two] = [await tab(context), await tab(context)];
    await one.evaluate((body) => window.auth.signIn(body), account);
    await reaches(two, 'authenticated');

    let refreshes = 0;
    context.on('request', (it) => void (it.url().endsWith('/auth/refresh') && refreshes++));
    for (let round = 0; round < 20; round++) {
      await new Promise((resolve) => setTimeout(resolve, 2_100));
      const ask = () =>
        Promise.all(Array.from({ length: 5 }, () => window.auth.getUser().then((it) => it.email)));
      const answers = await Promise.all([one.evaluate(ask), two.evaluate(ask)]);
      expect(answers.flat()).toEqual(Array(10).fill(account.email));
    }

    // Both were asked each time, and the timers of the visible tab besides: never one for each call.
    expect(refreshes).toBeGreaterThanOrEqual(20);
    expect(refreshes).toBeLessThanOrEqual(60);
    for (const page of [one, two]) {
      const changes = await page.evaluate(() => window.changes);
      expect(changes.filter((it) => it.startsWith('signed-out'))).toEqual([]);
    }
    expect(complaints).toEqual([]);
    await context.close();
  },
);
