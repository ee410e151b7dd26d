import type { ReactNode } from 'react';
import { useVerifyEmail } from '../mailed.js';
import { ConfirmationPage, type ConfirmationPageProps } from './confirmation-page.js';
import { usePageToken } from './page.js';
import { useMessages } from './words.js';

export type VerifyEmailPageProps = ConfirmationPageProps;

/** Proves an address, by the link of a mail. */
export function VerifyEmailPage(props: VerifyEmailPageProps): ReactNode {
  const messages = useMessages();
  const token = usePageToken(props);
  const form = useVerifyEmail(token ?? null, { onSuccess: props.onDone });
  return (
    <ConfirmationPage
      token={token}
      form={form}
      title={messages.verifyTitle}
      text={messages.verifyText}
      action={messages.verify}
      done={messages.verified}
      onSignIn={props.onSignIn}
    />
  );
}
