import type { ReactNode } from 'react';
import { useResetPasswordForm } from '../mailed-forms.js';
import { FormBody } from './form-body.js';
import { MailedPage, usePageToken, type MailedPageProps } from './mailed-page.js';
import { NewPasswordField } from './strength-meter.js';
import { ToldOnward, type OnwardProps } from './told.js';
import { useMessages } from './words.js';

export interface ResetPasswordPageProps extends MailedPageProps, OnwardProps {
  /** Called once the password is set. Nobody is signed in by it. */
  onDone?: (() => void) | undefined;
}

/** Sets a new password, by the link of a mail. */
export function ResetPasswordPage(props: ResetPasswordPageProps): ReactNode {
  const words = useMessages();
  const token = usePageToken(props);
  const form = useResetPasswordForm(token ?? null, { onSuccess: () => props.onDone?.() });
  return (
    <MailedPage title={words.resetTitle} token={token}>
      {form.outcome ? (
        <ToldOnward {...props}>{words.resetDone}</ToldOnward>
      ) : (
        <FormBody form={form} action={words.setPassword}>
          <NewPasswordField form={form} field="password" />
        </FormBody>
      )}
    </MailedPage>
  );
}
