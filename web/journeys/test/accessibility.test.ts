import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { RealService } from '../../packages/client/test/support/real-service.js';
import { violations } from '../support/axe.ts';
import { launch } from '../support/browser.ts';
import { stopsOf } from '../support/focus.ts';
import { FOR_PEOPLE, meetPeople, openTabs, type People, type Tabs } from '../support/people.ts';
import { STATES, components, go, pages, type Scene } from '../support/scenes.ts';
import { startSite } from '../support/site.ts';

let browser: Browser;
let site: RealService;
let people: People;
let english: Tabs;
let urdu: Tabs;

beforeAll(async () => {
  [browser, site] = await Promise.all([launch(), startSite(FOR_PEOPLE)]);
  people = await meetPeople(browser, site);
  [english, urdu] = [await openTabs(people), await openTabs(people)];
});
afterAll(async () => {
  await browser?.close();
  await site?.stop();
});

test('axe finds nothing at any component, light, dark, and from right to left', async () => {
  const all = await components(english);
  expect(all.length).toBeGreaterThan(20);
  expect(await lookThrough(all)).toEqual({});
});

test('axe finds nothing on any page of the site', async () => {
  expect(await lookThrough(pages(people))).toEqual({});
});

test('axe finds nothing after something was refused, told, asked or opened', async () => {
  expect(await lookThrough(STATES)).toEqual({});
});

test('axe does find what is broken', async () => {
  const page = await go(english, named('login-modal'));
  await page.evaluate(() => {
    document.querySelector('dialog label')!.remove();
    document.querySelector<HTMLElement>('dialog .bp-link')!.style.color = 'lightgray';
  });
  const found = (await violations(page)).join('\n');
  expect(found).toMatch(/^label: /m);
  expect(found).toMatch(/^color-contrast: /m);
});

test.each(['login-modal', 'user-menu-open', 'site-account'])(
  'with forced colours every stop of %s shows that it has the focus',
  async (name) => {
    const page = await go(english, named(name));
    await page.emulateMedia({ forcedColors: 'active' });
    const stops = await stopsOf(page);
    await page.emulateMedia({ forcedColors: null });
    expect(stops.length).toBeGreaterThan(3);
    expect(stops.filter(({ seen }) => !seen)).toEqual([]);
  },
);

test('with forced colours a chosen box, a bad field and the strength can still be told', async () => {
  const page = await go(english, named('register-modal-refused'));
  await page.emulateMedia({ forcedColors: 'active' });
  const widths = await page.evaluate(() => {
    const border = (selector: string, pseudo?: string) =>
      getComputedStyle(document.querySelector(selector)!, pseudo).borderBlockEndWidth;
    return [border('[name=email]'), border('.bp-button:not(.bp-primary)'), border('.bp-meter', '::before')];
  });
  await page.emulateMedia({ forcedColors: null });
  expect(widths).toEqual(['2px', '1px', '8px']);
});

test('whoever wants less motion sees none', async () => {
  const page = english.user;
  await page.emulateMedia({ reducedMotion: 'reduce' });
  for (const name of ['login-modal', 'user-menu-open', 'site-account']) {
    await go(english, named(name));
    expect(await page.evaluate(() => document.getAnimations().length)).toBe(0);
  }
  await page.emulateMedia({ reducedMotion: null });
});

test('nothing of all this was complained about on the console', () => {
  expect([...people.user.complaints, ...people.visitor.complaints]).toEqual([]);
});

/** What axe finds at each of the scenes, by their names; those with nothing are left out. */
async function lookThrough(scenes: Scene[]): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  const note = (name: string, all: string[]) => {
    if (all.length > 0) found[name] = all;
  };
  const inEnglish = async () => {
    for (const scene of scenes) {
      const page = await go(english, scene);
      note(`${scene.name}, light`, await violations(page));
      // As the site does it when somebody chooses another theme.
      await page.evaluate(() => (document.documentElement.dataset.theme = 'dark'));
      note(`${scene.name}, dark`, await violations(page, ['color-contrast', 'link-in-text-block']));
    }
  };
  const inUrdu = async () => {
    for (const scene of scenes) {
      const page = await go(urdu, scene, { language: 'ur' });
      note(`${scene.name}, in Urdu`, await violations(page));
    }
  };
  await Promise.all([inEnglish(), inUrdu()]);
  return found;
}

function named(name: string): Scene {
  const known = [...STATES, ...pages(people)].find((it) => it.name === name);
  return known ?? { name, who: 'user', path: `/gallery/${name}` };
}
