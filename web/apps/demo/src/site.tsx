import { AnonymousLimitNotice, AuthDialog, EmailVerificationBanner } from '@bookplate/react/ui';
import type { AuthView } from '@bookplate/react/ui';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useAppearance } from './appearance.js';
import { useAsking } from './asking.js';
import { Ended } from './ended.js';
import { Header } from './header.js';
import { pageAt } from './pages.js';
import { usePath } from './router.js';
import { Sidebar } from './sidebar.js';

/** The whole site: what is on every page, and the page. */
export function Site(): ReactNode {
  const { words } = useAppearance();
  const path = usePath();
  const asking = useAsking();
  const [view, setView] = useState<AuthView | null>(null);
  const [contents, setContents] = useState(false);
  const main = useRef<HTMLElement>(null);
  const before = useRef(path);

  // Whoever follows a link hears where it has led, as if the page were a new document.
  useEffect(() => {
    const title = main.current?.querySelector('h1');
    document.title = [title?.textContent, 'Steering'].filter(Boolean).join(' · ');
    if (before.current === path) return;
    before.current = path;
    setContents(false);
    title?.setAttribute('tabindex', '-1');
    title?.focus();
  }, [path, words]);

  return (
    <div className="bp site">
      <a className="skip" href="#main">
        {words.skip}
      </a>
      <Header onView={setView} contents={contents} onContents={setContents} />
      <Sidebar shown={contents} />
      <main id="main" tabIndex={-1} ref={main}>
        <Ended onSignIn={() => setView('login')} />
        <EmailVerificationBanner />
        {pageAt(path, { asking, onView: setView })}
        <AnonymousLimitNotice onRegister={() => setView('register')} />
      </main>
      <footer>{words.demonstration}</footer>
      <AuthDialog view={view} onView={setView} />
    </div>
  );
}
