import { createRequire } from 'node:module';
import { build } from 'esbuild';
import type { BrowserContext, Page } from 'playwright-core';
import type { AuthClient, AuthClientOptions } from '@bookplate/client';
import type { ChatClient } from '@bookplate/client/chat';

/** What the page of a lab has for tests to call. */
declare global {
  interface Window {
    auth: AuthClient;
    chats: ChatClient;
    /** What listeners were told, in order. */
    changes: string[];
    /** Whether the page came back from the back/forward cache. */
    persisted: boolean;
  }
}

const require = createRequire(import.meta.url);

/** Serves `/lab` to all pages of the browser: nothing but the built client, and `window.auth`. */
export async function openLab(
  context: BrowserContext,
  options: Partial<AuthClientOptions> = {},
): Promise<void> {
  const { outputFiles } = await build({
    stdin: {
      contents: `
        import { createAuthClient } from ${JSON.stringify(require.resolve('@bookplate/client'))};
        import { createChatClient } from ${JSON.stringify(require.resolve('@bookplate/client/chat'))};
        window.auth = createAuthClient(${JSON.stringify({ baseUrl: '', ...options })});
        window.chats = createChatClient(auth);
        window.changes = [];
        auth.onAuthStateChange(({ type, reason }) => changes.push(reason ? type + ':' + reason : type));
        addEventListener('pageshow', (event) => (window.persisted = event.persisted));
      `,
      resolveDir: import.meta.dirname,
    },
    bundle: true,
    write: false,
    format: 'esm',
  });
  const script = outputFiles[0]!.text;
  await context.route('**/lab*', (route) =>
    route.fulfill({
      contentType: 'text/html',
      body: `<!doctype html><title>Lab</title><script type="module">${script}</script>`,
    }),
  );
}

/** Another tab of the lab. */
export async function tab(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  await page.goto('/lab');
  await page.waitForFunction(() => 'changes' in window);
  return page;
}

/** What the state of the page's client says, once it is as wanted. */
export async function reaches(page: Page, status: string): Promise<void> {
  await page.waitForFunction((wanted) => window.auth.getState().status === wanted, status);
}
