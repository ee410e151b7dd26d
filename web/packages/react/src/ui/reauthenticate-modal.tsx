import type { ReactNode } from 'react';
import { useIdentities } from '../account.js';
import { useUser } from '../auth.js';
import { useReauthenticateForm } from '../forms.js';
import { Dialog } from './dialog.js';
import { PasswordField, fieldOf } from './field.js';
import { FormBody } from './form-body.js';
import { ProviderButtons } from './provider-buttons.js';
import { useMessages } from './words.js';

export interface ReauthenticateModalProps {
  open: boolean;
  onClose: () => void;
  /** Called once it is proven: what was refused with `REAUTH_REQUIRED` can be done now. */
  onDone: () => void;
}

/**
 * Has somebody prove once more who it is, by the password or by a provider. The latter leaves the
 * page: what somebody was about to do has to be begun anew.
 */
export function ReauthenticateModal(props: ReauthenticateModalProps): ReactNode {
  const { reauthenticateTitle } = useMessages();
  return (
    <Dialog open={props.open} onClose={props.onClose} title={reauthenticateTitle}>
      <ReauthenticateForm {...props} />
    </Dialog>
  );
}

function ReauthenticateForm({ onClose, onDone }: ReauthenticateModalProps): ReactNode {
  const messages = useMessages();
  const { data: identities } = useIdentities();
  const email = useUser()?.email ?? '';
  const form = useReauthenticateForm({
    onSuccess() {
      onClose();
      onDone();
    },
  });
  const names = identities?.map(({ provider }) => provider);
  // While it is not known, most have a password.
  const hasPassword = names?.includes('password') ?? true;
  return (
    <>
      <p>{messages.reauthenticateText}</p>
      {hasPassword && (
        <FormBody form={form} action={messages.proceed}>
          {/* For password managers. */}
          <input hidden readOnly autoComplete="username" name="email" value={email} />
          <PasswordField
            {...fieldOf(form, 'password')}
            label={messages.password}
            autoComplete="current-password"
          />
        </FormBody>
      )}
      <ProviderButtons purpose="reauthenticate" only={names ?? []} or={hasPassword} />
    </>
  );
}
