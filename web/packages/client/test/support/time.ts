import { afterEach, beforeEach, vi } from 'vitest';

/** The time stands still in every test of this file unless it is told to pass. */
export function frozenTime(): void {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'] });
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
  });
  afterEach(() => {
    vi.clearAllTimers();
    vi.useRealTimers();
  });
}

export const SECOND = 1_000;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;

export const pass = (milliseconds: number): Promise<unknown> =>
  vi.advanceTimersByTimeAsync(milliseconds);

/** The computer sleeps: the clock goes on, timers do not. */
export function sleepFor(milliseconds: number): void {
  vi.setSystemTime(Date.now() + milliseconds);
}

/** What comes of the work, while time passes. */
export async function during<T>(work: Promise<T>, milliseconds = SECOND): Promise<T> {
  work.catch(() => {});
  await pass(milliseconds);
  return work;
}
