import type { ReactNode } from 'react';
import type { Resource } from '../resource.js';
import { Alert } from './alert.js';
import { useMessages } from './words.js';

export interface LoadedProps<T> {
  resource: Resource<T>;
  children: (data: T) => ReactNode;
}

/** Shows what was read; until then that it is, or why it could not be, and a way to try again. */
export function Loaded<T>({ resource, children }: LoadedProps<T>): ReactNode {
  const words = useMessages();
  const { data, status, error, reload } = resource;
  return (
    <>
      <p role="status" className="bp-status">
        {!data && status === 'loading' && words.loading}
      </p>
      <Alert error={status === 'error' ? error : null}>
        <button type="button" className="bp-link" onClick={() => void reload()}>
          {words.retry}
        </button>
      </Alert>
      {data && children(data)}
    </>
  );
}
