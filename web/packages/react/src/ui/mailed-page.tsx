import type { ReactNode } from 'react';
import { useMailedToken } from '../token.js';
import { Panel, type PanelProps } from './panel.js';
import { useMessages } from './words.js';

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
}: PanelProps & { token: string | null | undefined }): ReactNode {
  const { linkMissing } = useMessages();
  return (
    <Panel page title={title}>
      {token === null ? <p role="alert">{linkMissing}</p> : token && children}
    </Panel>
  );
}
