import { createAuthClient, type AuthClient, type AuthClientOptions } from '@bookplate/client';
import { StrictMode, type ReactNode } from 'react';
import { afterAll, beforeAll, onTestFinished } from 'vitest';
import {
  startService,
  type RealService,
  type Settings,
} from '../../../client/test/support/real-service.js';
import { AuthProvider } from '../../src/index.js';

export const PASSWORD = 'correct horse battery staple';

/** Somebody with an account whose mailbox is proven. */
export interface Person {
  email: string;
  password: string;
}

/** A real service for all tests of a file, and those who use it. */
export interface Site {
  /** A page's client; nothing of it outlives the test. */
  client(options?: Partial<AuthClientOptions>): AuthClient;
  /** Registers somebody and proves the address. */
  person(): Promise<Person>;
  /** A client that somebody is signed in with. */
  signedIn(options?: Partial<AuthClientOptions>): Promise<AuthClient>;
  mailedToken(to: string): Promise<string>;
  /** Where the service is, once the tests run. */
  url(): string;
}

/** Starts the service before the tests of a file, and stops it after them. */
export function openSite(settings: Settings = {}): Site {
  let service: RealService;
  let people = 0;
  beforeAll(async () => {
    service = await startService(settings);
  }, 60_000);
  afterAll(() => service?.stop());

  function client(options: Partial<AuthClientOptions> = {}): AuthClient {
    const made = createAuthClient({ baseUrl: service.url, storage: 'memory', ...options });
    onTestFinished(() => made.dispose());
    return made;
  }

  async function person(): Promise<Person> {
    const email = `ada${++people}@example.com`;
    const anyone = client();
    await anyone.register({ email, name: 'Ada', password: PASSWORD });
    await anyone.verifyEmail(await service.mailedToken(email));
    return { email, password: PASSWORD };
  }

  return {
    client,
    person,
    async signedIn(options) {
      const own = client(options);
      await own.signIn(await person());
      return own;
    },
    mailedToken: (to) => service.mailedToken(to),
    url: () => service.url,
  };
}

/** What tests of hooks are wrapped in: everything is mounted twice, as a development build does. */
export const within =
  (client: AuthClient) =>
  ({ children }: { children: ReactNode }): ReactNode => (
    <StrictMode>
      <AuthProvider client={client}>{children}</AuthProvider>
    </StrictMode>
  );
