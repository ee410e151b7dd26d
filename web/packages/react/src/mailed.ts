import { AuthError, type EmailChanged, type EmailVerified } from '@bookplate/client';
import { useShared } from './context.js';
import { useForm, type Form, type FormOptions } from './form.js';

/** A mailed link that is to be followed by a press of a button, since programs open links, too. */
export type Confirmation<Outcome> = Form<Record<never, never>, Outcome>;

/** The token of a mail; without one it fails with `INVALID_TOKEN`. */
type Token = string | null | undefined;

/** Proves the address by the token of a mail. It signs nobody in. */
export function useVerifyEmail(
  token: Token,
  options?: FormOptions<EmailVerified>,
): Confirmation<EmailVerified> {
  return useToken(token, 'verifyEmail', options);
}

/** Changes the address by the token that was sent to the new one. */
export function useConfirmEmailChange(
  token: Token,
  options?: FormOptions<EmailChanged>,
): Confirmation<EmailChanged> {
  return useToken(token, 'confirmEmailChange', options);
}

/** Takes the change of an address back by the token that was sent to the old one. */
export function useRevertEmailChange(
  token: Token,
  options?: FormOptions<EmailChanged>,
): Confirmation<EmailChanged> {
  return useToken(token, 'revertEmailChange', options);
}

function useToken<Name extends string, Outcome>(
  token: Token,
  call: Name,
  options?: FormOptions<Outcome>,
): Confirmation<Outcome> {
  const client = useShared().client as { [call in Name]: (token: string) => Promise<Outcome> };
  const form = useForm(
    {},
    async () => {
      if (!token) throw new AuthError('INVALID_TOKEN');
      return client[call](token);
    },
    options,
  );
  return {
    ...form,
    async submit(event) {
      event?.preventDefault();
      // A token works once, and has.
      if (form.outcome === null) await form.submit();
    },
  };
}
