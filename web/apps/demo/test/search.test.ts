import { expect, test } from 'vitest';
import { BOOK, pathOf } from '../src/book.js';
import { answerTo, find } from '../src/search.js';
import { speak } from '../src/speak.js';

test('each chapter has an address of its own and something to read', () => {
  expect(new Set(BOOK.map(pathOf)).size).toBe(BOOK.length);
  expect(BOOK.map(({ title }) => title)).toContain('Delay and stability');
  for (const { paragraphs } of BOOK) expect(paragraphs.join(' ').length).toBeGreaterThan(200);
});

test.each([
  ['What is windup?', 'Integral action'],
  ['why is noise amplified', 'Derivative action'],
  ['Tell me about the SHOWER!', 'Delay and stability'],
  ['What does a thermostat measure?', 'The loop'],
])('%s is answered from “%s”', (question, title) => {
  expect(find(question)[0]?.chapter.title).toBe(title);
});

test('an answer quotes the book to the letter and names the chapter', () => {
  const { text, chapters } = answerTo('What is anti-windup?');
  const [chapter] = chapters;
  expect(chapter?.title).toBe('Integral action');
  expect(chapter?.paragraphs.some((paragraph) => text.includes(paragraph))).toBe(true);
});

test('what the book does not know is not made up', () => {
  expect(find('Who won the world cup in 1990?')).toEqual([]);
  expect(answerTo('???').chapters).toEqual([]);
});

test('an answer that is stopped keeps what had come', async () => {
  const abort = new AbortController();
  let heard = '';
  const onText = (text: string): void => {
    heard = text;
    if (text === 'one two ') abort.abort();
  };
  const whole = await speak('one two three', abort.signal, { onText, checkpoint: () => {} });
  expect([whole, heard]).toEqual([false, 'one two ']);
});
