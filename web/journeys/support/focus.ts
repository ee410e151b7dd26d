import type { Locator, Page } from 'playwright-core';

/** What has the focus. */
export interface Stop {
  /** Its tag and what it is called, for reports. */
  what: string;
  /** Whether something shows that it has the focus. */
  seen: boolean;
  /** Whether something else lies over its middle. */
  covered: boolean;
  /** Whether it is within an open dialog. */
  inDialog: boolean;
}

/** What has the focus now; null if it is the page itself, or the browser's own bar. */
export function focused(page: Page): Promise<Stop | null> {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const { outlineStyle, outlineWidth, outlineColor } = getComputedStyle(element);
    const { left, top, width, height } = element.getBoundingClientRect();
    const above = document.elementFromPoint(left + width / 2, top + height / 2);
    const called =
      element.getAttribute('aria-label') ?? element.getAttribute('name') ?? element.textContent;
    return {
      what: `${element.localName} ${called?.trim()}`,
      seen:
        outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2 && !/, 0\)$/.test(outlineColor),
      covered: !element.contains(above),
      inDialog: element.closest('dialog[open]') !== null,
    };
  });
}

/** All that Tab leads to from here, past the browser's own bar, until something comes again. */
export async function stopsOf(page: Page, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<Stop[]> {
  const stops: Stop[] = [];
  for (let pressed = 0; pressed < 100; pressed++) {
    await page.keyboard.press(key);
    const again = await page.evaluate(() => {
      const known = document.activeElement!.hasAttribute('data-stop');
      document.activeElement!.setAttribute('data-stop', '');
      return known;
    });
    if (again) {
      await page.evaluate(() => {
        for (const it of document.querySelectorAll('[data-stop]')) it.removeAttribute('data-stop');
      });
      return stops;
    }
    const stop = await focused(page);
    if (stop) stops.push(stop);
  }
  throw new Error(`Tab never comes back: ${stops.map(({ what }) => what).join(', ')}`);
}

/** Presses Tab until the element has the focus, as somebody without a mouse has to. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await wanted.waitFor();
  const past: string[] = [];
  for (let pressed = 0; pressed < 80; pressed++) {
    if (await wanted.evaluate((it) => it === document.activeElement)) return;
    await page.keyboard.press('Tab');
    past.push((await focused(page))?.what ?? 'the page');
  }
  throw new Error(`Tab does not lead to it, but to ${past.join(', ')}`);
}

/** Goes to a field by Tab, and writes into it in the place of what is there. */
export async function write(page: Page, field: Locator, text: string): Promise<void> {
  await tabTo(page, field);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** Goes to a button or link by Tab, and presses it. */
export async function press(
  page: Page,
  button: Locator,
  key: 'Enter' | 'Space' = 'Enter',
): Promise<void> {
  await tabTo(page, button);
  await page.keyboard.press(key);
}
