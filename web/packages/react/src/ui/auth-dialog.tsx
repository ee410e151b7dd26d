import type { ReactNode } from 'react';
import { ForgotPasswordModal } from './forgot-password-modal.js';
import { LoginModal, type LoginModalProps } from './login-modal.js';
import { RegisterModal } from './register-modal.js';

export type AuthView = 'login' | 'register' | 'forgot';

export interface AuthDialogProps extends Pick<LoginModalProps, 'onSignedIn' | 'bringChats'> {
  /** What is shown; null is nothing. */
  view: AuthView | null;
  /** Called when somebody goes to another view, or closes it. */
  onView: (view: AuthView | null) => void;
}

/** Signing in, registering and asking for a new password, with a way from each to the others. */
export function AuthDialog({ view, onView, onSignedIn, bringChats }: AuthDialogProps): ReactNode {
  const to = (next: AuthView | null) => () => onView(next);
  const entry = { onClose: to(null), onSignedIn, bringChats };
  return (
    <>
      <LoginModal
        {...entry}
        open={view === 'login'}
        onRegister={to('register')}
        onForgotPassword={to('forgot')}
      />
      <RegisterModal {...entry} open={view === 'register'} onSignIn={to('login')} />
      <ForgotPasswordModal open={view === 'forgot'} onClose={to(null)} onSignIn={to('login')} />
    </>
  );
}
