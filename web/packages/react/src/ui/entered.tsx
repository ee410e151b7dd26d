import type { SignedIn } from '@bookplate/client';
import { useState, type ReactNode } from 'react';
import { Told } from './told.js';
import { plural, useMessages } from './words.js';

/** What dialogs are given that end with somebody who is signed in. */
export interface EntryProps {
  /** Called when somebody closes it, and once there is nothing left to say. */
  onClose: () => void;
  /** Called once somebody is signed in. */
  onSignedIn?: ((outcome: SignedIn) => void) | undefined;
}

/** What to do when somebody is signed in, and what to show then: how many chats came along. */
export function useEntered({
  onClose,
  onSignedIn,
}: EntryProps): [told: ReactNode, entered: (outcome: SignedIn) => void] {
  const words = useMessages();
  const [chats, setChats] = useState(0);
  const told = chats > 0 && (
    <Told action={words.proceed} onAction={onClose}>
      <p>{words.signedIn}</p>
      <p>{plural(words, words.chatsCameAlong, chats)}</p>
    </Told>
  );
  return [
    told,
    (outcome) => {
      onSignedIn?.(outcome);
      if (outcome.linked?.chats) setChats(outcome.linked.chats);
      else onClose();
    },
  ];
}
