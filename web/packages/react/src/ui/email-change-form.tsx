import type { ReactNode } from 'react';
import { useAuth } from '../auth.js';
import { Field, fieldOf } from './field.js';
import { FormBody } from './form-body.js';
import { Panel } from './panel.js';
import { ProofField, useProvenForm } from './proof.js';
import { Saved } from './saved.js';
import { fill, useMessages } from './words.js';

/** Asks for another address of the user: a mail goes there. Nothing for visitors. */
export function EmailChangeForm(): ReactNode {
  const { status, client } = useAuth();
  const words = useMessages();
  const form = useProvenForm({ email: '' }, ({ email }) => client.requestEmailChange(email));
  if (status !== 'authenticated') return null;
  return (
    <Panel title={words.emailChangeTitle}>
      <FormBody form={form} action={words.sendLink}>
        <Field
          {...fieldOf(form, 'email')}
          label={words.newEmail}
          type="email"
          autoComplete="email"
          dir="ltr"
        />
        <ProofField form={form} />
      </FormBody>
      <Saved form={form}>{fill(words.emailChangeSent, form.values)}</Saved>
    </Panel>
  );
}
