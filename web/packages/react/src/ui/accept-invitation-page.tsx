import type { InvitationAccepted } from '@bookplate/client';
import type { ReactNode } from 'react';
import { useAcceptInvitationForm } from '../mailed-forms.js';
import { arrivals } from './english/arrivals.js';
import { Field, fieldOf } from './field.js';
import { FormBody } from './form-body.js';
import { MailedPage, usePageToken, type MailedPageProps } from './mailed-page.js';
import { NewPasswordField } from './strength-meter.js';
import { ToldOnward, type OnwardProps } from './told.js';
import { fill, useMoreMessages } from './words.js';

export interface AcceptInvitationPageProps extends MailedPageProps, OnwardProps {
  /** Called once the account is set up. Nobody is signed in by it. */
  onDone?: ((outcome: InvitationAccepted) => void) | undefined;
}

/** Sets name and password of an account that somebody was invited to. */
export function AcceptInvitationPage(props: AcceptInvitationPageProps): ReactNode {
  const words = useMoreMessages(arrivals);
  const token = usePageToken(props);
  const form = useAcceptInvitationForm(token ?? null, { onSuccess: props.onDone });
  return (
    <MailedPage title={words.invitationTitle} token={token}>
      {form.outcome ? (
        <ToldOnward {...props}>{fill(words.invitationDone, form.outcome)}</ToldOnward>
      ) : (
        <FormBody form={form} action={words.register}>
          <Field
            {...fieldOf(form, 'name')}
            label={words.name}
            autoComplete="name"
            dir="auto"
            required
          />
          <NewPasswordField
            form={form}
            field="password"
            label={words.password}
            name={form.values.name}
          />
        </FormBody>
      )}
    </MailedPage>
  );
}
