import type { CallContext } from './calls.js';

const insides = new WeakMap<object, CallContext>();

/** Notes what a client is made of, for the subpaths that are part of it. */
export const keepInside = <T extends object>(client: T, context: CallContext): T => {
  insides.set(client, context);
  return client;
};

/** What a client is made of. */
export function insideOf(client: object): CallContext {
  const context = insides.get(client);
  if (!context) throw new TypeError('this needs what createAuthClient of the same package made');
  return context;
}
