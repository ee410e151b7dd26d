import type { Page } from 'playwright-core';

/** What does not fit the window, one line for each thing that is out of reach, cut off or too small. */
export function misfits(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    const called = (it: Element) =>
      `${it.localName}.${it.className} “${it.textContent!.trim().slice(0, 40)}”`;
    // What only screen readers are to find is cut off on purpose.
    const isShown = (it: Element) => {
      for (let at: Element | null = it; at; at = at.parentElement) {
        if (getComputedStyle(at).clipPath !== 'none') return false;
      }
      return it.checkVisibility({ visibilityProperty: true });
    };
    const width = document.documentElement.clientWidth;
    const scroller = document.scrollingElement!;
    if (scroller.scrollWidth > innerWidth) {
      found.push(`the page scrolls sideways: ${scroller.scrollWidth}`);
    }
    const all = [...document.querySelectorAll('#root *:not(option, svg *)')].filter(isShown);
    for (const it of all) {
      const { left, right, top, bottom, height } = it.getBoundingClientRect();
      const { overflowX, overflowY, display, position, textOverflow } = getComputedStyle(it);
      if (left < -0.5 || right > width + 0.5) found.push(`beyond the edge: ${called(it)}`);
      const isFixed = position === 'fixed' || it.matches('dialog');
      if (isFixed && (top < 0 || bottom > innerHeight)) found.push(`out of sight: ${called(it)}`);
      // Fields scroll what is in them.
      if (display === 'inline' || it.matches('input, textarea, select')) continue;
      const isWider = it.scrollWidth > it.clientWidth + 1 && textOverflow !== 'ellipsis';
      const isHigher = it.scrollHeight > it.clientHeight + 1;
      if (isWider) found.push(`wider than its box (${overflowX}): ${called(it)}`);
      if (isHigher && ['hidden', 'clip'].includes(overflowY)) found.push(`cut off: ${called(it)}`);
      if (it.matches('button') && height < 24) found.push(`too small to hit: ${called(it)}`);
    }
    return found;
  });
}

/** Whether the last thing in the open dialog can be brought into sight by scrolling within it. */
export async function dialogEnds(page: Page): Promise<boolean> {
  const last = page.locator('dialog :is(button, input)').last();
  await last.scrollIntoViewIfNeeded();
  return last.evaluate((it) => {
    const { left, top, width, height } = it.getBoundingClientRect();
    const middle = document.elementFromPoint(left + width / 2, top + height / 2);
    return scrollY === 0 && it.contains(middle);
  });
}

/** Spaces text as WCAG 1.4.12 says people may; styles of the browser's own, which no policy refuses. */
export function spaceText(page: Page): Promise<void> {
  return page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`
      * { letter-spacing: 0.12em !important; line-height: 1.5 !important; word-spacing: 0.16em !important; }
      p { margin-block-end: 2em !important; }
    `);
    document.adoptedStyleSheets.push(sheet);
  });
}
