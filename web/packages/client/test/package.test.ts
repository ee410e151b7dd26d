import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const run = promisify(execFile);
const cwd = fileURLToPath(new URL('..', import.meta.url));

// `npm run build` makes what is looked at here; `web/test` does it before.
it('what was built is imported by its names, and its parts know each other', async () => {
  const code = `
    import axios from 'axios';
    import { AuthError, createAuthClient } from '@bookplate/client';
    import { attachAuth } from '@bookplate/client/axios';
    import { createChatClient } from '@bookplate/client/chat';
    import { createProviderClient } from '@bookplate/client/providers';
    import { createVerifier, TokenError } from '@bookplate/client/server';
    const auth = createAuthClient({ baseUrl: 'https://accounts.example.com' });
    const refused = await createChatClient(auth).get('..').catch((error) => error);
    const outcome = await createProviderClient(auth).completeProviderSignIn();
    attachAuth(axios.create(), auth)();
    const verifier = createVerifier({ issuer: 'https://accounts.example.com' });
    const token = await verifier.verify('none').catch((error) => error);
    console.log(refused instanceof AuthError, outcome, auth.getState().status);
    console.log(token instanceof TokenError, token instanceof AuthError);`;
  const node = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd });
  expect(node.stdout).toBe('true null loading\ntrue true\n');
}, 20_000);

it('every entry is there as it was built, and has what its source has', async () => {
  const { name, exports } = JSON.parse(await readFile(`${cwd}package.json`, 'utf8')) as {
    name: string;
    exports: Record<string, { default: string } | string>;
  };
  const entries = Object.entries(exports).flatMap(([path, entry]) =>
    typeof entry === 'string' ? [] : [{ path, source: sourceOf(entry.default) }],
  );
  expect(entries.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['.', './ai-sdk', './assistant-ui', './axios', './chat', './server']),
  );
  const code = `
    const names = {};
    for (const path of ${JSON.stringify(entries.map(({ path }) => path))}) {
      names[path] = Object.keys(await import('${name}' + path.slice(1)));
    }
    console.log(JSON.stringify(names));`;
  const node = await run(process.execPath, ['--input-type=module', '--eval', code], { cwd });
  const built = JSON.parse(node.stdout) as Record<string, string[]>;
  for (const { path, source } of entries) {
    const names = Object.keys((await import(source)) as object).sort();
    expect(names.length, path).toBeGreaterThan(0);
    expect(built[path], path).toEqual(names);
  }
}, 20_000);

/** From what a file in `dist` is made. */
const sourceOf = (file: string): string =>
  new URL(file.replace('./dist/', '../src/').replace(/js$/, 'ts'), import.meta.url).href;

it('the page of the package links to nothing that is not in the package', async () => {
  const page = await readFile(new URL('../README.md', import.meta.url), 'utf8');
  const links = [...page.matchAll(/\]\(([^)]+)\)/g)].map(([, address]) => address!);
  expect(links.filter((address) => !/^(https:|#)/.test(address))).toEqual([]);
});

it('what is packed has the licences and no map of generated types', async () => {
  const pack = ['pack', '--dry-run', '--json', '--ignore-scripts'];
  const { stdout } = await run('npm', pack, { cwd });
  const [{ files }] = JSON.parse(stdout) as [{ files: { path: string }[] }];
  const paths = files.map(({ path }) => path);
  expect(paths).toEqual(
    expect.arrayContaining(['LICENSE-APACHE', 'LICENSE-MIT', 'README.md', 'dist/index.d.ts']),
  );
  expect(paths.filter((path) => path.endsWith('.d.ts.map'))).toEqual([]);
}, 60_000);
