import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type BuildOptions } from 'esbuild';
import { expect, it } from 'vitest';

const SOURCES = fileURLToPath(new URL('../../src/', import.meta.url));

/** Minified and gzipped, in bytes. */
async function sizeOf(options: BuildOptions): Promise<number> {
  const { outputFiles } = await build({
    absWorkingDir: SOURCES,
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    platform: 'browser',
    jsx: 'automatic',
    external: ['react', 'react-dom', '@bookplate/client'],
    ...options,
  });
  return gzipSync(outputFiles![0]!.contents, { level: 9 }).length;
}

const script = (contents: string) => sizeOf({ stdin: { contents, resolveDir: SOURCES } });

/** What most sites have of it; bundlers leave out what a site does not import. */
const MOST = `LoginModal, RegisterModal, ForgotPasswordModal, ProviderButtons, ResetPasswordPage,
  VerifyEmailPage, EmailVerificationBanner, LinkAnonymousChats, AnonymousLimitNotice, UserMenu,
  ProfileForm, PreferencesForm, SessionsList, UiProvider`;

it.each([
  ['what most sites have', MOST, 12_000],
  ['everything', '*', 13_500],
])('%s adds at most its share to the hooks, stylesheet and English included', async (_, names, limit) => {
  const hooks = `export * from './index.js'; export * from './arrivals.js';`;
  const named = names === '*' ? '*' : `{ ${names} }`;
  const added =
    (await script(`${hooks} export ${named} from './ui/index.js';`)) - (await script(hooks));
  const styles = await sizeOf({ entryPoints: ['ui/styles.css'] });
  console.log(`${added} bytes of script, ${styles} of style`);
  expect(styles).toBeGreaterThan(1_000);
  expect(added + styles).toBeLessThanOrEqual(limit);
});
