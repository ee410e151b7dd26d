import type { ChatMessage } from '@bookplate/client/chat';
import { expect, test } from 'vitest';
import { BOOK, pathOf } from '../src/book.js';
import { linesOf } from '../src/lines.js';

const message = (...parts: object[]): ChatMessage =>
  ({ id: 'm1', role: 'assistant', content: 'It depends.', status: 'complete', parts }) as ChatMessage;

test('a source is a chapter of the book, by its address', () => {
  const chapter = BOOK[1]!;
  const source = { type: 'source-url', sourceId: 'x', url: pathOf(chapter), title: 'Win a prize' };
  const [line] = linesOf([message(source)], []);
  expect(line?.sources).toEqual([{ url: pathOf(chapter), title: chapter.title }]);
});

test.each(['javascript:alert(1)', 'https://evil.example/', undefined, {}, null])(
  'a part with the address %j is linked nowhere',
  (url) => {
    const [line] = linesOf([message({ type: 'source-url', url, title: {} })], []);
    expect(line?.sources).toEqual([]);
  },
);
