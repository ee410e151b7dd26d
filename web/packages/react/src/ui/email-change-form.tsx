import type { ReactNode } from 'react';
import { useAuth } from '../auth.js';
import { account } from './english/account.js';
import { Field, fieldOf } from './field.js';
import { OfUser } from './of-user.js';
import { Panel } from './panel.js';
import { PasswordForm, ProofField, useProvenForm } from './proof.js';
import { Saved } from './saved.js';
import { fill, useMoreMessages } from './words.js';

/** Asks for another address of the user: a mail goes there. Nothing for visitors. */
export function EmailChangeForm(): ReactNode {
  return (
    <OfUser>
      <EmailChange />
    </OfUser>
  );
}

function EmailChange(): ReactNode {
  const { client } = useAuth();
  const words = useMoreMessages(account);
  const form = useProvenForm({ email: '' }, ({ email }) => client.requestEmailChange(email));
  return (
    <Panel title={words.emailChangeTitle}>
      <PasswordForm form={form} action={words.sendLink}>
        <Field
          {...fieldOf(form, 'email')}
          label={words.newEmail}
          type="email"
          autoComplete="email"
          dir="ltr"
          required
        />
        <ProofField form={form} />
      </PasswordForm>
      <Saved form={form}>{fill(words.emailChangeSent, form.values)}</Saved>
    </Panel>
  );
}
