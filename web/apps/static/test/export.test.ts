import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

/** What `npm run build` has written. */
const built = (path: string): Promise<string> =>
  readFile(new URL(`../${path}`, import.meta.url), 'utf8').catch((cause: unknown) => {
    throw new Error('there is no built site: npm run build', { cause });
  });

/** The page as it is before any script runs. */
const page = async (name: string): Promise<string> => {
  const html = await built(`out/${name}.html`);
  return html.replace(/<script[^]*?<\/script>/g, '').replaceAll('&quot;', '"');
};

test('nothing of the packages has touched what only a browser has', async () => {
  const touched = (await built('.next/touched')).trim().split('\n');
  // The page that does so on purpose: a trap that notices nothing would prove nothing.
  expect(touched).toEqual([expect.stringMatching(/^document .*\/app\/trap\/page\.tsx$/)]);
  expect(await page('trap')).toContain('document is not there on a server');
});

test('all parts of the client can be loaded and made by a component of the server', async () => {
  const text = (await page('index')).replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  expect(text).toContain('status: loading');
  expect(text).toContain('session of a request without a token: null');
  for (const part of ['', '/chat', '/providers', '/axios', '/server', '/ai-sdk', '/assistant-ui']) {
    expect(text).toContain(`@bookplate/client${part} has a function`);
  }
});

test('hooks and gates are rendered as if nobody knew yet who is signed in', async () => {
  const html = await page('hooks');
  const said = JSON.parse(/<pre>(.*?)<\/pre>/.exec(html)![1]!) as Record<string, unknown>;
  expect(said).toEqual({
    useAuth: 'loading',
    useUser: null,
    useConfig: null,
    usePreferences: 'idle',
    useSessions: 'idle',
    useIdentities: 'idle',
    useAnonymousLimit: null,
    useChats: 0,
    useChatMessages: 'idle',
    useChatClient: 'function',
    useSignInForm: false,
    useRegisterForm: false,
    useForgotPasswordForm: false,
    useResetPasswordForm: false,
    useChangePasswordForm: false,
    useReauthenticateForm: false,
    useAcceptInvitationForm: false,
    useProfileForm: '',
    useVerifyEmail: false,
    useConfirmEmailChange: false,
    useRevertEmailChange: false,
    useMailedToken: 'unknown',
    usePasswordStrength: null,
    useProviderReturn: 'working',
  });
  expect(html).toContain('nobody knows yet');
  expect(html).not.toMatch(/for (users|visitors|others)/);
});

test('closed dialogs leave nothing on the page, and pages are whole', async () => {
  const [closed = ''] = (await page('components')).split('data-part="open"');
  expect(closed).not.toContain('<dialog');
  for (const title of ['Set a new password', 'Confirm your email address']) {
    expect(closed).toMatch(new RegExp(`<h1[^>]*>${title}</h1>`));
  }
});

test('opened dialogs are rendered too, in the language that is asked for', async () => {
  const [, open = ''] = (await page('components')).split('data-part="open"');
  const dialogs = open.match(/<dialog[^>]*>/g) ?? [];
  expect(dialogs).toHaveLength(5);
  for (const dialog of dialogs) expect(dialog).toMatch(/dir="rtl" lang="ur"|lang="ur" dir="rtl"/);
  expect(open.match(/type="password"/g)!.length).toBeGreaterThanOrEqual(4);
});
