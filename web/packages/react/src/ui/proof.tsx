import type { ReactNode } from 'react';
import { useAuth } from '../auth.js';
import { useForm, type Form } from '../form.js';
import { PasswordField, fieldOf } from './field.js';
import { useMessages } from './words.js';

/** A form for what is delicate: it proves by the password who it is, and sends then. */
export function useProvenForm<Values extends object>(
  initial: Values,
  send: (values: Values) => Promise<void>,
  onSuccess?: () => void,
): Form<Values & { password: string }, true> {
  const { client } = useAuth();
  const form: Form<Values & { password: string }, true> = useForm(
    { ...initial, password: '' } as Values & { password: string },
    async (values) => {
      // Whoever has no password, but signed in just now, is taken at their word.
      if (values.password) await client.reauthenticate({ password: values.password });
      await send(values);
      return true as const;
    },
    {
      onSuccess() {
        form.set('password', '' as (Values & { password: string })['password']);
        onSuccess?.();
      },
    },
  );
  return form;
}

/** The password for such a form. */
export function ProofField({ form }: { form: Form<{ password: string }, true> }): ReactNode {
  const { currentPassword } = useMessages();
  return (
    <PasswordField
      {...fieldOf(form, 'password')}
      label={currentPassword}
      autoComplete="current-password"
      required={false}
    />
  );
}
