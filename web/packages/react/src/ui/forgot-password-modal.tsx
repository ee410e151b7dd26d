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
  const { forgotTitle } = useMessages();
  return (
    <Dialog open={props.open} onClose={props.onClose} title={forgotTitle}>
      <ForgotPasswordForm {...props} />
    </Dialog>
  );
}

function ForgotPasswordForm({ onSignIn }: ForgotPasswordModalProps): ReactNode {
  const messages = useMessages();
  const form = useForgotPasswordForm();
  return (
    <>
      {form.outcome ? (
        <Told>
          <p>{fill(messages.forgotSent, form.outcome)}</p>
        </Told>
      ) : (
        <>
          <p>{messages.forgotText}</p>
          <FormBody form={form} action={messages.sendLink}>
            <EmailField {...fieldOf(form, 'email')} />
          </FormBody>
        </>
      )}
      {onSignIn && (
        <p>
          <button type="button" className="bp-link" onClick={onSignIn}>
            {messages.backToSignIn}
          </button>
        </p>
      )}
    </>
  );
}
