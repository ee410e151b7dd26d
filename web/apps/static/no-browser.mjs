/**
 * Loaded before Next: what a browser has and a server has not can be read by Next, which asks
 * whether it is there, but not by the packages or this site. Reading it throws, and is noted, since
 * what is thrown may be caught.
 */
import { appendFileSync } from 'node:fs';
import { findSourceMap } from 'node:module';
import { fileURLToPath } from 'node:url';

/** One line for each time: what was read, and by which file. */
const TOUCHED = new URL('.next/touched', import.meta.url);

const NAMES = [
  'window',
  'document',
  'navigator',
  'location',
  'history',
  'localStorage',
  'sessionStorage',
  'matchMedia',
  'addEventListener',
  'requestAnimationFrame',
  'HTMLElement',
  'customElements',
  // Node has these two, but rendering must neither ask for anything nor talk to other tabs.
  'BroadcastChannel',
  'fetch',
];

/** The file that was read by, as it was before it was bundled; null for what is not ours. */
function reader() {
  const { stackTraceLimit, prepareStackTrace } = Error;
  Error.stackTraceLimit = 3;
  Error.prepareStackTrace = (_, frames) => frames;
  // Behind this function and the getter.
  const frame = new Error().stack[2];
  Object.assign(Error, { stackTraceLimit, prepareStackTrace });
  const file = frame?.getFileName();
  if (!file?.includes('/.next/')) return null;
  const path = file.startsWith('file:') ? fileURLToPath(file) : file;
  const [line, column] = [frame.getLineNumber() - 1, frame.getColumnNumber() - 1];
  const entry = findSourceMap(path)?.findEntry(line, column);
  const source = entry?.originalSource ?? 'unknown';
  return /node_modules|\[turbopack\]/.test(source) ? null : source;
}

for (const name of NAMES) {
  let value = globalThis[name];
  Object.defineProperty(globalThis, name, {
    configurable: true,
    get() {
      const source = reader();
      if (source === null) return value;
      appendFileSync(TOUCHED, `${name} ${source}\n`);
      throw new Error(`${name} is not there on a server`);
    },
    set(next) {
      value = next;
    },
  });
}
