import type { AuthError, FieldError } from '@bookplate/client';
import { createContext, useContext, type ReactNode } from 'react';
import { everywhere } from './english/everywhere.js';
import type { Messages } from './messages/en.js';

export type { Messages } from './messages/en.js';

/** Text whose form depends on a number, by the categories of `Intl.PluralRules`. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

type Widened<T> = T extends string
  ? string
  : T extends readonly string[]
    ? readonly string[]
    : T extends { one: string; other: string }
      ? Plural
      : { [Name in keyof T]: Widened<T[Name]> };

/** Texts by codes. Codes that a service of your own adds may have texts, too. */
type Coded<Texts> = { readonly [Code in keyof Texts]: string } & {
  readonly [code: string]: string | undefined;
};

/** The same words in any language. */
export type Translated<English extends Everywhere> = Omit<
  Widened<English>,
  'dir' | 'errors' | 'fieldErrors'
> & {
  dir: 'ltr' | 'rtl';
  errors: Coded<English['errors']>;
  fieldErrors: Coded<English['fieldErrors']>;
};

type Everywhere = typeof everywhere;

/** The words that are there without any others: those of what is in `ui`. */
export type Words = Translated<Everywhere>;

const Context = createContext<Words>(everywhere);

export interface UiProviderProps {
  /** The words, such as `de` of `@bookplate/react/ui/messages/de`; English if nothing is said. */
  messages?: Messages | undefined;
  children?: ReactNode | undefined;
}

/** Gives the components below it another language. */
export function UiProvider({ messages, children }: UiProviderProps): ReactNode {
  return <Context.Provider value={messages ?? everywhere}>{children}</Context.Provider>;
}

/** The words. */
export function useMessages(): Words {
  return useContext(Context);
}

/** The same, with words that not all entries of the package carry: these if there are no others. */
export function useMoreMessages<English extends object>(english: English): English & Words {
  return { ...english, ...useMessages() };
}

/** A text with its `{…}` replaced. */
export function fill(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** The form of a text that goes with the number. */
export function plural(words: Words, forms: Plural, count: number): string {
  const rule = new Intl.PluralRules(words.locale).select(count);
  return fill(forms[rule] ?? forms.other, { count: count.toLocaleString(words.locale) });
}

/** What to people is the same as `SESSION_EXPIRED`: somebody has to sign in again. */
const ENDED = [
  'SESSION_REVOKED',
  'ACCESS_TOKEN_EXPIRED',
  'ACCESS_TOKEN_INVALID',
  'REFRESH_TOKEN_INVALID',
  'REFRESH_TOKEN_REUSED',
];

/** What went wrong, in words. */
export function errorText({ errors }: Words, { code }: Pick<AuthError, 'code'>): string {
  return errors[ENDED.includes(code) ? 'SESSION_EXPIRED' : code] ?? errors.UNKNOWN_ERROR;
}

/** What is wrong with a field, in words. */
export function fieldErrorText(
  { fieldErrors }: Words,
  { code, params = {} }: Pick<FieldError, 'code'> & Partial<FieldError>,
): string {
  return fill(fieldErrors[code] ?? fieldErrors.INVALID_FORMAT, params);
}
