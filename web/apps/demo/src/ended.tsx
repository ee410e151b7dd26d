import { useAuth } from '@bookplate/react';
import { useMessages } from '@bookplate/react/ui';
import { useEffect, useState, type ReactNode } from 'react';

/** Says why somebody is signed out who did not ask for it. */
export function Ended({ onSignIn }: { onSignIn: () => void }): ReactNode {
  const { client } = useAuth();
  const { errors, signIn } = useMessages();
  const [reason, setReason] = useState<string | null>(null);
  useEffect(
    () =>
      client.onAuthStateChange(({ type, reason }) => {
        if (type === 'updated') return;
        setReason(type === 'signed-out' && reason !== 'SIGNED_OUT' ? reason : null);
      }),
    [client],
  );
  return (
    <div role="alert">
      {reason && (
        <p className="bp-notice">
          {errors[reason] ?? errors.UNAUTHORIZED}{' '}
          <button className="bp-button" onClick={onSignIn}>
            {signIn}
          </button>
        </p>
      )}
    </div>
  );
}
