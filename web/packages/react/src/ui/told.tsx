import type { ReactNode } from 'react';
import { useAuthState } from '../auth.js';
import { useMessages } from './words.js';

const focus = (element: HTMLElement | null): void => element?.focus();

export interface ToldProps {
  children?: ReactNode | undefined;
  /** What to do next, as a button. */
  action?: string | undefined;
  onAction?: (() => void) | undefined;
}

/**
 * What came of something, in the place of its form. It takes the focus, which the form had: so it
 * is read out, and the keyboard goes on from here.
 */
export function Told({ children, action, onAction }: ToldProps): ReactNode {
  return (
    <div className="bp-told" tabIndex={-1} ref={focus}>
      {children}
      {onAction && (
        <button type="button" className="bp-button bp-primary" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}

/** Ways on from a page that has done what it is for. */
export interface OnwardProps {
  /** Shows a way to sign in after, where nobody is signed in. */
  onSignIn?: (() => void) | undefined;
  /** Shows a way on, where somebody is. */
  onContinue?: (() => void) | undefined;
}

/** The same, with the way on that fits. */
export function ToldOnward({
  children,
  onSignIn,
  onContinue,
}: OnwardProps & { children: ReactNode }): ReactNode {
  const words = useMessages();
  const isUser = useAuthState().status === 'authenticated';
  return (
    <Told
      action={isUser ? words.proceed : words.signIn}
      onAction={isUser ? onContinue : onSignIn}
    >
      <p>{children}</p>
    </Told>
  );
}
