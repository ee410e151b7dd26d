import type { ProviderOutcome } from '@bookplate/client/providers';
import { useEffect, type ReactNode } from 'react';
import { useProviderReturn } from '../provider-return.js';
import { arrivals } from './english/arrivals.js';
import { Panel } from './panel.js';
import { Told } from './told.js';
import { errorText, plural, useMoreMessages } from './words.js';

export interface ProviderReturnPageProps {
  /** Called with what came of it; the place to lead on to the next page. */
  onDone?: ((outcome: ProviderOutcome) => void) | undefined;
  /** Shows a way on: to sign in after it has failed, else to where somebody wanted to go. */
  onContinue?: (() => void) | undefined;
}

/** Where providers lead back to: finishes whatever was begun, and says what came of it. */
export function ProviderReturnPage({ onDone, onContinue }: ProviderReturnPageProps): ReactNode {
  const words = useMoreMessages(arrivals);
  const { status, outcome, error } = useProviderReturn();
  useEffect(() => {
    if (outcome) onDone?.(outcome);
  }, [outcome]);
  return (
    <Panel page title={words.returnTitle}>
      {status === 'working' ? (
        <p role="status">{words.loading}</p>
      ) : (
        <Told action={words.proceed} onAction={onContinue}>
          <p>{error ? errorText(words, error) : saying()}</p>
        </Told>
      )}
    </Panel>
  );

  function saying(): string {
    switch (outcome?.purpose) {
      case 'link':
        return words.linked;
      case 'reauthenticate':
        return words.proven;
      case 'sign-in': {
        const { linked } = outcome;
        const along = linked?.chats && plural(words, words.chatsCameAlong, linked.chats);
        return [words.signedIn, along].filter(Boolean).join(' ');
      }
      default:
        return words.errors.SIGN_IN_NOT_STARTED;
    }
  }
}
