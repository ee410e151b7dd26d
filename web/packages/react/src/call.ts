import type { AuthClient } from '@bookplate/client';
import { useShared } from './context.js';
import { useForm, type Form, type FormOptions } from './form.js';

/** A form whose values a call of the client sends. */
export function useCall<Values extends object, Outcome>(
  initial: Values,
  call: (client: AuthClient, values: Values) => Promise<Outcome>,
  options?: FormOptions<Outcome>,
): Form<Values, Outcome> {
  const { client } = useShared();
  return useForm(initial, (values) => call(client, values), options);
}

/** The outcome of what has no answer but that it succeeded. */
export const done = (): true => true;
