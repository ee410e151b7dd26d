import { useMemo } from 'react';
import { useShared } from './context.js';
import { createReading, type Read, type Reading } from './reading.js';
import { useStore } from './store.js';

/** Something that is read from the service. */
export interface Resource<T> extends Read<T> {
  /** Reads it anew. It never rejects: what fails is told in `error`. */
  reload(): Promise<void>;
  /**
   * Puts something in its place, such as the answer to a change. It is newer than what is being
   * read: that answer does not count any more.
   */
  put(data: T): void;
}

/**
 * Reads something once there is a `key`, and anew when the key is another: whose it is, say. Of
 * several answers only the last that was asked for counts. `load` is given what is there already.
 * It is that of the render which brought the key, so whatever it depends on belongs into the key.
 */
export function useResource<T>(
  key: string | null,
  load: (before: T | null) => Promise<T>,
): Resource<T> {
  const [read, { reload, put }] = useReading(key, () => createReading(key === null ? null : load));
  return { ...read, reload, put };
}

/**
 * The reading of a key, and what it has read. Each key has its own, so nothing of another's is
 * shown even once. `create` is called when there is another key, or another client.
 */
export function useReading<T, R extends Reading<T> = Reading<T>>(
  key: string | null,
  create: () => R & Reading<T>,
): [Read<T>, R] {
  const shared = useShared();
  // `create` is left out: it is another in each render, and only that which brought the key counts.
  // Should React forget the reading, as it may, another one reads the same.
  const reading = useMemo(create, [shared, key]);
  return [useStore(reading), reading];
}
