import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { createContext, runInContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createAuthClient } from '../src/index.js';
import { Browser } from './support/browser.js';
import { bundle } from './support/bundle.js';
import { Service } from './support/service.js';

const run = promisify(execFile);

/** The globals that a module may have: those of the language, and none of a browser or of Node. */
async function inBareLanguage(source: string): Promise<unknown> {
  const code = await bundle({ stdin: source, format: 'iife', globalName: 'result' });
  return runInContext(`${code};result.result`, createContext({}));
}

describe('on a server', () => {
  it('importing and making a client touches no global at all', async () => {
    const source = `
      import { createAuthClient } from './index.ts';
      import { createChatClient } from './chat/index.ts';
      import { createProviderClient } from './providers/index.ts';
      import { attachAuth } from './axios/index.ts';
      import { createVerifier } from './server/index.ts';
      const client = createAuthClient({ baseUrl: '', transport: 'cookie', anonymous: true });
      createChatClient(client);
      createProviderClient(client);
      createVerifier({ issuer: 'https://accounts.example.com' });
      export const result = typeof attachAuth === 'function' && client.getState().status;`;
    expect(await inBareLanguage(source)).toBe('loading');
  });

  it('a render reads a state that stays the same', () => {
    expect(globalThis).not.toHaveProperty('window');
    expect(globalThis).not.toHaveProperty('document');
    const client = createAuthClient({ baseUrl: 'https://accounts.example.com' });
    const state = client.getState();
    expect(state).toEqual({ status: 'loading', user: null, session: null, error: null });
    client.subscribe(() => {})();
    client.start()();
    expect(client.getState()).toBe(state);
    expect(createAuthClient({ baseUrl: '' }).getState()).toBe(state);
  });

  it('a page that hydrates what was rendered has a state that stays the same, too', async () => {
    const service = new Service();
    const { client } = new Browser(service).tab();
    const rendered = createAuthClient({ baseUrl: Service.URL }).getState();
    expect(client.getServerState()).toBe(rendered);
    await client.signIn({ email: 'ada@example.com', password: 'correct horse battery staple' });
    expect(client.getState().status).toBe('authenticated');
    expect(client.getServerState()).toBe(rendered);
    client.dispose();
  });

  it('nothing keeps the process alive', async () => {
    const code = await bundle({
      stdin: `
        import { createAuthClient } from './index.ts';
        const client = createAuthClient({ baseUrl: 'https://accounts.example.com' });
        client.start();
        console.log((await client.ready()).status);`,
    });
    const options = { timeout: 10_000 };
    const node = await run(process.execPath, ['--input-type=module', '--eval', code], options);
    expect(node.stdout).toContain('unauthenticated');
  }, 20_000);
});
