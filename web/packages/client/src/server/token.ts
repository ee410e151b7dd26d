/** Real ones have less than a tenth of it. */
const LONGEST = 8_192;

export type Json = Record<string, unknown>;

/** What a token consists of; nothing of it is to be believed yet. */
export interface Parts {
  header: Json;
  claims: Json;
  signed: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

/** The parts of what has the form of a signed JWT; null if it has not. */
export function partsOf(token: unknown): Parts | null {
  if (typeof token !== 'string' || token.length > LONGEST) return null;
  const [head, body, tail, ...more] = token.split('.');
  const header = jsonOf(head);
  const claims = jsonOf(body);
  const signature = bytesOf(tail);
  if (!header || !claims || signature?.length !== 64 || more.length > 0) return null;
  return { header, claims, signature, signed: new TextEncoder().encode(`${head}.${body}`) };
}

/** What Base64url stands for; null for anything else, and for a second way to write the same. */
export function bytesOf(text: unknown): Uint8Array<ArrayBuffer> | null {
  if (typeof text !== 'string' || !/^[\w-]+$/.test(text)) return null;
  const base64 = text.replaceAll('-', '+').replaceAll('_', '/');
  try {
    const binary = atob(base64);
    if (btoa(binary).replace(/=+$/, '') !== base64) return null;
    return Uint8Array.from(binary, (byte) => byte.charCodeAt(0));
  } catch {
    return null;
  }
}

function jsonOf(text: unknown): Json | null {
  const bytes = bytesOf(text);
  if (!bytes) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return typeof value === 'object' && !Array.isArray(value) ? (value as Json | null) : null;
  } catch {
    return null;
  }
}
