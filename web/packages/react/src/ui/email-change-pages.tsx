import type { ReactNode } from 'react';
import { useConfirmEmailChange, useRevertEmailChange } from '../mailed.js';
import { ConfirmationPage, type ConfirmationPageProps } from './confirmation-page.js';
import { usePageToken } from './page.js';
import { useMessages } from './words.js';

export type EmailChangePageProps = ConfirmationPageProps;

/** Changes the address, by the link that was sent to the new one. */
export function ConfirmEmailChangePage(props: EmailChangePageProps): ReactNode {
  const messages = useMessages();
  const token = usePageToken(props);
  const form = useConfirmEmailChange(token ?? null, { onSuccess: props.onDone });
  return (
    <ConfirmationPage
      token={token}
      form={form}
      title={messages.emailChangeTitle}
      text={messages.emailChangeText}
      action={messages.emailChange}
      done={messages.emailChanged}
      onSignIn={props.onSignIn}
    />
  );
}

/** Takes the change of an address back, by the link that was sent to the old one. */
export function RevertEmailChangePage(props: EmailChangePageProps): ReactNode {
  const messages = useMessages();
  const token = usePageToken(props);
  const form = useRevertEmailChange(token ?? null, { onSuccess: props.onDone });
  return (
    <ConfirmationPage
      token={token}
      form={form}
      title={messages.emailRevertTitle}
      text={messages.emailRevertText}
      action={messages.emailRevert}
      done={messages.emailReverted}
      onSignIn={props.onSignIn}
    />
  );
}
