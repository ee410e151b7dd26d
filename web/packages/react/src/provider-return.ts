import type { AuthError, SignInOptions } from '@bookplate/client';
import { createProviderClient, type ProviderOutcome } from '@bookplate/client/providers';
import { useEffect, useState } from 'react';
import { useShared } from './context.js';
import { asAuthError } from './reading.js';

/** What came of a way to a provider and back. */
export type ProviderReturn =
  | { status: 'working'; outcome: null; error: null }
  | { status: 'nobody'; outcome: null; error: null }
  | { status: 'done'; outcome: ProviderOutcome; error: null }
  | { status: 'failed'; outcome: null; error: AuthError };

/** For the page that providers come back to: finishes what was begun. `nobody`: nothing was. */
export function useProviderReturn({ bringChats }: SignInOptions = {}): ProviderReturn {
  const { client } = useShared();
  const [state, setState] = useState<ProviderReturn>(WORKING);
  useEffect(() => {
    let mounted = true;
    const then = (next: ProviderReturn) => mounted && setState(next);
    createProviderClient(client)
      .completeProviderSignIn({ bringChats })
      .then(
        (outcome) => then(outcome ? { status: 'done', outcome, error: null } : NOBODY),
        (thrown: unknown) => then({ status: 'failed', outcome: null, error: asAuthError(thrown) }),
      );
    return () => void (mounted = false);
  }, [client, bringChats]);
  return state;
}

const WORKING = { status: 'working', outcome: null, error: null } as const;
const NOBODY = { status: 'nobody', outcome: null, error: null } as const;
