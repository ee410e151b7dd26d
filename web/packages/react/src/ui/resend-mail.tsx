import { useEffect, useState, type ReactNode } from 'react';
import { useAuth } from '../auth.js';
import { useForm } from '../form.js';
import { errorText, fill, useMessages } from './words.js';

export interface ResendMailProps {
  /** Whose mailbox is to be proven. */
  email: string;
  /** Seconds until it may be sent again, and again after each time. */
  after?: number | undefined;
}

/** A button that sends the mail again by which an address is proven. */
export function ResendMail({ email, after = 0 }: ResendMailProps): ReactNode {
  const words = useMessages();
  const { client } = useAuth();
  const [left, begin] = useCountdown(after);
  const form = useForm({}, () => client.resendVerification(email), {
    // `registration.resend_after` of the service, unless it was set to something else.
    onSuccess: () => begin(after || 60),
  });
  const wait = Math.max(left, form.wait);
  const sent = form.outcome !== null && left > 0;
  return (
    <div className="bp-resend">
      <button
        type="button"
        className="bp-button"
        aria-busy={form.pending}
        aria-disabled={form.pending || wait > 0}
        onClick={() => wait > 0 || void form.submit()}
      >
        {words.resend}
      </button>
      <div role="status">
        {sent && <p>{words.resent}</p>}
        {form.error && <p>{errorText(words, form.error)}</p>}
      </div>
      {wait > 0 && <p className="bp-wait">{fill(words.tryAgainIn, { seconds: wait })}</p>}
    </div>
  );
}

/** Seconds that are counted down, and what begins that anew. */
function useCountdown(seconds: number): [left: number, begin: (seconds: number) => void] {
  const [from, begin] = useState({ seconds });
  const [left, setLeft] = useState(seconds);
  useEffect(() => {
    // By the clock: a page in the background counts too slowly.
    const until = Date.now() + from.seconds * 1000;
    setLeft(from.seconds);
    const timer = setInterval(() => {
      const now = Math.max(0, Math.ceil((until - Date.now()) / 1000));
      setLeft(now);
      if (!now) clearInterval(timer);
    }, 1000);
    return () => clearInterval(timer);
  }, [from]);
  return [left, (seconds) => begin({ seconds })];
}
