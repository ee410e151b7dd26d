import { SignedOut } from '@bookplate/react';
import { UserMenu, useMessages, type AuthView } from '@bookplate/react/ui';
import { useRef, type ReactNode } from 'react';
import { LANGUAGES, useAppearance, type Language, type Theme } from './appearance.js';
import { Link, go } from './router.js';

export interface HeaderProps {
  onView: (view: AuthView) => void;
  /** Whether the contents are shown where there is no room for them beside the page. */
  contents: boolean;
  onContents: (shown: boolean) => void;
}

/** The title, how the page looks, and who is reading. */
export function Header({ onView, contents, onContents }: HeaderProps): ReactNode {
  const { words } = useAppearance();
  const { signIn, register } = useMessages();
  const entrance = useRef<HTMLButtonElement>(null);
  const to = (section: string) => () => go(`/account#${section}`);
  return (
    <header>
      <Link href="/" className="title" lang="en">
        Steering
      </Link>
      <button
        className="bp-button contents"
        aria-expanded={contents}
        aria-controls="contents"
        onClick={() => onContents(!contents)}
      >
        {words.contents}
      </button>
      <Looks />
      <SignedOut>
        <button ref={entrance} className="bp-button" onClick={() => onView('login')}>
          {signIn}
        </button>
        <button className="bp-button bp-primary" onClick={() => onView('register')}>
          {register}
        </button>
      </SignedOut>
      <UserMenu
        onProfile={to('profile')}
        onPreferences={to('preferences')}
        onSessions={to('sessions')}
        onSignIn={() => onView('login')}
        onSignedOut={() => entrance.current?.focus()}
      />
    </header>
  );
}

/** Theme and language, for whoever has no account too. */
function Looks(): ReactNode {
  const { words, theme, setTheme, language, setLanguage } = useAppearance();
  const { themes } = useMessages();
  return (
    <div className="looks">
      <select
        aria-label={words.theme}
        value={theme}
        onChange={(event) => setTheme(event.target.value as Theme)}
      >
        {Object.entries(themes).map(([value, text]) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
      <select
        aria-label={words.language}
        value={language}
        onChange={(event) => setLanguage(event.target.value as Language)}
      >
        {Object.entries(LANGUAGES).map(([value, text]) => (
          <option key={value} value={value} lang={value}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
