import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RealService } from '../../packages/client/test/support/real-service.js';
import { launch } from '../support/browser.ts';
import { dialogEnds, misfits, spaceText } from '../support/fit.ts';
import { FOR_PEOPLE, meetPeople, openTabs, type People, type Tabs } from '../support/people.ts';
import { STATES, components, go, pages, type Scene } from '../support/scenes.ts';
import { startSite } from '../support/site.ts';

/** 1280 × 1024 at 400 %, and a small telephone. */
const ZOOMED = { width: 320, height: 256 };
const TELEPHONE = { width: 320, height: 640 };

// German has the longest words; Urdu goes the other way. English is shorter than both.
const LANGUAGES = ['de', 'ur'] as const;
type Language = (typeof LANGUAGES)[number];

let browser: Browser;
let site: RealService;
let people: People;
let tabs: Record<Language, Tabs>;

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), startSite(FOR_PEOPLE)]);
  people = await meetPeople(browser, site);
  const [de, ur] = [await openTabs(people), await openTabs(people)];
  tabs = { de, ur };
  for (const { user, visitor } of [de, ur]) {
    await user.setViewportSize(ZOOMED);
    await visitor.setViewportSize(ZOOMED);
  }
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

test('every component fits 320 pixels, in both directions and with text spaced out', async () => {
  expect(await squeeze(await components(tabs.de))).toEqual({});
});

test('every page of the site fits 320 pixels, in both directions and with text spaced out', async () => {
  expect(await squeeze(pages(people))).toEqual({});
});

test('what was refused, told, asked or opened fits 320 pixels, too', async () => {
  expect(await squeeze(STATES)).toEqual({});
});

test('what does not fit is found', async () => {
  const page = await go(tabs.de, STATES.find(({ name }) => name === 'register-modal-refused')!);
  await page.setViewportSize(ZOOMED);
  await page.evaluate(() => {
    document.querySelector<HTMLElement>('dialog .bp-primary')!.style.minInlineSize = '25rem';
    document.querySelector<HTMLElement>('dialog .bp-error')!.style.cssText =
      'block-size: 1rem; overflow: hidden';
  });
  const found = (await misfits(page)).join('\n');
  expect(found).toMatch(/^beyond the edge: button/m);
  expect(found).toMatch(/^wider than its box \(auto\): div\.bp-dialog-content/m);
  expect(found).toMatch(/^cut off: p\.bp-error/m);
});

/** What does not fit at each of the scenes, by their names; those where all does are left out. */
async function squeeze(scenes: Scene[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const note = (name: string, all: string[]) => {
    if (all.length > 0) found[name] = all;
  };
  const each = LANGUAGES.map(async (language) => {
    for (const scene of scenes) {
      const page = await go(tabs[language], scene, { language });
      const check = async (how: string) =>
        note(`${scene.name} (${language}), ${how}`, await misfits(page));
      await check('as it is opened');
      // A change of size takes long, so the next scene is opened in this one.
      const { height } = page.viewportSize()!;
      await page.setViewportSize(height === ZOOMED.height ? TELEPHONE : ZOOMED);
      await check(`after ${height} pixels`);
      await spaceText(page);
      await check('spaced out');
      const ends = (await page.locator('dialog').count()) === 0 || (await dialogEnds(page));
      note(`${scene.name} (${language}), its end`, ends ? [] : ['cannot be scrolled to']);
    }
  });
  await Promise.all(each);
  return found;
}
