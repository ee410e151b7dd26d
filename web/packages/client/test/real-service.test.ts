import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { createChatClient, newId } from '../src/chat/index.js';
import { createClient } from '../src/client.js';
import { AuthError, createAuthClient, type AuthClientOptions } from '../src/index.js';
import type { Realm } from '../src/realm.js';
import { bundle } from './support/bundle.js';
import { MemoryStorage, Page } from './support/browser.js';
import { startService, type RealService } from './support/real-service.js';

const run = promisify(execFile);
const PASSWORD = 'correct horse battery staple';
/** How long access tokens work where they are to expire, in seconds. */
const LIFETIME = 4;

let service: RealService;
let people = 0;

beforeAll(async () => {
  service = await startService();
}, 60_000);
afterAll(() => service?.stop());

const client = (options: Partial<AuthClientOptions> = {}) =>
  createAuthClient({ baseUrl: service.url, storage: 'memory', ...options });

async function registered(at = service) {
  const email = `ada${++people}@example.com`;
  const anyone = client({ baseUrl: at.url });
  await anyone.register({ email, name: 'Ada', password: PASSWORD });
  await anyone.verifyEmail(await at.mailedToken(email));
  return { email, password: PASSWORD };
}

/** The cookie of a browser, which Node does not keep. */
function withCookie(): { fetch: typeof fetch; cookie(): string | null } {
  let cookie: string | null = null;
  return {
    cookie: () => cookie,
    fetch: async (input, init = {}) => {
      const headers = new Headers(init.headers);
      headers.set('Origin', service.url);
      if (cookie && init.credentials === 'include') headers.set('Cookie', cookie);
      const answer = await fetch(input, { ...init, headers });
      for (const set of answer.headers.getSetCookie()) {
        const [pair] = set.split(';');
        if (pair!.startsWith('__Host-bookplate_rt')) cookie = pair!.endsWith('=') ? null : pair!;
      }
      return answer;
    },
  };
}

