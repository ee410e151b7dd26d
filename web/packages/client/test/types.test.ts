import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { AppendOptions, ChatChangeOptions } from '../src/chat/index.js';
import { createAuthClient, type AuthClientOptions, type CallOptions } from '../src/index.js';
import type { ProviderOptions } from '../src/providers/index.js';
import type { VerifierOptions } from '../src/server/index.js';
// @ts-expect-error: a script without types.
import { TYPES, typesOf } from '../scripts/types.mjs';

it('the types are what the document gives; if not, run `npm run types`', async () => {
  expect((await readFile(TYPES, 'utf8')) === (await typesOf())).toBe(true);
}, 30_000);

// With `exactOptionalPropertyTypes`, what may be left out may be undefined only if it says so.
it('whatever may be left out may be undefined', () => {
  const nothing = undefined;
  const options: AuthClientOptions = {
    ...{ baseUrl: '', transport: nothing, storage: nothing, storageKey: nothing },
    ...{ anonymous: nothing, allowedOrigins: nothing, fetch: nothing },
  };
  const { signIn, signOut, updateProfile, request } = createAuthClient(options);
  const calls: CallOptions = {
    ...{ body: nothing, query: nothing, headers: nothing, credentials: nothing },
    ...{ signal: nothing, ifVersion: nothing, as: nothing },
  };
  const append: AppendOptions & ChatChangeOptions = {
    ...{ signal: nothing, createChat: nothing, ifVersion: nothing },
  };
  const verifier: VerifierOptions = {
    ...{ issuer: '', audience: nothing, jwksUrl: nothing, fetch: nothing },
  };
  const provider: ProviderOptions = { redirectTo: nothing, prompt: nothing };
  const bring: Parameters<typeof signIn>[1] = { bringChats: nothing };
  const everywhere: Parameters<typeof signOut>[0] = { everywhere: nothing };
  const version: Parameters<typeof updateProfile>[1] = { ifVersion: nothing };
  expect([calls, append, verifier, provider, bring, everywhere, version, request]).toHaveLength(8);
});
