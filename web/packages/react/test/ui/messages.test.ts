import { readFileSync } from 'node:fs';
import { CLIENT_CODES, FIELD_CODES, PROVIDER_CODES } from '../../../client/src/codes.js';
import { describe, expect, it } from 'vitest';
import { de } from '../../src/ui/messages/de.js';
import { en, type Messages } from '../../src/ui/messages/en.js';
import { es } from '../../src/ui/messages/es.js';
import { ur } from '../../src/ui/messages/ur.js';
import { errorText } from '../../src/ui/words.js';

const LANGUAGES: [string, Messages][] = [
  ['en', en],
  ['es', es],
  ['de', de],
  ['ur', ur],
];

/** Where plurals stand, whose keys depend on the language. */
const PLURALS = ['chatsCameAlong', 'linkChatsText', 'questionsLeft'] as const;

type Tree = string | readonly Tree[] | { readonly [key: string]: Tree };

/** All texts by their paths; of plurals the form `other`, which every language has. */
function texts(tree: Tree, path = ''): Map<string, string> {
  if (typeof tree === 'string') return new Map([[path, tree]]);
  const plural = (PLURALS as readonly string[]).includes(path);
  const all = Object.entries(tree).filter(([key]) => !plural || key === 'other');
  return new Map(all.flatMap(([key, below]) => [...texts(below, path ? `${path}.${key}` : key)]));
}

const holes = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();
const english = texts(en as Tree);

describe.each(LANGUAGES)('in %s', (language, messages) => {
  const all = texts(messages as unknown as Tree);

  it('every text of English is there, and no other', () => {
    expect([...all.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('no text is empty', () => {
    expect([...all].filter(([, text]) => !text.trim())).toEqual([]);
  });

  it('every text has the holes of the English one', () => {
    const holesOf = (from: Map<string, string>) =>
      Object.fromEntries([...from].map(([path, text]) => [path, holes(text)]));
    expect(holesOf(all)).toEqual(holesOf(english));
  });

  it.each(PLURALS)('%s has the forms that numbers have in this language', (name) => {
    const { pluralCategories } = new Intl.PluralRules(language).resolvedOptions();
    expect(Object.keys(messages[name]).sort()).toEqual([...pluralCategories].sort());
    for (const form of Object.values(messages[name])) expect(form).toContain('{count}');
  });

  it('the locale is the one that the texts are in, and the direction that of its script', () => {
    expect(messages.locale).toBe(language);
    expect(messages.dir).toBe(language === 'ur' ? 'rtl' : 'ltr');
  });
});

it.each(LANGUAGES.slice(1))('%s is translated, but for words that both languages have', (_, messages) => {
  const alike = [...texts(messages as unknown as Tree)].filter(
    ([path, text]) => english.get(path) === text,
  );
  expect(alike.map(([, text]) => text).filter((text) => !SHARED.includes(text))).toEqual([]);
});

/** German names what English names, too. */
const SHARED = ['ltr', 'Name', 'Chats'];

/** What only a mistake leads to, of this package, the site or the service: "Something went wrong." */
const FAULTS = [
  'INTERNAL_ERROR',
  'ORIGIN_NOT_ALLOWED',
  'MALFORMED_REQUEST',
  'INVALID_CURSOR',
  'METHOD_NOT_ALLOWED',
  'UNSUPPORTED_MEDIA_TYPE',
];

/** Whether people are told more of it than that something went wrong. */
const isTold = (code: string) =>
  code === 'UNKNOWN_ERROR' || errorText(en, { code }) !== en.errors.UNKNOWN_ERROR;

describe('codes', () => {
  it('whatever the service answers to what the components ask is told in words', () => {
    const codes = CALLS.flatMap(codesOf);
    expect(codes.filter((code) => !(isTold(code) || FAULTS.includes(code)))).toEqual([]);
  });

  it('what providers and the client itself say is told in words', () => {
    expect([...PROVIDER_CODES, ...CLIENT_CODES].filter((code) => !isTold(code))).toEqual([]);
  });

  it('whatever can be wrong with a field of a form is told in words', () => {
    // There are no fields that the service does not know, and none to repeat a password in.
    const never = ['UNKNOWN_FIELD', 'PASSWORDS_MISMATCH'];
    expect(FIELD_CODES.filter((code) => !(code in en.fieldErrors || never.includes(code)))).toEqual([]);
  });
});

/** What the components ask of the service. */
const CALLS = [
  'post /auth/register',
  'post /auth/login',
  'post /auth/logout',
  'post /auth/anonymous',
  'get /auth/session',
  'post /auth/verify-email',
  'post /auth/verify-email/resend',
  'post /auth/password-reset',
  'post /auth/password-reset/confirm',
  'post /auth/password-change',
  'post /auth/password-strength',
  'post /auth/reauthenticate',
  'post /auth/email-change',
  'post /auth/email-change/confirm',
  'post /auth/email-change/revert',
  'post /auth/invitation/accept',
  'post /auth/oauth/exchange',
  'get /users/me/identities',
  'post /users/me/identities',
  'get /users/me',
  'patch /users/me',
  'delete /users/me',
  'get /users/me/preferences',
  'patch /users/me/preferences',
  'get /sessions',
  'delete /sessions',
  'delete /sessions/{id}',
  'get /chats',
  'post /chats/claim',
];

interface Operation {
  responses: Record<string, { 'x-codes'?: string[] }>;
}

/** What the service's document says that it refuses the call with. */
function codesOf(call: string): string[] {
  const [method, path] = call.split(' ') as [string, string];
  const operation = openapi.paths[`/api/v1${path}`]?.[method];
  if (!operation) throw new Error(`the service has no ${call}`);
  const codes = Object.values(operation.responses).flatMap((answer) => answer['x-codes'] ?? []);
  if (!codes.length) throw new Error(`the document tells no codes of ${call}`);
  return codes;
}

const openapi = JSON.parse(
  readFileSync(new URL('../../../../../docs/openapi.json', import.meta.url), 'utf8'),
) as { paths: Record<string, Record<string, Operation>> };
