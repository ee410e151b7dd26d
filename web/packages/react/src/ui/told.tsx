import type { ReactNode } from 'react';
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

/** The same, with a way to sign in if the page has one. */
export function ToldToSignIn({
  children,
  onSignIn,
}: {
  children: ReactNode;
  onSignIn: (() => void) | undefined;
}): ReactNode {
  const { signIn } = useMessages();
  return (
    <Told action={signIn} onAction={onSignIn}>
      <p>{children}</p>
    </Told>
  );
}
