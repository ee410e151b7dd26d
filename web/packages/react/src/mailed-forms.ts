import type { InvitationAccepted } from '@bookplate/client';
import { done, useCall } from './call.js';
import type { Form, FormOptions } from './form.js';

/** Sets a new password by the token of a mail. */
export function useResetPasswordForm(
  token: string | null | undefined,
  options?: FormOptions<true>,
): Form<{ password: string }, true> {
  return useCall(
    { password: '' },
    (client, values) => client.resetPassword({ token: token ?? '', ...values }).then(done),
    options,
  );
}

/** Sets name and password of an account that somebody was invited to. */
export function useAcceptInvitationForm(
  token: string | null | undefined,
  options?: FormOptions<InvitationAccepted>,
): Form<{ name: string; password: string }, InvitationAccepted> {
  return useCall(
    { name: '', password: '' },
    (client, values) => client.acceptInvitation({ token: token ?? '', ...values }),
    options,
  );
}
