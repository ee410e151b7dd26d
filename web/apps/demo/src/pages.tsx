import type { AuthView } from '@bookplate/react/ui';
import {
  AcceptInvitationPage,
  ConfirmEmailChangePage,
  ProviderReturnPage,
  ResetPasswordPage,
  RevertEmailChangePage,
  VerifyEmailPage,
} from '@bookplate/react/ui/arrivals';
import type { ReactNode } from 'react';
import { Account } from './account.js';
import { useAppearance } from './appearance.js';
import { AskForm } from './ask-form.js';
import type { Asking } from './asking.js';
import { BOOK, pathOf, type Chapter } from './book.js';
import { ChatPage } from './chat-page.js';
import { Link, go } from './router.js';

/** What pages need of the site. */
export interface PageProps {
  asking: Asking;
  /** Shows a way to sign in, to register, or to a new password. */
  onView: (view: AuthView) => void;
}

/** How it goes on from there. */
interface Onward {
  onSignIn: () => void;
  onContinue: () => void;
}

/** Where mails and providers lead to: `links.base` and `links.sign_in` of the service name them. */
const ARRIVALS: Record<string, (props: Onward) => ReactNode> = {
  '/verify-email': VerifyEmailPage,
  '/reset-password': ResetPasswordPage,
  '/confirm-email-change': ConfirmEmailChangePage,
  '/revert-email-change': RevertEmailChangePage,
  '/accept-invitation': AcceptInvitationPage,
  '/signed-in': ({ onContinue }) => <ProviderReturnPage onContinue={onContinue} />,
};

/** The page at a path. */
export function pageAt(path: string, props: PageProps): ReactNode {
  const Arrival = ARRIVALS[path];
  if (Arrival) {
    const onward = { onSignIn: () => props.onView('login'), onContinue: () => go('/') };
    return <Arrival key={path} {...onward} />;
  }
  if (path === '/') return <Home {...props} />;
  if (path === '/account') return <Account {...props} />;
  const chatId = /^\/chats\/([0-9a-f-]{36})$/.exec(path)?.[1];
  if (chatId) return <ChatPage key={chatId} chatId={chatId} {...props} />;
  const chapter = BOOK.find((it) => pathOf(it) === path);
  return chapter ? <Reading chapter={chapter} {...props} /> : <NotFound />;
}

function Home({ asking }: PageProps): ReactNode {
  const { words } = useAppearance();
  return (
    <>
      <h1 lang="en">Steering</h1>
      <p>{words.subtitle}</p>
      <AskForm asking={asking} />
      <p>
        <Link href={pathOf(BOOK[0]!)} lang="en">
          {BOOK[0]!.title}
        </Link>
      </p>
    </>
  );
}

function Reading({ chapter, asking }: PageProps & { chapter: Chapter }): ReactNode {
  const next = BOOK[BOOK.indexOf(chapter) + 1];
  return (
    <>
      <article lang="en" dir="ltr">
        <h1>{chapter.title}</h1>
        {chapter.paragraphs.map((text) => (
          <p key={text}>{text}</p>
        ))}
        {next && (
          <p>
            <Link href={pathOf(next)} rel="next">
              {next.title} →
            </Link>
          </p>
        )}
      </article>
      <AskForm asking={asking} />
    </>
  );
}

function NotFound(): ReactNode {
  const { words } = useAppearance();
  return (
    <>
      <h1>{words.notFound}</h1>
      <Link href="/">{words.home}</Link>
    </>
  );
}
