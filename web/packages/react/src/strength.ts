import type { PasswordStrength, PasswordStrengthBody } from '@bookplate/client';
import { useEffect, useState } from 'react';
import { useShared } from './context.js';

/** For how many milliseconds nobody types before the service is asked. */
const PAUSE = 300;

/**
 * The strength of a password that is being typed; null while that is not known. What is
 * known of its owner is what an attacker would try first.
 */
export function usePasswordStrength(
  password: string,
  owner?: Omit<PasswordStrengthBody, 'password'>,
): PasswordStrength | null {
  const { client } = useShared();
  const [known, setKnown] = useState<{ of: string; strength: PasswordStrength } | null>(null);
  const asked = JSON.stringify({ ...owner, password });
  useEffect(() => {
    if (!password) return undefined;
    const abort = new AbortController();
    const timer = setTimeout(() => {
      client.estimatePassword(JSON.parse(asked), { signal: abort.signal }).then(
        (strength) => setKnown({ of: asked, strength }),
        // Without an answer nothing is shown; the form will be told when it is sent.
        () => {},
      );
    }, PAUSE);
    return () => {
      clearTimeout(timer);
      abort.abort();
      // The password that it is of should not outlive the field.
      setKnown(null);
    };
  }, [client, asked]);
  return known?.of === asked ? known.strength : null;
}
