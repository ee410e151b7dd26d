import type { AuthError } from '@bookplate/client';
import { useId, useState, type ReactNode } from 'react';
import { useAuth } from '../auth.js';
import { asAuthError } from '../reading.js';
import { Alert } from './alert.js';
import { Avatar } from './avatar.js';
import { useDisclosure } from './disclosure.js';
import { fill, useMessages } from './words.js';

export interface UserMenuProps {
  /** Each shows what the item is called; without it the item is not there. */
  onProfile?: (() => void) | undefined;
  onPreferences?: (() => void) | undefined;
  onSessions?: (() => void) | undefined;
  /** For visitors, who cannot sign out: what they have would be lost. */
  onSignIn?: (() => void) | undefined;
  /** Called after somebody signed out: the place to lead the focus on, as the menu is gone. */
  onSignedOut?: (() => void) | undefined;
  /** Items of your own: `<li>`s with a button or link of the class `bp-menu-item`. */
  children?: ReactNode | undefined;
}

/** Who is signed in, and what they can do about it: a button that shows a list. */
export function UserMenu(props: UserMenuProps): ReactNode {
  const { onProfile, onPreferences, onSessions, onSignIn, onSignedOut, children } = props;
  const { user, status, client } = useAuth();
  const words = useMessages();
  const { open, container, button, panel } = useDisclosure();
  const [error, tell] = useState<AuthError | null>(null);
  const id = useId();
  if (!user) return null;

  const isUser = status === 'authenticated';
  const name = user.name ?? words.visitor;
  const signOut = (everywhere: boolean) => () => {
    tell(null);
    client
      .signOut({ everywhere })
      .then(onSignedOut, (thrown: unknown) => tell(asAuthError(thrown)));
  };
  const item = (text: string, act: (() => void) | undefined) =>
    act && (
      <li>
        <button type="button" className="bp-menu-item" onClick={act}>
          {text}
        </button>
      </li>
    );
  return (
    <div className="bp bp-menu" lang={words.locale} dir={words.dir} {...container}>
      <button
        type="button"
        className="bp-menu-button"
        aria-label={fill(words.accountOf, { name })}
        aria-controls={id}
        {...button}
      >
        <Avatar name={name} image={user.image} />
        <bdi className="bp-menu-name">{name}</bdi>
      </button>
      <div className="bp-menu-panel" id={id} {...panel} hidden={!open}>
        <p className="bp-hint">
          <bdi>{user.email ?? words.visitor}</bdi>
        </p>
        <ul>
          {isUser && item(words.profile, onProfile)}
          {item(words.preferences, onPreferences)}
          {isUser && item(words.sessions, onSessions)}
          {children}
          {isUser ? (
            <>
              {item(words.signOut, signOut(false))}
              {item(words.signOutEverywhere, signOut(true))}
            </>
          ) : (
            item(words.signIn, onSignIn)
          )}
        </ul>
      </div>
      <Alert error={error} />
    </div>
  );
}
