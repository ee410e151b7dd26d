import type { AuthError } from '@bookplate/client';
import type { ReactNode } from 'react';
import { errorText, useMessages } from './words.js';

export interface AlertProps {
  error: AuthError | null;
  /** What is said of some errors here instead of what is said everywhere, by their codes. */
  errors?: Readonly<Record<string, string>> | undefined;
  /** What to do about it. */
  children?: ReactNode | undefined;
}

/** What went wrong. Its frame is there before: else it would not be read out. */
export function Alert({ error, errors = {}, children }: AlertProps): ReactNode {
  const words = useMessages();
  return (
    <div role="alert" className="bp-alert">
      {error && (
        <p>
          {errors[error.code] ?? errorText(words, error)} {children}
        </p>
      )}
    </div>
  );
}
