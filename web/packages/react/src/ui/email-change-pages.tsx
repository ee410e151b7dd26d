import type { ReactNode } from 'react';
import { useConfirmEmailChange, useRevertEmailChange } from '../mailed.js';
import { ConfirmationPage, type ConfirmationPageProps } from './confirmation-page.js';
import { arrivals } from './english/arrivals.js';
import { usePageToken } from './mailed-page.js';
import { useMoreMessages } from './words.js';

export type EmailChangePageProps = ConfirmationPageProps;

/** Changes the address, by the link that was sent to the new one. */
export function ConfirmEmailChangePage(props: EmailChangePageProps): ReactNode {
  const words = useMoreMessages(arrivals);
  const token = usePageToken(props);
  const form = useConfirmEmailChange(token ?? null, { onSuccess: props.onDone });
  return (
    <ConfirmationPage
      given={props}
      token={token}
      form={form}
      title={words.emailChangeTitle}
      text={words.emailChangeText}
      action={words.emailChange}
      done={words.emailChanged}
      gone={words.emailChangeGone}
    />
  );
}

/** Takes the change of an address back, by the link that was sent to the old one. */
export function RevertEmailChangePage(props: EmailChangePageProps): ReactNode {
  const words = useMoreMessages(arrivals);
  const token = usePageToken(props);
  const form = useRevertEmailChange(token ?? null, { onSuccess: props.onDone });
  return (
    <ConfirmationPage
      given={props}
      token={token}
      form={form}
      title={words.emailRevertTitle}
      text={words.emailRevertText}
      action={words.emailRevert}
      done={words.emailReverted}
    />
  );
}
