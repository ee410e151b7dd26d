import { readdir, readFile } from 'node:fs/promises';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { CLIENT_CODES, FIELD_CODES, PROVIDER_CODES, SERVICE_CODES } from '../src/codes.js';
import { isFinal, isStale } from '../src/errors.js';
import { AuthError, type AuthErrorCode, type FieldErrorCode } from '../src/index.js';

const text = (path: string) => readFile(new URL(path, import.meta.url), 'utf8');
const docs = (name: string) => text(`../../../../docs/${name}`);

/** The codes in the first cells of a table whose rows begin like this. */
function codesIn(page: string, row: RegExp): string[] {
  const cells = [...page.matchAll(row)].map(([, cell]) => cell!);
  return cells.flatMap((cell) => [...cell.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code!));
}

/** All that `x-codes` of the document name. */
function codesOf(document: unknown): string[] {
  if (typeof document !== 'object' || document === null) return [];
  return Object.entries(document).flatMap(([name, value]) =>
    name === 'x-codes' ? (value as string[]) : codesOf(value),
  );
}

describe('the codes', () => {
  it('of the service are those of its page, and of its document', async () => {
    const listed = codesIn(await docs('errors.md'), /^\| \d{3} \| ([^|]+) \|/gm);
    expect([...SERVICE_CODES].sort()).toEqual(listed.sort());
    const served = codesOf(JSON.parse(await docs('openapi.json')));
    expect(served.length).toBeGreaterThan(100);
    expect(SERVICE_CODES).toEqual(expect.arrayContaining([...new Set(served)]));
  });

  it('of wrong fields are those of its page', async () => {
    const listed = codesIn(await docs('errors.md'), /^\| (`[^|]+) \|/gm);
    expect([...FIELD_CODES].sort()).toEqual(listed.sort());
  });

  it('of the way through a provider are those of its page', async () => {
    const [, table] = (await docs('providers.md')).split('What can stand behind `#error=`:');
    const listed = codesIn(table!.split(/\n\n(?!\|)/)[0]!, /^\| (`[A-Z][^|]+) \|/gm);
    const own = listed.filter((code) => !SERVICE_CODES.includes(code as never));
    expect([...PROVIDER_CODES].sort()).toEqual(own.sort());
  });

  it('of the client are all that its sources throw, and its page explains them', async () => {
    const files = await readdir(new URL('../src', import.meta.url), { recursive: true });
    const sources = files.filter((file) => file.endsWith('.ts') && !file.startsWith('generated'));
    const all = (await Promise.all(sources.map((file) => text(`../src/${file}`)))).join('\n');
    const thrown = [...all.matchAll(/new AuthError\(\s*'([A-Z_]+)'/g)].map(([, code]) => code!);
    const own = new Set(thrown.filter((code) => !SERVICE_CODES.includes(code as never)));
    expect([...CLIENT_CODES].sort()).toEqual([...own].sort());
    const page = await text('../README.md');
    expect(CLIENT_CODES.filter((code) => !page.includes(`| \`${code}\``))).toEqual([]);
  });

  it('that end a session are four of the service, which the page names', async () => {
    const all = [...SERVICE_CODES, ...PROVIDER_CODES, ...CLIENT_CODES];
    const final = [
      'REFRESH_TOKEN_INVALID',
      'REFRESH_TOKEN_REUSED',
      'SESSION_EXPIRED',
      'SESSION_REVOKED',
    ];
    expect(all.filter((code) => isFinal(code))).toEqual(final);
    expect(isFinal(undefined)).toBe(false);
    const [, page] = (await text('../README.md')).split(/^- \*\*Failures\.\*\*/m);
    const [sentence] = /\bOnly\b[^.]+\bend it\b/.exec(page!)!;
    expect([...sentence.matchAll(/`([A-Z_]+)`/g)].map(([, code]) => code)).toEqual(final);
  });

  it('that a new access token may help with are two of the service', () => {
    const all = [...SERVICE_CODES, ...PROVIDER_CODES, ...CLIENT_CODES];
    const stale = ['ACCESS_TOKEN_EXPIRED', 'ACCESS_TOKEN_INVALID'];
    expect(all.filter((code) => isStale(code))).toEqual(stale);
  });

  it('are offered by the types, which take codes of a later service as well', () => {
    expectTypeOf<'EMAIL_EXISTS' | 'SIGN_IN_CANCELLED'>().toExtend<AuthErrorCode>();
    expectTypeOf<'NETWORK_ERROR'>().toExtend<AuthErrorCode>();
    expectTypeOf<'EMAIL_EXIST'>().not.toExtend<AuthErrorCode>();
    expectTypeOf<'PASSWORD_TOO_WEAK'>().toExtend<FieldErrorCode>();
    const { code }: { code: AuthError['code'] } = new AuthError('OF_LATER');
    expect(code).toBe('OF_LATER');
  });
});
