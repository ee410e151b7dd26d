import { AuthError } from '@bookplate/client';
import type { ReactNode } from 'react';
import { useIdentities } from '../account.js';
import { useAuth } from '../auth.js';
import { useForm, type Form } from '../form.js';
import { account } from './english/account.js';
import { PasswordField, fieldOf } from './field.js';
import { FormBody, type FormBodyProps } from './form-body.js';
import { ProviderButtons } from './provider-buttons.js';
import { useMoreMessages } from './words.js';

/** How the user can prove who it is: whether by a password, and by which providers. */
export function useProofs(): [hasPassword: boolean, providers: ReactNode] {
  const names = useIdentities().data?.map(({ provider }) => provider);
  // While it is not known, most have a password.
  const hasPassword = names?.includes('password') ?? true;
  return [
    hasPassword,
    <ProviderButtons purpose="reauthenticate" only={names ?? []} or={hasPassword} />,
  ];
}

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
      const { user } = client.getState();
      // Whoever has no password, but signed in just now, is taken at their word.
      if (values.password) await client.reauthenticate({ password: values.password });
      // Another tab may have signed in somebody else, to whom it must not be done.
      if (client.getState().user?.id !== user?.id) throw new AuthError('UNAUTHORIZED', 401);
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

/** The password for such a form; and ways to providers, once the service wants to be shown more. */
export function ProofField({ form }: { form: Form<{ password: string }, true> }): ReactNode {
  const { currentPassword } = useMoreMessages(account);
  const [hasPassword, providers] = useProofs();
  return (
    <>
      {hasPassword && (
        <PasswordField
          {...fieldOf(form, 'password')}
          label={currentPassword}
          autoComplete="current-password"
          required={false}
        />
      )}
      {form.error?.code === 'REAUTH_REQUIRED' && providers}
    </>
  );
}

/** A form where the password is asked for and no address: only one of the two can be wrong. */
export function PasswordForm(props: FormBodyProps): ReactNode {
  const { wrongPassword } = useMoreMessages(account);
  return <FormBody {...props} errors={{ INVALID_CREDENTIALS: wrongPassword }} />;
}
