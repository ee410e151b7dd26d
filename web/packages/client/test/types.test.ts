import { readFile } from 'node:fs/promises';
import { expect, expectTypeOf, it } from 'vitest';
import type { KeepOptions } from '../src/ai-sdk/index.js';
import type { AppendOptions, ChatChangeOptions } from '../src/chat/index.js';
import type {
  AuthClient,
  AuthClientOptions,
  CallOptions,
  PasswordStrengthBody,
  SignInOptions,
} from '../src/index.js';
import type { ProviderOptions } from '../src/providers/index.js';
import type { VerifierOptions } from '../src/server/index.js';
// @ts-expect-error: a script without types.
import { TYPES, typesOf } from '../scripts/types.mjs';

it('the types are what the document gives; if not, run `npm run types`', async () => {
  expect((await readFile(TYPES, 'utf8')) === (await typesOf())).toBe(true);
}, 30_000);

/** All that may be left out of something, and is undefined. */
type Nothing<T> = {
  [Name in keyof T as object extends Pick<T, Name> ? Name : never]: undefined;
};

// With `exactOptionalPropertyTypes`, what may be left out may be undefined only if it says so. What
// is expected here is checked by `npm run typecheck`.
it('whatever may be left out may be undefined', () => {
  expectTypeOf<Nothing<AuthClientOptions>>().toExtend<Partial<AuthClientOptions>>();
  expectTypeOf<Nothing<CallOptions>>().toExtend<CallOptions>();
  expectTypeOf<Nothing<SignInOptions>>().toExtend<SignInOptions>();
  expectTypeOf<Nothing<ChatChangeOptions>>().toExtend<ChatChangeOptions>();
  expectTypeOf<Nothing<AppendOptions>>().toExtend<AppendOptions>();
  expectTypeOf<Nothing<ProviderOptions>>().toExtend<ProviderOptions>();
  expectTypeOf<Nothing<KeepOptions>>().toExtend<KeepOptions>();
  expectTypeOf<Nothing<VerifierOptions>>().toExtend<Partial<VerifierOptions>>();
  expectTypeOf<Nothing<PasswordStrengthBody>>().toExtend<Partial<PasswordStrengthBody>>();
  type Everywhere = NonNullable<Parameters<AuthClient['signOut']>[0]>;
  expectTypeOf<Nothing<Everywhere>>().toExtend<Everywhere>();
  type IfVersion = NonNullable<Parameters<AuthClient['updateProfile']>[1]>;
  expectTypeOf<Nothing<IfVersion>>().toExtend<IfVersion>();
});

it('the options that may be left out are these', () => {
  expectTypeOf<keyof Nothing<AuthClientOptions>>().toEqualTypeOf<
    'transport' | 'storage' | 'storageKey' | 'anonymous' | 'allowedOrigins' | 'fetch'
  >();
});
