import { createAuthClient } from '@bookplate/client';
import { keepChats, loadMessages } from '@bookplate/client/ai-sdk';
import { history, threadList } from '@bookplate/client/assistant-ui';
import { attachAuth } from '@bookplate/client/axios';
import { createChatClient } from '@bookplate/client/chat';
import { createProviderClient } from '@bookplate/client/providers';
import { createVerifier, sessionFromRequest } from '@bookplate/client/server';
import type { ReactNode } from 'react';

const issuer = 'https://accounts.example.com';
const auth = createAuthClient({ baseUrl: issuer, anonymous: true });
const chats = createChatClient(auth);

/** What has to be there once a server has loaded the modules and made what can be made of them. */
const MADE: Record<string, unknown> = {
  '@bookplate/client': auth.getState,
  '@bookplate/client/chat': chats.list,
  '@bookplate/client/providers': createProviderClient(auth).signInWithProvider,
  '@bookplate/client/axios': attachAuth,
  '@bookplate/client/server': createVerifier({ issuer }).verify,
  '@bookplate/client/ai-sdk': keepChats,
  '@bookplate/client/assistant-ui': threadList(chats).list,
};

/** The client in a component of the server. */
export default async function Client(): Promise<ReactNode> {
  const verifier = createVerifier({ issuer });
  const nobody = await sessionFromRequest({ headers: new Headers() }, { verifier });
  const rest = [loadMessages, history];
  return (
    <main>
      <p>status: {auth.getState().status}</p>
      <p>session of a request without a token: {String(nobody)}</p>
      <ul>
        {Object.entries({ ...MADE, rest: rest[0] && rest[1] }).map(([name, made]) => (
          <li key={name}>
            {name} has a {typeof made}
          </li>
        ))}
      </ul>
    </main>
  );
}
