import type { ReactNode } from 'react';
import { useVerifyEmail } from '../mailed.js';
import { ConfirmationPage, type ConfirmationPageProps } from './confirmation-page.js';
import { usePageToken } from './mailed-page.js';
import { useMessages } from './words.js';

export type VerifyEmailPageProps = ConfirmationPageProps;

/** Proves an address, by the link of a mail. */
export function VerifyEmailPage(props: VerifyEmailPageProps): ReactNode {
  const words = useMessages();
  const token = usePageToken(props);
  const form = useVerifyEmail(token ?? null, { onSuccess: props.onDone });
  return (
    <ConfirmationPage
      given={props}
      token={token}
      form={form}
      title={words.verifyTitle}
      text={words.verifyText}
      action={words.verify}
      done={words.verified}
    />
  );
}
