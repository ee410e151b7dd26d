import type { AuthError, FieldError } from '@bookplate/client';
import { createContext, useContext, type ReactNode } from 'react';
import { en, type Messages, type Plural } from './messages/en.js';

export type { Messages, Plural } from './messages/en.js';

const Context = createContext<Messages>(en as Messages);

export interface UiProviderProps {
  /** The words, such as `de` of `@bookplate/react/ui/messages/de`; English if nothing is said. */
  messages?: Messages | undefined;
  children?: ReactNode | undefined;
}

/** Gives the components below it another language. */
export function UiProvider({ messages = en as Messages, children }: UiProviderProps): ReactNode {
  return <Context.Provider value={messages}>{children}</Context.Provider>;
}

/** The words. */
export function useMessages(): Messages {
  return useContext(Context);
}

/** A text with its `{…}` replaced. */
export function fill(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replace(/\{(\w+)\}/g, (hole, name: string) => String(values[name] ?? hole));
}

/** The form of a text that goes with the number. */
export function plural(messages: Messages, forms: Plural, count: number): string {
  const rule = new Intl.PluralRules(messages.locale).select(count);
  return fill(forms[rule] ?? forms.other, { count: count.toLocaleString(messages.locale) });
}

/** What went wrong, in words. */
export function errorText({ errors }: Messages, error: AuthError): string {
  return errors[error.code] ?? errors.UNKNOWN_ERROR!;
}

/** What is wrong with a field, in words. */
export function fieldErrorText({ fieldErrors }: Messages, error: Omit<FieldError, 'field'>): string {
  return fill(fieldErrors[error.code] ?? fieldErrors.INVALID_FORMAT!, error.params ?? {});
}
