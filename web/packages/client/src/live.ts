import { DUE, spent } from './access.js';
import { reach, type Realm } from './realm.js';
import type { SessionKeeper } from './session.js';
import type { Store } from './store.js';
import type { Tabs } from './tabs.js';

/** Between tries after a failure, in milliseconds: twice as long each time, up to a minute. */
const FIRST_PAUSE = 1_000;
const LONGEST_PAUSE = 60_000;

/** Between refreshes that nobody asked for, in milliseconds, however short the tokens live. */
const LEAST_PAUSE = 1_000;

/** The longest that browsers can wait. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Keeps a session alive while somebody looks at the page. */
export function createLive(realm: Realm, session: SessionKeeper, store: Store, tabs: Tabs) {
  let running = false;
  let begun = 0;
  let failures = 0;
  /** No try before this moment, unless something has happened. */
  let notBefore = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  /** Whether to look at the next opportunity whether a visitor has become a user. */
  let expectant = false;

  const hidden = (): boolean => realm.document?.visibilityState === 'hidden';

  /** How long there is to wait before the next try, in milliseconds. */
  const rest = (): number =>
    Math.max(Math.min(notBefore - Date.now(), LONGEST_PAUSE), session.wished());

  /** Sets the timer anew. */
  function arm(): void {
    clearTimeout(timer);
    if (!running || hidden() || store.get().status === 'unauthenticated') return;
    const access = session.access();
    let wait = 0;
    if (access && store.get().user && !expectant) {
      // Of what came from another tab, some has passed already.
      wait = Math.max(0, (DUE - spent(access)) * access.lifetime);
    }
    timer = setTimeout(() => void tick(), Math.min(Math.max(wait, rest()), LONGEST_TIMER));
  }

  async function tick(): Promise<void> {
    clearTimeout(timer);
    if (!running || hidden()) return;
    await session.ready();
    if (store.get().status === 'unauthenticated') return;
    try {
      const access = session.access();
      if (!access || spent(access) >= DUE || expectant) {
        expectant = false;
        await session.refresh(access);
      } else if (!store.get().user) {
        await session.readUser();
        // It does not throw, but says why.
        const state = store.get();
        if (state.status === 'loading') throw state.error;
      }
      failures = 0;
      notBefore = Date.now() + LEAST_PAUSE;
    } catch (error) {
      session.delayed(error);
      failed();
    }
    arm();
  }

  function failed(): void {
    const pause = Math.min(FIRST_PAUSE * 2 ** failures++, LONGEST_PAUSE);
    notBefore = Date.now() + pause * (0.75 + Math.random() / 2);
  }

  async function restore(): Promise<void> {
    const turn = ++begun;
    const error = await session.ready();
    // Whoever was stopped and went on has one failure, not two.
    if (turn !== begun) return;
    if (!error || store.get().status !== 'loading') return tick();
    failed();
    arm();
  }

  /** Timers are late, or lost, after sleep: whatever wakes a page is an opportunity to look. */
  function wake(event: Event): void {
    if (hidden()) return;
    session.reconcile();
    // A page from the back/forward cache has not heard what the others said.
    if ((event as PageTransitionEvent).persisted && store.get().status !== 'unauthenticated') {
      expectant = true;
    }
    // What the service has said is waited for nevertheless.
    if (event.type === 'online') failures = notBefore = 0;
    if (rest() > 0) arm();
    else void tick();
  }

  function listen(how: 'addEventListener' | 'removeEventListener'): void {
    reach(() => realm.document?.[how]('visibilitychange', wake));
    for (const type of ['online', 'pageshow']) reach(() => realm[how]?.(type, wake));
  }

  return {
    arm,
    /** Begins, unless there is no page to keep it alive for. */
    begin(): void {
      if (running || !realm.document) return;
      running = true;
      tabs.open(session.receive);
      listen('addEventListener');
      session.reconcile();
      void restore();
    },
    end(): void {
      if (!running) return;
      running = false;
      clearTimeout(timer);
      listen('removeEventListener');
      tabs.close();
    },
    /** A visitor has registered, and may have followed the link when this page is next looked at. */
    expect(): void {
      expectant = true;
    },
  };
}
