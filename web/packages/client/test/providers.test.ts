import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createChatClient } from '../src/chat/index.js';
import { createProviderClient } from '../src/providers/index.js';
import { Browser } from './support/browser.js';
import { json, problem, Service } from './support/service.js';
import { during, frozenTime } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const NOTE = `bookplate:${Service.URL}/api/v1.provider`;
const PAGE = 'https://app.example.com/signed-in?next=1';

/** A tab whose page can be left and come back to. */
function page(options = {}) {
  const service = new Service();
  const browser = new Browser(service);
  const visited: URL[] = [];
  const location = {
    href: PAGE,
    hash: '',
    assign: (url: string) => void visited.push(new URL(url)),
  };
  const history = {
    state: { scroll: 1 },
    replaced: [] as unknown[],
    replaceState(...entry: unknown[]) {
      history.replaced.push(entry);
      location.href = entry[2] as string;
      location.hash = '';
    },
  };
  const tab = browser.tab(options, { location, history });
  const comeBack = (fragment: string) => {
    location.hash = `#${fragment}`;
    location.href = `${PAGE}#${fragment}`;
  };
  const { client } = tab;
  const providers = createProviderClient(client);
  return { service, browser, tab, client, providers, visited, history, location, comeBack };
}

// Web Crypto takes real time, so the clock is not frozen here.
describe('a sign-in through a provider', () => {
  it('takes the challenge along and keeps the verifier in this tab', async () => {
    const { providers, tab, visited } = page();
    const redirectTo = 'https://app.example.com/signed-in';
    await providers.signInWithProvider('google', { redirectTo, prompt: 'select_account' });
    const url = visited[0]!;
    expect(`${url.origin}${url.pathname}`).toBe(`${Service.URL}/api/v1/auth/oauth/google/start`);
    expect(url.searchParams.get('redirectTo')).toBe(redirectTo);
    expect(url.searchParams.get('prompt')).toBe('select_account');
    const noted = JSON.parse(tab.realm.sessionStorage!.getItem(NOTE)!);
    expect(noted).toMatchObject({ purpose: 'sign-in', provider: 'google' });
    expect(noted.codeVerifier).toMatch(/^[A-Za-z0-9_-]{43}$/);
    const digest = createHash('sha256').update(noted.codeVerifier).digest('base64url');
    expect(url.searchParams.get('codeChallenge')).toBe(digest);
  });

  it('is completed once, however often the page asks, and leaves no code in the address', async () => {
    const { service, client, providers, comeBack, history, location, tab } = page();
    await providers.signInWithProvider('google');
    comeBack('code=c1');
    const [outcome, again] = await Promise.all([
      providers.completeProviderSignIn(),
      providers.completeProviderSignIn(),
    ]);
    expect(outcome).toMatchObject({ purpose: 'sign-in', user: { email: ADA.email } });
    expect(again).toBe(outcome);
    expect(await providers.completeProviderSignIn()).toBe(outcome);
    expect(service.count('POST /auth/oauth/exchange')).toBe(1);
    expect(history.replaced).toEqual([[{ scroll: 1 }, '', PAGE]]);
    expect(location.hash).toBe('');
    expect(tab.realm.sessionStorage!.getItem(NOTE)).toBeNull();
    expect(client.getState().status).toBe('authenticated');
  });

  it('brings along what is a visitor’s', async () => {
    const { service, client, providers, comeBack } = page({ anonymous: true });
    await createChatClient(client).create();
    await providers.signInWithProvider('google');
    comeBack('code=c1');
    expect(await providers.completeProviderSignIn()).toMatchObject({ linked: { chats: 2 } });
    const sent = service.requests.find(({ line }) => line === 'POST /auth/oauth/exchange')!;
    expect(sent.bearer).toContain('a.session-1.');
    expect(sent.body).toMatchObject({ code: 'c1', transport: 'body' });
  });

  it('that was cancelled says so, and can begin anew', async () => {
    const { providers, comeBack, location } = page();
    await providers.signInWithProvider('google');
    comeBack('error=SIGN_IN_CANCELLED');
    await expect(providers.completeProviderSignIn()).rejects.toMatchObject({
      name: 'AuthError',
      code: 'SIGN_IN_CANCELLED',
    });
    expect(location.hash).toBe('');
    await providers.signInWithProvider('google');
    comeBack('code=c2');
    expect(await providers.completeProviderSignIn()).toMatchObject({ purpose: 'sign-in' });
  });

  it('that this tab did not begin is not completed', async () => {
    const { service, providers, comeBack } = page();
    comeBack('code=of-somebody-else');
    await expect(providers.completeProviderSignIn()).rejects.toMatchObject({
      code: 'SIGN_IN_NOT_STARTED',
    });
    expect(service.requests).toEqual([]);
  });

  it('is nothing on a page that nobody comes back to', async () => {
    const { providers, history, comeBack } = page();
    expect(await providers.completeProviderSignIn()).toBeNull();
    comeBack('token=of-a-mail');
    expect(await providers.completeProviderSignIn()).toBeNull();
    expect(history.replaced).toEqual([]);
  });

  it('cannot begin without a storage or Web Crypto', async () => {
    const { tab, providers } = page();
    Object.assign(tab.realm, { sessionStorage: undefined });
    const code = 'STORAGE_UNAVAILABLE';
    await expect(providers.signInWithProvider('google')).rejects.toMatchObject({ code });
    Object.assign(tab.realm, { crypto: {} });
    const unsafe = providers.signInWithProvider('google');
    await expect(unsafe).rejects.toMatchObject({ code: 'NOT_SUPPORTED' });
  });

  it('links with the session of whoever began, and reauthenticates', async () => {
    const { service, client, providers, comeBack } = page();
    await client.signIn(ADA);
    const identity = { provider: 'github', email: null, createdAt: null };
    service.next('POST /users/me/identities', () => json(201, identity));
    await providers.linkProvider('github');
    comeBack('code=c1');
    expect(await providers.completeProviderSignIn()).toEqual({ purpose: 'link', identity });
    await providers.reauthenticateWithProvider('github');
    comeBack('code=c2');
    expect(await providers.completeProviderSignIn()).toEqual({ purpose: 'reauthenticate' });
    expect(service.requests.at(-1)).toMatchObject({
      line: 'POST /auth/reauthenticate',
      body: { code: 'c2' },
      bearer: expect.stringContaining('a.session-1.'),
    });
    await client.unlinkProvider('github');
    expect(service.requests.at(-1)!.line).toBe('DELETE /users/me/identities/github');
  });
});

