import type { ReactNode } from 'react';
import { useSignInForm } from '../forms.js';
import { Dialog } from './dialog.js';
import { useEntered, type EntryProps } from './entered.js';
import { EmailField, PasswordField, fieldOf } from './field.js';
import { FormBody } from './form-body.js';
import { ProviderButtons } from './provider-buttons.js';
import { ResendMail } from './resend-mail.js';
import { useMessages } from './words.js';

export interface LoginModalProps extends EntryProps {
  open: boolean;
  /** Shows a way to register. */
  onRegister?: (() => void) | undefined;
  /** Shows a way to a new password. */
  onForgotPassword?: (() => void) | undefined;
  /** Whether a visitor's chats come along, which they do if nothing is said. */
  bringChats?: boolean | undefined;
}

/** Signs in with an address and a password, or by a provider. */
export function LoginModal(props: LoginModalProps): ReactNode {
  const { signIn } = useMessages();
  return (
    <Dialog open={props.open} onClose={props.onClose} title={signIn}>
      <LoginForm {...props} />
    </Dialog>
  );
}

function LoginForm(props: LoginModalProps): ReactNode {
  const { onRegister, onForgotPassword, bringChats } = props;
  const words = useMessages();
  const [told, onSuccess] = useEntered(props);
  const form = useSignInForm({ onSuccess, bringChats });
  if (told) return told;
  return (
    <>
      <FormBody form={form} action={words.signIn}>
        <EmailField {...fieldOf(form, 'email')} autoComplete="username" />
        <PasswordField
          {...fieldOf(form, 'password')}
          label={words.password}
          autoComplete="current-password"
        />
      </FormBody>
      {form.error?.code === 'EMAIL_NOT_VERIFIED' && <ResendMail email={form.values.email} />}
      {onForgotPassword && (
        <p>
          <button type="button" className="bp-link" onClick={onForgotPassword}>
            {words.forgotPassword}
          </button>
        </p>
      )}
      {onRegister && (
        <p>
          {words.noAccountYet}{' '}
          <button type="button" className="bp-link" onClick={onRegister}>
            {words.register}
          </button>
        </p>
      )}
      <ProviderButtons or />
    </>
  );
}
