import type { VisitorLimits } from '@bookplate/client';
import { useEffect } from 'react';
import { useAuthState } from './auth.js';
import { useChanges, useShared } from './context.js';
import { useResource, type Resource } from './resource.js';

/** For how many milliseconds at least nobody asks again by itself: clocks differ. */
const PAUSE = 30_000;

/**
 * How much a visitor may still ask, anew after each question and when one comes back; `data` is
 * null for everybody else.
 */
export function useAnonymousLimit(): Resource<VisitorLimits | null> {
  const { client } = useShared();
  const { status, user } = useAuthState();
  const resource = useResource(
    status === 'anonymous' ? user.id : null,
    async () => (await client.getSession()).limits ?? null,
  );
  const { data, reload } = resource;
  useChanges(({ path }) => path.includes('/messages') && reload(), reload);
  useEffect(() => {
    if (!data?.nextAt) return undefined;
    const left = Date.parse(data.nextAt) - Date.now();
    const timer = setTimeout(reload, Math.max(left, PAUSE));
    return () => clearTimeout(timer);
  }, [data, reload]);
  return resource;
}
