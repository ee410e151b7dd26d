import type { AuthError, FieldError } from '@bookplate/client';
import { useEffect, useState } from 'react';
import { asAuthError } from './reading.js';
import { createStore, useStore } from './store.js';

/** A form: what was typed, what is wrong with it, and what came of it. */
export interface Form<Values extends object, Outcome = void> {
  /** What was typed; where nothing was, what the form begins with. */
  values: Values;
  /** Sets one field. What was wrong with it is forgotten. */
  set<Name extends keyof Values>(name: Name, value: Values[Name]): void;
  /** What is wrong with single fields, by their names. */
  fieldErrors: Readonly<Partial<Record<keyof Values & string, FieldError>>>;
  /** Why it failed, unless all of that is told by `fieldErrors`. */
  error: AuthError | null;
  /** Whether an answer is waited for. */
  pending: boolean;
  /** For how many seconds the service wants to be left alone (429, 503); 0 if it does not. */
  wait: number;
  /** What came of it; null until then. */
  outcome: Outcome | null;
  /**
   * Sends it, once however often it is called meanwhile, and not before `wait` is over. For
   * `onSubmit`. It rejects only with what `onSuccess` throws.
   */
  submit(event?: { preventDefault(): void }): Promise<void>;
  /** Goes back to the beginning. An answer that is waited for does not count any more. */
  reset(): void;
}

/** What becomes of a form that has succeeded. */
export interface FormOptions<Outcome> {
  /** Called with what came of it, unless the form has been taken away meanwhile. */
  onSuccess?: ((outcome: Outcome) => void) | undefined;
  /**
   * Whether what was sent is forgotten once it is kept, since the form begins with what is kept.
   * What was typed while it was sent stays.
   */
  follow?: boolean | undefined;
}

interface Answer<Values, Outcome> {
  pending: boolean;
  error: AuthError | null;
  fieldErrors: Partial<Record<keyof Values & string, FieldError>>;
  outcome: Outcome | null;
  wait: number;
  /** When the wait is over, in milliseconds; 0 if there is none. */
  until: number;
}

const UNSENT = { pending: false, error: null, fieldErrors: {}, outcome: null, wait: 0, until: 0 };

/**
 * A form whose values `send` sends; what that throws is told in `error` and `fieldErrors`. Fields
 * that nobody has touched follow `initial`, which may be known late.
 */
export function useForm<Values extends object, Outcome>(
  initial: Values,
  send: (values: Values) => Promise<Outcome>,
  { onSuccess, follow }: FormOptions<Outcome> = {},
): Form<Values, Outcome> {
  const [form] = useState(createForm<Values, Outcome>);
  const { typed, until, ...answer } = useStore(form);

  useEffect(() => form.listen(onSuccess), [form, onSuccess]);

  useEffect(() => {
    if (!until) return undefined;
    const timer = setInterval(() => form.change(waiting(until)), 1000);
    return () => clearInterval(timer);
  }, [form, until]);

  return {
    ...answer,
    values: { ...initial, ...typed },
    set: form.set,
    reset: form.reset,
    submit(event) {
      event?.preventDefault();
      return form.submit(initial, send, follow);
    },
  };
}

/** What a form knows, be there a render between two events or not. */
function createForm<Values extends object, Outcome>() {
  type State = Answer<Values, Outcome> & { typed: Partial<Values> };
  const store = createStore<State>({ ...UNSENT, typed: {} });
  const { get, change } = store;
  let told: FormOptions<Outcome>['onSuccess'];
  let leaves: ReturnType<typeof setTimeout>;
  /** Counts what was sent, and every beginning anew. */
  let turn = 0;

  return {
    ...store,

    listen(onSuccess: typeof told): () => void {
      told = onSuccess;
      clearTimeout(leaves);
      // Not at once: a success may take its form away by itself, as signing in does where the form
      // is for nobody else, and is to be told nevertheless.
      return () => (leaves = setTimeout(() => (told = undefined)));
    },

    set<Name extends keyof Values>(name: Name, value: Values[Name]) {
      const { [name as keyof State['fieldErrors']]: _, ...others } = get().fieldErrors;
      const fieldErrors = others as State['fieldErrors'];
      change({ typed: { ...get().typed, [name]: value }, fieldErrors });
    },

    reset() {
      turn++;
      change({ ...UNSENT, typed: {} });
    },

    async submit(initial: Values, send: (values: Values) => Promise<Outcome>, follow = false) {
      const { pending, until, typed } = get();
      if (pending || Date.now() < until) return;
      const own = ++turn;
      const values = { ...initial, ...typed };
      change({ ...UNSENT, pending: true });
      let outcome: Outcome;
      try {
        outcome = await send(values);
      } catch (thrown) {
        if (own === turn) change({ ...UNSENT, ...failure(asAuthError(thrown), values) });
        return;
      }
      if (own !== turn) return;
      const kept = get().typed;
      change({ ...UNSENT, outcome, typed: follow ? newer(kept, typed) : kept });
      told?.(outcome);
    },
  };
}

/** Tells what is wrong with the fields of the form apart from what is wrong with all of it. */
function failure<Values extends object>(
  error: AuthError,
  values: Values,
): Partial<Answer<Values, never>> {
  const ours = error.fieldErrors.filter(({ field }) => Object.hasOwn(values, field));
  const fieldErrors = Object.fromEntries(ours.map((it) => [it.field, it])) as Answer<
    Values,
    never
  >['fieldErrors'];
  const all = ours[0] && ours.length === error.fieldErrors.length;
  const wait = waiting(Date.now() + (error.retryAfter ?? 0) * 1000);
  return { fieldErrors, error: all ? null : error, ...wait };
}

/** How long there is to wait, in seconds. */
function waiting(until: number): { wait: number; until: number } {
  const wait = Math.max(0, Math.ceil((until - Date.now()) / 1000));
  return { wait, until: wait && until };
}

/** What was typed since something was sent. */
function newer<T extends object>(typed: T, sent: T): T {
  const isNewer = ([name, value]: [string, unknown]) => sent[name as keyof T] !== value;
  return Object.fromEntries(Object.entries(typed).filter(isNewer)) as T;
}
