import { useEffect, type ReactNode } from 'react';
import { useAuth } from '../auth.js';
import { ResendMail } from './resend-mail.js';
import { fill, useMessages } from './words.js';

export interface EmailVerificationBannerProps {
  /** The address that was just registered with, where nobody is signed in before it is proven. */
  email?: string | undefined;
}

/** Asks to open the mailed link that proves the address, and sends another; else nothing. */
export function EmailVerificationBanner({ email }: EmailVerificationBannerProps): ReactNode {
  const words = useMessages();
  const { status, user, client } = useAuth();
  const isUser = status === 'authenticated';
  const waits = isUser && !user.emailVerified;

  // The link may have been opened on a telephone, of which nobody tells this browser.
  useEffect(() => {
    if (!waits) return undefined;
    const look = () => {
      if (!document.hidden) client.getUser().catch(() => {});
    };
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [client, waits]);

  const address = isUser ? (waits ? user.email : null) : email;
  if (!address) return null;
  return (
    <div className="bp bp-notice" lang={words.locale} dir={words.dir}>
      <p>{fill(words.notVerified, { email: address })}</p>
      <ResendMail key={address} email={address} />
    </div>
  );
}
