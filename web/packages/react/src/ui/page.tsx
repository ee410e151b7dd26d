import { useId, type ReactNode } from 'react';
import { useMailedToken } from '../token.js';
import { useMessages } from './words.js';

export interface PageProps {
  title: string;
  children?: ReactNode | undefined;
}

/** The frame of a page of its own. */
export function Page({ title, children }: PageProps): ReactNode {
  const { dir, locale } = useMessages();
  const label = useId();
  return (
    <section className="bp bp-page" dir={dir} lang={locale} aria-labelledby={label}>
      <h1 id={label}>{title}</h1>
      {children}
    </section>
  );
}

/** What pages have in common that mailed links lead to. */
export interface MailedPageProps {
  /** The token of the link; it is taken from the page's address if nothing is said. */
  token?: string | undefined;
}

/** The token that a page was given or finds in its address; undefined until that is known. */
export function usePageToken({ token }: MailedPageProps): string | null | undefined {
  const mailed = useMailedToken();
  return token ?? mailed;
}

/** A page that is of no use without a mailed token. */
export function MailedPage({
  token,
  title,
  children,
}: PageProps & { token: string | null | undefined }): ReactNode {
  const { linkMissing } = useMessages();
  return (
    <Page title={title}>
      {token === null ? <p role="alert">{linkMissing}</p> : token && children}
    </Page>
  );
}
