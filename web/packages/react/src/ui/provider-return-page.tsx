import type { ProviderOutcome } from '@bookplate/client/providers';
import { useEffect, type ReactNode } from 'react';
import { useProviderReturn } from '../provider-return.js';
import { Page } from './page.js';
import { Told } from './told.js';
import { errorText, plural, useMessages } from './words.js';

export interface ProviderReturnPageProps {
  /** Called with what came of it; the place to lead on to the next page. */
  onDone?: ((outcome: ProviderOutcome) => void) | undefined;
  /** Shows a way on: to sign in after it has failed, else to where somebody wanted to go. */
  onContinue?: (() => void) | undefined;
}

/** Where providers lead back to: finishes whatever was begun, and says what came of it. */
export function ProviderReturnPage({ onDone, onContinue }: ProviderReturnPageProps): ReactNode {
  const messages = useMessages();
  const { status, outcome, error } = useProviderReturn();
  useEffect(() => {
    if (outcome) onDone?.(outcome);
  }, [outcome]);
  return (
    <Page title={messages.returnTitle}>
      {status === 'working' ? (
        <p role="status">{messages.loading}</p>
      ) : (
        <Told action={messages.proceed} onAction={onContinue}>
          <p>{error ? errorText(messages, error) : saying()}</p>
        </Told>
      )}
    </Page>
  );

  function saying(): string {
    switch (outcome?.purpose) {
      case 'link':
        return messages.linked;
      case 'reauthenticate':
        return messages.proven;
      case 'sign-in': {
        const { linked } = outcome;
        const along = linked?.chats && plural(messages, messages.chatsCameAlong, linked.chats);
        return [messages.signedIn, along].filter(Boolean).join(' ');
      }
      default:
        return messages.errors.SIGN_IN_NOT_STARTED!;
    }
  }
}
