import type { ReactNode } from 'react';
import { useResetPasswordForm } from '../mailed-forms.js';
import { FormBody } from './form-body.js';
import { MailedPage, usePageToken, type MailedPageProps } from './page.js';
import { NewPasswordField } from './strength-meter.js';
import { ToldToSignIn } from './told.js';
import { useMessages } from './words.js';

export interface ResetPasswordPageProps extends MailedPageProps {
  /** Called once the password is set. Nobody is signed in by it. */
  onDone?: (() => void) | undefined;
  /** Shows a way to sign in after. */
  onSignIn?: (() => void) | undefined;
}

/** Sets a new password, by the link of a mail. */
export function ResetPasswordPage(props: ResetPasswordPageProps): ReactNode {
  const messages = useMessages();
  const token = usePageToken(props);
  const form = useResetPasswordForm(token ?? null, { onSuccess: () => props.onDone?.() });
  return (
    <MailedPage title={messages.resetTitle} token={token}>
      {form.outcome ? (
        <ToldToSignIn onSignIn={props.onSignIn}>{messages.resetDone}</ToldToSignIn>
      ) : (
        <FormBody form={form} action={messages.setPassword}>
          <NewPasswordField form={form} field="password" />
        </FormBody>
      )}
    </MailedPage>
  );
}
