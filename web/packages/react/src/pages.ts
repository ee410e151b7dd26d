import type { Page } from '@bookplate/client';
import { useChanges } from './context.js';
import { asAuthError, createReading, type Read, type Reading } from './reading.js';
import { useReading } from './resource.js';
import type { Change } from './shared.js';

/** A list that is read page by page. */
export interface Pages<P> extends Reading<P> {
  /** Reads the next page, too. It never rejects. */
  loadMore(): Promise<void>;
}

type AnyPage = Page<{ id: string }>;
/** Reads one page. */
type ReadPage<P> = (query: { limit: number; cursor?: string }) => Promise<P>;

/** How much the service gives at once. */
const MOST = 100;

/** A list whose pages `read` reads, `size` items at first. */
export function createPages<P extends AnyPage>(read: ReadPage<P> | null, size: number): Pages<P> {
  const reading = createReading<P>(read && again, stitched);
  let flight: Promise<void> | undefined;

  /** Reads from the top as much as is there: what was changed or deleted may be anywhere. */
  async function again(before: P | null): Promise<P> {
    const wanted = Math.max(size, before?.data.length ?? 0);
    let page = await read!({ limit: Math.min(wanted, MOST) });
    while (page.nextCursor && page.data.length < wanted) {
      const limit = Math.min(wanted - page.data.length, MOST);
      page = joined(page, await read!({ limit, cursor: page.nextCursor }));
    }
    return page;
  }

  async function next(): Promise<void> {
    const cursor = reading.get().data?.nextCursor;
    if (!cursor) return;
    try {
      const more = await read!({ limit: size, cursor });
      const now = reading.get().data!;
      // The list was read anew meanwhile, and ends elsewhere now.
      if (now.nextCursor !== cursor) return next();
      const data = joined(now, more);
      // An answer that is waited for tells by itself how it went.
      const waits = reading.get().status === 'loading';
      reading.change(waits ? { data } : { data, status: 'ready', error: null });
    } catch (thrown) {
      reading.change({ status: 'error', error: asAuthError(thrown) });
    }
  }

  return {
    ...reading,
    // However often it is pressed meanwhile.
    loadMore: () => (flight ??= next().finally(() => (flight = undefined))),
  };
}

/** What every list that is read page by page tells. */
export interface List extends Omit<Read<unknown>, 'data'> {
  /** Whether there is more than was read. */
  hasMore: boolean;
  /** Reads the next page, too. It never rejects: what fails is told in `error`. */
  loadMore(): Promise<void>;
  /** Reads the list anew, as much as was read. It never rejects. */
  reload(): Promise<void>;
}

/** A list of pages by its key; it is read anew after a change that concerns it. */
export function usePages<P extends AnyPage>(
  key: string | null,
  size: number,
  readPage: ReadPage<P>,
  concerns: (change: Change) => unknown,
): [P | null, List, Pages<P>] {
  const [{ data, ...read }, pages] = useReading<P, Pages<P>>(key, () =>
    createPages(key === null ? null : readPage, size),
  );
  // What concerns it is as old as the key, and so are the pages.
  useChanges((change) => concerns(change) && pages.reload(), pages);
  const { loadMore, reload } = pages;
  return [data, { ...read, hasMore: !!data?.nextCursor, loadMore, reload }, pages];
}

/** A page and the next one. What has moved meanwhile is there once. */
function joined<P extends AnyPage>(page: P, next: P): P {
  const known = new Set(page.data.map(({ id }) => id));
  const data = [...page.data, ...next.data.filter(({ id }) => !known.has(id))];
  return { ...page, data, nextCursor: next.nextCursor };
}

/**
 * A list that was read anew, and what is behind it: what has been pushed there by newer items, and
 * pages that came while it was read.
 */
function stitched<P extends AnyPage>(fresh: P, now: P | null): P {
  const last = fresh.data.at(-1)?.id;
  const at = now?.data.findIndex(({ id }) => id === last) ?? -1;
  if (!now || !fresh.nextCursor || at < 0) return fresh;
  return joined(fresh, { ...now, data: now.data.slice(at + 1) });
}
