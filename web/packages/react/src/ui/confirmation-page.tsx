import type { ReactNode } from 'react';
import type { Confirmation } from '../mailed.js';
import { FormBody } from './form-body.js';
import { MailedPage, type MailedPageProps } from './page.js';
import { ToldToSignIn } from './told.js';
import { fill } from './words.js';

/** What comes of it: whose address it is. */
export interface Confirmed {
  email: string;
}

export interface ConfirmationPageProps extends MailedPageProps {
  /** Called once it is done. Nobody is signed in by it. */
  onDone?: ((outcome: Confirmed) => void) | undefined;
  /** Shows a way to sign in after. */
  onSignIn?: (() => void) | undefined;
}

interface ConfirmationProps extends Pick<ConfirmationPageProps, 'onSignIn'> {
  token: string | null | undefined;
  form: Confirmation<Confirmed>;
  title: string;
  text: string;
  action: string;
  done: string;
}

/** A page for what a press of a button does; programs that look at mails open links, too. */
export function ConfirmationPage(props: ConfirmationProps): ReactNode {
  const { token, form, title, text, action, done, onSignIn } = props;
  return (
    <MailedPage title={title} token={token}>
      {form.outcome ? (
        <ToldToSignIn onSignIn={onSignIn}>{fill(done, { ...form.outcome })}</ToldToSignIn>
      ) : (
        <>
          <p>{text}</p>
          <FormBody form={form} action={action} />
        </>
      )}
    </MailedPage>
  );
}
