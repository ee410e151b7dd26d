import { mkdir } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { launch } from '../support/browser.ts';
import { FOR_PEOPLE, meetPeople, openTabs } from '../support/people.ts';
import { STATES, components, go, pages } from '../support/scenes.ts';
import { startSite } from '../support/site.ts';

const folder = process.env.SCREENSHOTS;

/** How each picture is taken, by the end of its name. */
const LOOKS = {
  light: { width: 900, height: 800 },
  dark: { width: 900, height: 800, theme: 'dark' },
  rtl: { width: 900, height: 800, language: 'ur' },
  small: { width: 320, height: 640, language: 'de' },
} as const;

test.runIf(folder)('everything is photographed, for people to look at', async () => {
  await mkdir(folder!, { recursive: true });
  const [browser, site] = await Promise.all([launch(), startSite(FOR_PEOPLE)]);
  const people = await meetPeople(browser, site);
  const tabs = await openTabs(people);
  const scenes = [...(await components(tabs)), ...pages(people), ...STATES];
  for (const [name, { width, height, ...look }] of Object.entries(LOOKS)) {
    for (const scene of scenes) {
      await tabs[scene.who].setViewportSize({ width, height });
      const page = await go(tabs, scene, look);
      await page.screenshot({ path: `${folder}/${scene.name}.${name}.png` });
    }
  }
  expect([...people.user.complaints, ...people.visitor.complaints]).toEqual([]);
  await browser.close();
  await site.stop();
}, 600_000);