describe('a way to a provider that comes to a bad end', () => {
  const EVE = { ...ADA, email: 'eve@example.com' };

  it.each(['link', 'reauthenticate'] as const)(
    'does not %s whoever signed in meanwhile',
    async (purpose) => {
      const { service, client, providers, comeBack } = page();
      service.latency = 0;
      await client.signIn(ADA);
      if (purpose === 'link') await providers.linkProvider('google');
      else await providers.reauthenticateWithProvider('google');
      await client.signIn(EVE);
      service.requests.length = 0;
      comeBack('code=c1');
      await expect(providers.completeProviderSignIn()).rejects.toMatchObject({
        code: 'SIGN_IN_NOT_STARTED',
      });
      expect(service.requests).toEqual([]);
      expect(client.getState()).toMatchObject({ user: { email: EVE.email } });
    },
  );

  it('goes on after the page was loaded, for whoever began', async () => {
    const { service, browser, tab, client, providers, comeBack } = page();
    service.latency = 0;
    await client.signIn(ADA);
    await providers.linkProvider('google');
    comeBack('code=c1');
    client.dispose();
    const { location, history, sessionStorage } = tab.realm;
    const again = browser.tab({}, { location, history, sessionStorage } as object);
    service.next('POST /users/me/identities', () => json(201, {}));
    expect(await createProviderClient(again.client).completeProviderSignIn()).toMatchObject({ purpose: 'link' });
    again.client.dispose();
  });

  it('says nothing that stands in an address which anybody may have made', async () => {
    const { providers, comeBack, location } = page();
    comeBack('error=SIGN_IN_CANCELLED');
    await expect(providers.completeProviderSignIn()).rejects.toMatchObject({
      code: 'SIGN_IN_NOT_STARTED',
    });
    expect(location.hash).toBe('');
    await providers.signInWithProvider('google');
    for (const error of ['Your account is locked, call 555-0100', 'A'.repeat(41), 'a-b']) {
      comeBack(`error=${encodeURIComponent(error)}`);
      const refused = providers.completeProviderSignIn();
      await expect(refused).rejects.toMatchObject({ code: 'UNKNOWN_ERROR' });
      await expect(refused).rejects.not.toThrow(error);
    }
    comeBack('code=c1');
    expect(await providers.completeProviderSignIn()).toMatchObject({ purpose: 'sign-in' });
  });

  it.each(['x', 'null', '7', '{}', '{"codeVerifier":7}'])(
    'does not trip over a note that is %s',
    async (note) => {
      const { service, providers, comeBack, tab } = page();
      tab.realm.sessionStorage!.setItem(NOTE, note);
      comeBack('code=c1');
      await expect(providers.completeProviderSignIn()).rejects.toMatchObject({
        name: 'AuthError',
        code: 'SIGN_IN_NOT_STARTED',
      });
      expect(service.requests).toEqual([]);
    },
  );

  it('is not told of once more after a sign-out', async () => {
    const { service, client, providers, comeBack } = page();
    service.latency = 0;
    await providers.signInWithProvider('google');
    comeBack('code=c1');
    expect(await providers.completeProviderSignIn()).toMatchObject({ purpose: 'sign-in' });
    await client.signOut();
    expect(await providers.completeProviderSignIn()).toBeNull();
  });
});

describe('proving who it is', () => {
  frozenTime();

  it('continues with the new tokens', async () => {
    const { service, client } = page();
    await during(client.signIn(ADA));
    service.next('DELETE /users/me', () => problem(403, 'REAUTH_REQUIRED'));
    await expect(during(client.deleteAccount())).rejects.toMatchObject({ code: 'REAUTH_REQUIRED' });
    expect(client.getState().status).toBe('authenticated');
    const before = await client.getAccessToken();
    service.sessions.get('session-1')!.generation++;
    await during(client.reauthenticate({ password: ADA.password }));
    expect(await client.getAccessToken()).not.toBe(before);
    await during(client.deleteAccount());
    expect(client.getState().status).toBe('unauthenticated');
  });
});