describe('with the real service', () => {
  it('the link of a mail works on a page that is mounted twice, and on no other', async () => {
    const email = `ada${++people}@example.com`;
    const page = client();
    await page.register({ email, name: 'Ada', password: PASSWORD });
    const token = await service.mailedToken(email);
    const [first, second] = await Promise.all([page.verifyEmail(token), page.verifyEmail(token)]);
    expect(first.email).toBe(email);
    expect(second).toEqual(first);
    await expect(client().verifyEmail(token)).rejects.toMatchObject({ code: 'INVALID_TOKEN' });
  });

  it('the first lines of the README work', async () => {
    const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8');
    const example = /```js\n([^]*?)```/.exec(readme)![1]!;
    expect(example.trim().split('\n').length).toBeLessThanOrEqual(10);
    const code = await bundle({
      stdin: example.replace('http://127.0.0.1:7860', service.url),
      alias: { '@bookplate/client/chat': './chat/index.ts', '@bookplate/client': './index.ts' },
    });
    const node = await run(process.execPath, ['--input-type=module', '--eval', code]);
    expect(node.stdout).toContain('loaded unauthenticated');
    expect(node.stdout).toContain('signed-in anonymous');
    expect(node.stdout).toContain("content: 'What is PID?'");
  }, 20_000);

  it('somebody registers, verifies, signs in, and out', async () => {
    const ada = await registered();
    const here = client();
    expect((await here.getConfig()).registration.emailVerification).toBe('required');
    const outcome = await here.signIn(ada);
    expect(outcome).toMatchObject({ user: { email: ada.email, role: 'user' }, linked: null });
    expect(here.getState()).toMatchObject({ status: 'authenticated', user: { name: 'Ada' } });
    expect((await here.listSessions()).data).toHaveLength(1);
    expect((await here.updateProfile({ name: 'Ada L.' }, { ifVersion: 1 })).name).toBe('Ada L.');
    await here.updatePreferences({ theme: 'dark' });
    expect((await here.getPreferences()).theme).toBe('dark');
    expect((await here.listEvents({ limit: 5 })).data.length).toBeGreaterThan(0);
    expect((await (await here.exportData()).text()).split('\n').length).toBeGreaterThan(1);
    await here.signOut();
    expect(await here.getSession()).toEqual({ status: 'unauthenticated' });
  }, 20_000);

  it('what is refused is an AuthError with all it says', async () => {
    const here = client();
    const refused = await here
      .register({ email: 'no address', name: '', password: 'short' })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(AuthError);
    const { status, code, fieldErrors, requestId } = refused as AuthError;
    expect([status, code]).toEqual([422, 'VALIDATION_ERROR']);
    expect(fieldErrors.map(({ field }) => field).sort()).toEqual(['email', 'name', 'password']);
    expect(requestId).toMatch(/^[0-9a-f-]{36}$/);
    const wrong = here.signIn({ email: 'nobody@example.com', password: PASSWORD });
    await expect(wrong).rejects.toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' });
  });

  it('50 requests with an expired token make one refresh', async () => {
    const brief = await startService({ BOOKPLATE__TOKENS__ACCESS: `${LIFETIME}s` });
    onTestFinished(() => brief.stop());
    const ada = await registered(brief);
    let refreshes = 0;
    const counting: typeof fetch = (input, init) => {
      if (String(input).endsWith('/auth/refresh')) refreshes++;
      return fetch(input, init);
    };
    const here = client({ baseUrl: brief.url, fetch: counting });
    await here.signIn(ada);
    await sleep((LIFETIME + 1) * 1000);
    const chats = createChatClient(here);
    const pages = await Promise.all(Array.from({ length: 50 }, () => chats.list()));
    expect(pages.every(({ data }) => data.length === 0)).toBe(true);
    expect(refreshes).toBe(1);
  }, 60_000);

  it('tokens that work for a second are refreshed, at most once a second', async () => {
    const brief = await startService({ BOOKPLATE__TOKENS__ACCESS: '1s' });
    onTestFinished(() => brief.stop());
    const refreshedAt: number[] = [];
    const noting: typeof fetch = (input, init) => {
      if (String(input).endsWith('/auth/refresh')) refreshedAt.push(Date.now());
      return fetch(input, init);
    };
    const realm = { fetch: noting, document: new Page() } as Realm;
    const here = createClient({ baseUrl: brief.url, storage: 'memory' }, realm);
    onTestFinished(() => here.dispose());
    await here.signInAnonymously();
    await vi.waitFor(() => expect(refreshedAt.length).toBeGreaterThan(3), 30_000);
    const pauses = refreshedAt.slice(1).map((at, index) => at - refreshedAt[index]!);
    // Timers count from a clock of their own.
    expect(Math.min(...pauses)).toBeGreaterThanOrEqual(990);
    expect(here.getState().status).toBe('anonymous');
  }, 60_000);

  it('two tabs without locks or channels race across expiry and stay signed in', async () => {
    const ada = await registered();
    const storage = new MemoryStorage();
    const [left, right] = [client({ storage }), client({ storage })];
    await left.signIn(ada);
    for (let round = 0; round < 3; round++) {
      await Promise.all([left.refresh(), right.refresh(), left.getUser(), right.getUser()]);
    }
    expect([left, right].map((tab) => tab.getState().user?.email)).toEqual([ada.email, ada.email]);
    await left.signOut();
    await expect(right.getUser()).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    expect(right.getState().status).toBe('unauthenticated');
  }, 20_000);

  it('a lost answer to a refresh costs nothing', async () => {
    const ada = await registered();
    let lose = false;
    const losing: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (!lose || !String(input).endsWith('/auth/refresh')) return answer;
      lose = false;
      throw new TypeError('network changed');
    };
    const here = client({ fetch: losing });
    await here.signIn(ada);
    lose = true;
    await expect(here.refresh()).rejects.toMatchObject({ code: 'NETWORK_ERROR' });
    expect((await here.refresh()).status).toBe('authenticated');
    expect((await here.refresh()).status).toBe('authenticated');
  }, 20_000);

  it('a visitor asks, signs in, and has the chat; the question is there once', async () => {
    const ada = await registered();
    let lose = true;
    const losing: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      if (!lose || !String(input).endsWith('/messages')) return answer;
      lose = false;
      throw new TypeError('network changed');
    };
    const here = client({ anonymous: true, fetch: losing });
    const chats = createChatClient(here);
    const chat = newId();
    const question = { role: 'user', content: 'What is PID?' } as const;
    const appended = await chats.append(chat, question, { createChat: true });
    expect(appended).toMatchObject({ stored: true, messages: [{ created: false }] });
    expect(here.getState().status).toBe('anonymous');
    expect((await here.getSession()).limits?.remaining).toBe(19);
    expect((await here.signIn(ada)).linked).toEqual({ chats: 1 });
    const messages = (await chats.listMessages(chat)).data;
    expect(messages.map(({ content }) => content)).toEqual(['What is PID?']);

    const id = messages[0]!.id;
    const answer = {
      role: 'assistant',
      content: 'A loop',
      status: 'complete',
      parentId: id,
    } as const;
    await chats.putMessage(chat, 'answer', answer);
    await chats.giveFeedback(chat, 'answer', { rating: 'up' });
    expect((await chats.getMessage(chat, 'answer')).feedback?.rating).toBe('up');
    const { version } = await chats.get(chat);
    const stale = chats.update(chat, { pinned: true }, { ifVersion: version + 1 });
    await expect(stale).rejects.toMatchObject({ code: 'VERSION_CONFLICT' });
    await chats.update(chat, { pinned: true }, { ifVersion: version });
    expect((await chats.search({ q: 'loop' })).data).toHaveLength(1);
    expect(await chats.exportMarkdown(chat)).toContain('A loop');
    expect((await chats.export(chat)).messages).toHaveLength(2);
    expect(await chats.deleteMany([chat])).toEqual({ deleted: 1 });
  }, 20_000);

  it('a visitor who leaves the chats behind claims one of them', async () => {
    const ada = await registered();
    const here = client({ anonymous: true });
    const chats = createChatClient(here);
    const [wanted] = [await chats.create({ title: 'wanted' }), await chats.create()];
    const { anonymousToken } = await here.signIn(ada, { bringChats: false });
    expect((await chats.list()).data).toEqual([]);
    const chatIds = [wanted.id];
    const claimed = await chats.claim({ anonymousToken: anonymousToken!, chatIds });
    expect(claimed).toEqual({ linked: 1, chatIds });
  }, 20_000);

  it('a visitor who registers is a user once the mail was followed elsewhere', async () => {
    const here = client({ anonymous: true });
    await createChatClient(here).create();
    const email = `visitor${++people}@example.com`;
    const outcome = await here.register({ email, name: 'V', password: PASSWORD });
    expect(outcome.status).toBe('verification_required');
    await client().verifyEmail(await service.mailedToken(email));
    expect(await here.refresh()).toMatchObject({ status: 'authenticated', user: { email } });
    expect((await createChatClient(here).list()).data).toHaveLength(1);
  }, 20_000);

  it('the cookie keeps the session across pages, and no script sees the refresh token', async () => {
    const ada = await registered();
    const browser = withCookie();
    const storage = new MemoryStorage();
    const page = () =>
      createClient({ baseUrl: service.url, transport: 'cookie', storage }, {
        fetch: browser.fetch,
      } as Realm);
    const first = page();
    expect((await first.ready()).status).toBe('unauthenticated');
    await first.signIn(ada);
    expect(browser.cookie()).toContain('bp_rt_');
    const second = page();
    expect(await second.ready()).toMatchObject({ status: 'authenticated' });
    await second.reauthenticate({ password: PASSWORD });
    expect((await second.getSession()).status).toBe('authenticated');
    expect(storage.items.size).toBe(0);
    await second.signOut();
    expect(browser.cookie()).toBeNull();
    expect((await page().ready()).status).toBe('unauthenticated');
  }, 20_000);

  it('a changed password ends the other sessions, a deleted account its own', async () => {
    const ada = await registered();
    const [here, there] = [client(), client()];
    await Promise.all([here.signIn(ada), there.signIn(ada)]);
    await here.changePassword({ currentPassword: PASSWORD, newPassword: `${PASSWORD} 2` });
    await expect(there.refresh()).rejects.toMatchObject({ code: 'SESSION_REVOKED' });
    expect(there.getState().status).toBe('unauthenticated');
    await here.reauthenticate({ password: `${PASSWORD} 2` });
    await here.deleteAccount();
    expect(here.getState().status).toBe('unauthenticated');
    await expect(client().signIn(ada)).rejects.toMatchObject({ code: 'INVALID_CREDENTIALS' });
  }, 20_000);
});
