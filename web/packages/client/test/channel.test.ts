import { describe, expect, it } from 'vitest';
import type { AuthClientOptions } from '../src/index.js';
import { Browser, MemoryStorage } from './support/browser.js';
import { Service } from './support/service.js';
import { during, frozenTime, MINUTE, pass, SECOND } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const EVE = { ...ADA, email: 'eve@example.com' };
const name = (how: string) => `bookplate:${Service.URL}/api/v1:${how}:1`;

interface Said {
  type?: string;
  tokens?: { accessToken?: unknown; refreshToken?: unknown };
}

/** Somebody signed in, and another page of the same origin. */
async function overheard(how: string, options: Partial<AuthClientOptions>) {
  const service = new Service();
  const browser = new Browser(service);
  const tab = browser.tab(options);
  const Channel = browser.realm().BroadcastChannel!;
  const channel = new Channel(name(how));
  const heard: Said[] = [];
  channel.onmessage = ({ data }) => heard.push(data as Said);
  await during(tab.client.signIn(ADA));
  const say = async (message: unknown) => {
    channel.postMessage(message);
    await pass(10);
  };
  return { service, browser, tab, client: tab.client, heard, say };
}

const refreshTokens = (heard: Said[]) => heard.map(({ tokens }) => tokens?.refreshToken);

describe('what tabs tell each other', () => {
  frozenTime();

  it('has no refresh token where all of them read the same storage', async () => {
    const { heard } = await overheard('local', {});
    expect(heard).toMatchObject([{ type: 'grant' }]);
    expect(refreshTokens(heard)).toEqual([undefined]);
  });

  it('has none with the cookie', async () => {
    const { heard } = await overheard('cookie', { transport: 'cookie' });
    expect(heard).toMatchObject([{ type: 'grant' }]);
    expect(refreshTokens(heard)).toEqual([undefined]);
  });

  it('has one where a tab that was duplicated has a copy only', async () => {
    const byName = await overheard('session', { storage: 'session' });
    expect(refreshTokens(byName.heard)).toEqual(['r.session-1.1']);
    const byHand = await overheard('own', { storage: new MemoryStorage() });
    expect(refreshTokens(byHand.heard)).toEqual(['r.session-1.1']);
  });

  it('is nothing where each keeps its own in memory', async () => {
    const { browser, heard } = await overheard('memory', { storage: 'memory' });
    expect(heard).toEqual([]);
    expect(browser.openChannels).toBe(1);
  });

  it('has one where the storage has become full, for nobody can read it there', async () => {
    const { browser, client, heard } = await overheard('local', {});
    browser.local.setItem = () => {
      throw new DOMException('full', 'QuotaExceededError');
    };
    await during(client.refresh());
    expect(refreshTokens(heard)).toEqual([undefined, 'r.session-1.2']);
  });
});

describe('a message that no client sends', () => {
  frozenTime();
  const session = { id: 'session-1' };
  const tokens = { accessToken: 'a', expiresIn: 900 };
  it.each([
    null,
    'text',
    7,
    [[]],
    {},
    { type: 'hello' },
    { type: 'hello', session },
    { type: 'end' },
    { type: 'end', session: 'session-1' },
    { type: 'end', session: 'session-2', reason: 'SIGNED_OUT' },
    { type: 'user', session },
    { type: 'user', session, user: {} },
    { type: 'user', session: 'session-1', user: { id: 'user-7' } },
    { type: 'grant' },
    { type: 'grant', session, at: 9e15, tokens: {} },
    { type: 'grant', session, tokens, user: null },
    { type: 'grant', session, at: '9', tokens, user: null },
    { type: 'grant', session, at: 9e15, tokens: { ...tokens, expiresIn: '900' }, user: null },
    { type: 'grant', session, at: 9e15, tokens: { ...tokens, refreshToken: 7 }, user: null },
    { type: 'grant', session, at: 9e15, tokens, user: 'eve' },
    { type: 'grant', session: null, at: 9e15, tokens, user: null },
  ])('changes nothing: %j', async (message) => {
    const { client, say } = await overheard('local', {});
    const [state, token] = [client.getState(), await client.getAccessToken()];
    // Whatever it makes throw fails here, since the timers are the test's.
    await say(message);
    expect(client.getState()).toBe(state);
    expect(await client.getAccessToken()).toBe(token);
  });
});

describe('tabs of another kind', () => {
  frozenTime();

  it('do not give their tokens to each other', async () => {
    const { browser, client } = await overheard('cookie', { transport: 'cookie' });
    const byBody = browser.tab();
    await during(byBody.client.signIn(EVE));
    expect(client.getState()).toMatchObject({ user: { email: ADA.email } });
    expect(await client.getAccessToken()).toContain('.session-1.');
  });
});

describe('a session that is over', () => {
  frozenTime();

  it.each(['local', 'cookie'])('is not brought back by a late message (%s)', async (how) => {
    const options = how === 'cookie' ? ({ transport: how } as const) : {};
    const { browser, client, heard, say } = await overheard(how, options);
    const right = browser.tab(options);
    right.client.start();
    await pass(SECOND);
    const grant = heard.filter(({ type }) => type === 'grant').at(-1)!;
    await during(right.client.signOut());
    await say({ ...grant, at: Date.now() + MINUTE });
    expect(client.getState().status).toBe('unauthenticated');
    expect(right.client.getState().status).toBe('unauthenticated');
  });
});
