import type { Words } from './words.js';

/** A moment (RFC 3339) as people of the language write it, in the time zone of the browser. */
export function moment({ locale }: Words, at: string): string {
  return new Date(at).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'short' });
}
