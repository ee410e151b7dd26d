import type { ReactNode } from 'react';
import type { Confirmation } from '../mailed.js';
import { FormBody } from './form-body.js';
import { MailedPage, type MailedPageProps } from './mailed-page.js';
import { ToldOnward, type OnwardProps } from './told.js';
import { errorText, fill, useMessages } from './words.js';

/** What comes of it: whose address it is. */
export interface Confirmed {
  email: string;
}

export interface ConfirmationPageProps extends MailedPageProps, OnwardProps {
  /** Called once it is done. Nobody is signed in by it. */
  onDone?: ((outcome: Confirmed) => void) | undefined;
}

interface ConfirmationProps {
  /** What the page was given. */
  given: OnwardProps;
  token: string | null | undefined;
  form: Confirmation<Confirmed>;
  title: string;
  text: string;
  action: string;
  done: string;
  /** What is said when the link works no more; what the error says if nothing is given. */
  gone?: string | undefined;
}

/** A page for what a press of a button does; programs that look at mails open links, too. */
export function ConfirmationPage(props: ConfirmationProps): ReactNode {
  const { given, token, form, title, text, action, done, gone } = props;
  const { outcome, error } = form;
  const words = useMessages();
  // The button could do nothing any more.
  const isGone = error?.code === 'INVALID_TOKEN' || error?.code === 'TOKEN_EXPIRED';
  return (
    <MailedPage title={title} token={token}>
      {outcome || isGone ? (
        <ToldOnward {...given}>
          {outcome ? fill(done, { ...outcome }) : (gone ?? errorText(words, error!))}
        </ToldOnward>
      ) : (
        <>
          <p>{text}</p>
          <FormBody form={form} action={action} />
        </>
      )}
    </MailedPage>
  );
}
