import { refused, unavailable } from './errors.js';
import { bytesOf } from './token.js';

/** How long keys are kept, in milliseconds: one that was revoked must be forgotten by then. */
const KEPT = 300_000;
/** Between two looks for a key that is not known: anybody can make up names. */
const COOLDOWN = 30_000;
/** Between two tries while there are no keys. */
const PAUSE = 1_000;
/** How long the keys may take to come. */
const TIMEOUT = 5_000;

/** Finds a published key by its name. */
export type FindKey = (kid: string) => Promise<CryptoKey>;

/** The keys at an address: asked for when one is needed, and not for each token. */
export function createKeys(url: string, send: typeof fetch): FindKey {
  let keys = new Map<string, CryptoKey>();
  let readAt = -Infinity;
  let triedAt = -Infinity;
  let failure: unknown;
  let flight: Promise<void> | undefined;

  async function read(): Promise<void> {
    triedAt = Date.now();
    try {
      const headers = { Accept: 'application/json' };
      // The keys are where they were said to be, or nowhere.
      const redirect = 'error' as const;
      const signal = AbortSignal.timeout(TIMEOUT);
      const answer = await send(url, { headers, redirect, signal });
      if (answer.status !== 200) throw new Error(`the answer was ${answer.status}`);
      const found = await keysOf(await answer.json());
      if (found.size === 0) throw new Error('there is no key among them');
      keys = found;
      // Counted from the question: what was published since is not in the answer.
      readAt = triedAt;
      failure = undefined;
    } catch (error) {
      failure = error;
    }
  }

  return async (kid) => {
    // Look, ask once, or wait for who asks already, and look again.
    for (let asked = false; ; asked = true) {
      const fresh = within(readAt, KEPT);
      const key = fresh && keys.get(kid);
      if (key) return key;
      if (asked || (!flight && within(triedAt, fresh ? COOLDOWN : PAUSE))) {
        if (failure !== undefined) throw unavailable(failure);
        throw refused('the token names an unknown key');
      }
      await (flight ??= read().finally(() => (flight = undefined)));
    }
  };
}

/** Whether a moment is less than this long ago; not if the clock was set back since. */
function within(moment: number, milliseconds: number): boolean {
  const age = Date.now() - moment;
  return age >= 0 && age < milliseconds;
}

/** The Ed25519 keys of a set; others, of later times perhaps, are left out. */
async function keysOf(set: { keys: Record<string, unknown>[] }): Promise<Map<string, CryptoKey>> {
  const keys = new Map<string, CryptoKey>();
  for (const { kty, crv, alg = 'EdDSA', use = 'sig', kid, x } of set.keys) {
    const raw = bytesOf(x);
    const ours = kty === 'OKP' && crv === 'Ed25519' && alg === 'EdDSA' && use === 'sig';
    if (!ours || typeof kid !== 'string' || raw?.length !== 32) continue;
    keys.set(kid, await crypto.subtle.importKey('raw', raw, 'Ed25519', false, ['verify']));
  }
  return keys;
}
