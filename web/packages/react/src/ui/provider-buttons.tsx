import type { AuthError } from '@bookplate/client';
import { createProviderClient, type ProviderPurpose } from '@bookplate/client/providers';
import { useState, type ReactNode } from 'react';
import { useConfig } from '../account.js';
import { useAuth } from '../auth.js';
import { asAuthError } from '../reading.js';
import { Alert } from './alert.js';
import { fill, useMessages } from './words.js';

export interface ProviderButtonsProps {
  /** What somebody goes there for; to sign in, if nothing is said. */
  purpose?: ProviderPurpose | undefined;
  /** Only these, by their names. */
  only?: readonly string[] | undefined;
  /** One of the service's `links.sign_in`, to the letter; its first if nothing is said. */
  redirectTo?: string | undefined;
  /** Whether they are another way than the form above them. */
  or?: boolean | undefined;
}

const WAYS = {
  'sign-in': 'signInWithProvider',
  link: 'linkProvider',
  reauthenticate: 'reauthenticateWithProvider',
} as const;

/**
 * A button for everybody outside who can say who somebody is; nothing where there is nobody. They
 * leave the page, which comes back where `ProviderReturnPage` is.
 */
export function ProviderButtons(props: ProviderButtonsProps): ReactNode {
  const { purpose = 'sign-in', only, redirectTo, or } = props;
  const words = useMessages();
  const { client } = useAuth();
  const { data: config } = useConfig();
  const [error, setError] = useState<AuthError | null>(null);
  const offered = config?.providers.filter(({ name }) => !only || only.includes(name));
  if (!offered?.length) return null;

  const leave = (provider: string) => {
    setError(null);
    createProviderClient(client)
      [WAYS[purpose]](provider, { redirectTo })
      .catch((thrown: unknown) => setError(asAuthError(thrown)));
  };
  return (
    <div className="bp-providers">
      {or && <p className="bp-or">{words.or}</p>}
      {offered.map(({ name, kind, title }) => (
        <button
          key={name}
          type="button"
          className="bp-button bp-provider"
          data-kind={kind}
          onClick={() => leave(name)}
        >
          {fill(words.continueWith, { provider: title })}
        </button>
      ))}
      <Alert error={error} />
    </div>
  );
}
