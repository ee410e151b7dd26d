import { AuthError } from '@bookplate/client';
import { expect, it, vi } from 'vitest';
import { createReading } from '../src/reading.js';
import { gate, type Gate } from './support/gate.js';

/** Answers that come when the test lets them. */
function answers<T>() {
  const waiting: Gate<T>[] = [];
  const load = vi.fn((_before: T | null) => {
    const answer = gate<T>();
    waiting.push(answer);
    return answer.promise;
  });
  return { load, waiting };
}

it('of answers in the wrong order the one counts that was asked for last', async () => {
  const { load, waiting } = answers<string>();
  const reading = createReading(load);
  const first = reading.reload();
  const second = reading.reload();
  waiting[1]!.resolve('new');
  await second;
  waiting[0]!.resolve('old');
  await first;
  expect(reading.get()).toEqual({ data: 'new', status: 'ready', error: null });
});

it('whoever asked first waits for the newest answer, too', async () => {
  const { load, waiting } = answers<string>();
  const reading = createReading(load);
  const first = reading.reload().then(() => reading.get().data);
  void reading.reload();
  waiting[0]!.resolve('old');
  await new Promise((resolve) => setTimeout(resolve));
  waiting[1]!.resolve('new');
  expect(await first).toBe('new');
});

it('what failed long ago does not spoil a newer answer', async () => {
  const { load, waiting } = answers<string>();
  const reading = createReading(load);
  const both = [reading.reload(), reading.reload()];
  waiting[1]!.resolve('new');
  waiting[0]!.reject(new Error('old'));
  await Promise.all(both);
  expect(reading.get().status).toBe('ready');
});

it('an error keeps what was there, and goes with the next answer', async () => {
  const { load, waiting } = answers<string>();
  const reading = createReading(load);
  const read = async (answer: string | Error) => {
    const done = reading.reload();
    const last = waiting.at(-1)!;
    if (answer instanceof Error) last.reject(answer);
    else last.resolve(answer);
    await done;
    return reading.get();
  };
  await read('first');
  const error = new AuthError('NETWORK_ERROR');
  expect(await read(error)).toEqual({ data: 'first', status: 'error', error });
  expect((await read(new Error('odd'))).error?.code).toBe('UNKNOWN_ERROR');
  expect(await read('second')).toEqual({ data: 'second', status: 'ready', error: null });
  expect(load).toHaveBeenLastCalledWith('first');
});

it('what is put is newer than what is being read', async () => {
  const { load, waiting } = answers<string>();
  const reading = createReading(load);
  const reload = reading.reload();
  reading.put('answer to a change');
  waiting[0]!.resolve('from before the change');
  await reload;
  expect(reading.get()).toEqual({ data: 'answer to a change', status: 'ready', error: null });
});

it('listening twice reads once, and anew only after an answer', async () => {
  const { load, waiting } = answers<string>();
  const reading = createReading(load);
  reading.subscribe(() => {})();
  reading.subscribe(() => {})();
  expect(load).toHaveBeenCalledTimes(1);
  waiting[0]!.resolve('read');
  await reading.settled();
  reading.subscribe(() => {});
  expect(load).toHaveBeenCalledTimes(2);
});

it('with nobody to read for it is idle', async () => {
  const reading = createReading(null);
  reading.subscribe(() => {});
  await reading.reload();
  expect(reading.get()).toEqual({ data: null, status: 'idle', error: null });
});
