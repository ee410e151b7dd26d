import type { Tokens } from './types.js';

/** An access token, which stays in memory. */
export interface Access {
  readonly token: string;
  /** The id of its session. */
  readonly session: string;
  /** When it was asked for, by this machine's clock, in milliseconds since 1970. */
  readonly at: number;
  /** How long it works, in milliseconds. */
  readonly lifetime: number;
}

/** `exp` counts whole seconds, so a token may expire this much sooner than is said. */
const ROUNDING = 1_000;

export const accessOf = (tokens: Tokens, session: string, at: number): Access => ({
  token: tokens.accessToken,
  session,
  at,
  // One that works for a second is worth a try; if it is refused, it is refreshed.
  lifetime: Math.max(tokens.expiresIn * 1000 - ROUNDING, ROUNDING),
});

/**
 * Which part of its life is over: 1 and more if it has expired.
 *
 * Counted from when it was asked for, never by its `exp`: this machine's clock may differ from the
 * service's. A clock that was set back makes the age unknown, which counts as expired.
 */
export function spent({ at, lifetime }: Access): number {
  const age = Date.now() - at;
  return age < 0 ? 1 : age / lifetime;
}

/** The part of its life after which another one is asked for. */
export const DUE = 0.8;
