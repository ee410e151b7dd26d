import type { ReactNode } from 'react';
import { useUser } from '../auth.js';
import { useReauthenticateForm } from '../forms.js';
import { Dialog } from './dialog.js';
import { account } from './english/account.js';
import { PasswordField, fieldOf } from './field.js';
import { PasswordForm, useProofs } from './proof.js';
import { useMoreMessages } from './words.js';

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
  const { reauthenticateTitle } = useMoreMessages(account);
  return (
    <Dialog open={props.open} onClose={props.onClose} title={reauthenticateTitle}>
      <ReauthenticateForm {...props} />
    </Dialog>
  );
}

function ReauthenticateForm({ onClose, onDone }: ReauthenticateModalProps): ReactNode {
  const words = useMoreMessages(account);
  const [hasPassword, providers] = useProofs();
  const email = useUser()?.email ?? '';
  const form = useReauthenticateForm({
    onSuccess() {
      onClose();
      onDone();
    },
  });
  return (
    <>
      <p>{words.reauthenticateText}</p>
      {hasPassword && (
        <PasswordForm form={form} action={words.proceed}>
          {/* For password managers. */}
          <input hidden readOnly autoComplete="username" name="email" value={email} />
          <PasswordField
            {...fieldOf(form, 'password')}
            label={words.password}
            autoComplete="current-password"
          />
        </PasswordForm>
      )}
      {providers}
    </>
  );
}
