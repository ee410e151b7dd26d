import type { ReactNode } from 'react';
import { useForgotPasswordForm } from '../forms.js';
import { Dialog } from './dialog.js';
import { EmailField, fieldOf } from './field.js';
import { FormBody } from './form-body.js';
import { Told } from './told.js';
import { fill, useMessages } from './words.js';

export interface ForgotPasswordModalProps {
  open: boolean;
  onClose: () => void;
  /** Shows a way back to signing in. */
  onSignIn?: (() => void) | undefined;
}

/** Asks for a mail with a link that sets a new password. */
export function ForgotPasswordModal(props: ForgotPasswordModalProps): ReactNode {
  const { resetTitle } = useMessages();
  return (
    <Dialog open={props.open} onClose={props.onClose} title={resetTitle}>
      <ForgotPasswordForm {...props} />
    </Dialog>
  );
}

function ForgotPasswordForm({ onSignIn }: ForgotPasswordModalProps): ReactNode {
  const words = useMessages();
  const form = useForgotPasswordForm();
  return (
    <>
      {form.outcome ? (
        <Told>
          <p>{fill(words.forgotSent, form.outcome)}</p>
        </Told>
      ) : (
        <>
          <p>{words.forgotText}</p>
          <FormBody form={form} action={words.sendLink}>
            <EmailField {...fieldOf(form, 'email')} />
          </FormBody>
        </>
      )}
      {onSignIn && (
        <p>
          <button type="button" className="bp-link" onClick={onSignIn}>
            {words.backToSignIn}
          </button>
        </p>
      )}
    </>
  );
}
