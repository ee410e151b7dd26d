import { AuthError } from '@bookplate/client';
import { beforeEach, expect, it } from 'vitest';
import { createPages } from '../src/pages.js';
import { gate } from './support/gate.js';

type Query = { limit: number; cursor?: string };

/** What the service has, newest first; its cursors name the last item that was given. */
let items: string[];
let asked: Query[];
/** What answers wait for, in the order of the questions. */
let gates: (Promise<void> | undefined)[];
let fails: boolean;

beforeEach(() => {
  items = Array.from({ length: 250 }, (_, at) => `item ${at}`);
  [asked, gates, fails] = [[], [], false];
});

async function read(query: Query) {
  asked.push(query);
  const from = query.cursor ? items.indexOf(query.cursor) + 1 : 0;
  const data = items.slice(from, from + query.limit).map((id) => ({ id }));
  const nextCursor = items.length > from + query.limit ? data.at(-1)!.id : null;
  await gates.shift();
  if (fails) throw new AuthError('NETWORK_ERROR');
  return { data, nextCursor };
}

async function opened(size = 10) {
  const pages = createPages(read, size);
  await pages.reload();
  return pages;
}

const shown = (pages: ReturnType<typeof createPages>) => pages.get().data!.data.map(({ id }) => id);

it('more is read until there is no more', async () => {
  const pages = await opened(100);
  await pages.loadMore();
  await pages.loadMore();
  expect(shown(pages)).toEqual(items);
  await pages.loadMore();
  expect(asked).toHaveLength(3);
});

it('pressing twice reads the next page once', async () => {
  const pages = await opened();
  await Promise.all([pages.loadMore(), pages.loadMore()]);
  expect(shown(pages)).toEqual(items.slice(0, 20));
});

it('reading anew reads as much as is there, page by page', async () => {
  const pages = await opened(60);
  await pages.loadMore();
  await pages.loadMore();
  asked = [];
  items = items.filter((id) => id !== 'item 150');
  await pages.reload();
  expect(asked.map(({ limit }) => limit)).toEqual([100, 80]);
  expect(shown(pages)).toEqual(items.slice(0, 180));
});

it('more that comes while the list is read anew is neither lost nor there twice', async () => {
  const pages = await opened();
  items.unshift('new');
  const { promise, resolve } = gate();
  gates.push(promise);
  const reload = pages.reload();
  await pages.loadMore();
  expect(shown(pages)).toHaveLength(20);
  resolve();
  await reload;
  // The tenth has made room for the new one in the page that was read anew.
  expect(shown(pages)).toEqual(items.slice(0, 21));
  await pages.loadMore();
  expect(shown(pages)).toEqual(items.slice(0, 31));
  expect(pages.get().status).toBe('ready');
});

it('more that comes after the list was read anew is asked for where it ends now', async () => {
  const pages = await opened();
  const { promise, resolve } = gate();
  gates.push(promise);
  const more = pages.loadMore();
  items.unshift(...Array.from({ length: 10 }, (_, at) => `new ${at}`));
  await pages.reload();
  expect(shown(pages)).toEqual(items.slice(0, 10));
  resolve();
  await more;
  expect(shown(pages)).toEqual(items.slice(0, 20));
});

it('an item that comes on top pushes none out at the end', async () => {
  const pages = await opened();
  items.unshift('new');
  await pages.reload();
  expect(shown(pages)).toEqual(items.slice(0, 11));
});

it('what was deleted is gone after reading anew', async () => {
  const pages = await opened();
  await pages.loadMore();
  items = items.slice(5, 8);
  await pages.reload();
  expect(shown(pages)).toEqual(items);
  expect(pages.get().data!.nextCursor).toBeNull();
});

it('more that cannot be read is told, keeps what was there, and may be tried again', async () => {
  const pages = await opened();
  fails = true;
  await pages.loadMore();
  expect(pages.get()).toMatchObject({ status: 'error', error: { code: 'NETWORK_ERROR' } });
  expect(shown(pages)).toHaveLength(10);
  fails = false;
  await pages.loadMore();
  expect(pages.get()).toMatchObject({ status: 'ready', error: null });
  expect(shown(pages)).toHaveLength(20);
});
