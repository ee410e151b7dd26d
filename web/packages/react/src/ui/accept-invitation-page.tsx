import type { InvitationAccepted } from '@bookplate/client';
import type { ReactNode } from 'react';
import { useAcceptInvitationForm } from '../mailed-forms.js';
import { Field, fieldOf } from './field.js';
import { FormBody } from './form-body.js';
import { MailedPage, usePageToken, type MailedPageProps } from './page.js';
import { NewPasswordField } from './strength-meter.js';
import { ToldToSignIn } from './told.js';
import { fill, useMessages } from './words.js';

export interface AcceptInvitationPageProps extends MailedPageProps {
  /** Called once the account is set up. Nobody is signed in by it. */
  onDone?: ((outcome: InvitationAccepted) => void) | undefined;
  /** Shows a way to sign in after. */
  onSignIn?: (() => void) | undefined;
}

/** Sets name and password of an account that somebody was invited to. */
export function AcceptInvitationPage(props: AcceptInvitationPageProps): ReactNode {
  const messages = useMessages();
  const token = usePageToken(props);
  const form = useAcceptInvitationForm(token ?? null, { onSuccess: props.onDone });
  return (
    <MailedPage title={messages.invitationTitle} token={token}>
      {form.outcome ? (
        <ToldToSignIn onSignIn={props.onSignIn}>
          {fill(messages.invitationDone, form.outcome)}
        </ToldToSignIn>
      ) : (
        <FormBody form={form} action={messages.register}>
          <Field
            {...fieldOf(form, 'name')}
            label={messages.name}
            autoComplete="name"
            dir="auto"
            required
          />
          <NewPasswordField
            form={form}
            field="password"
            label={messages.password}
            name={form.values.name}
          />
        </FormBody>
      )}
    </MailedPage>
  );
}
