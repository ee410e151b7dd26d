import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

export const ISSUER = 'https://accounts.example.com';

export const base64url = (data: string | Uint8Array): string =>
  Buffer.from(data as string).toString('base64url');

type Part = Record<string, unknown>;
type Signer = (signed: string) => Uint8Array;

/** Somebody with a signing key: the service, or one who would like to be it. */
export class Signing {
  private readonly pair = generateKeyPairSync('ed25519');

  constructor(readonly kid = 'own') {}

  /** The key as it is published. */
  get jwk(): Part {
    const { x } = this.pair.publicKey.export({ format: 'jwk' });
    return { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', use: 'sig', kid: this.kid, x };
  }

  get publicKey(): KeyObject {
    return this.pair.publicKey;
  }

  readonly signer: Signer = (signed) => sign(null, Buffer.from(signed), this.pair.privateKey);

  /** A good token but for the changes; undefined takes a claim or a part of the header away. */
  token(claims: Part = {}, header: Part = {}, signer: Signer = this.signer): string {
    const now = Math.floor(Date.now() / 1000);
    const body = {
      ...{ iss: ISSUER, aud: 'bookplate', sub: 'ada', sid: 'session', jti: '1' },
      ...{ iat: now, exp: now + 900, role: 'user', gen: 1, ...claims },
    };
    const head = { alg: 'EdDSA', typ: 'at+jwt', kid: this.kid, ...header };
    const signed = [head, body].map((part) => base64url(JSON.stringify(part))).join('.');
    return `${signed}.${base64url(signer(signed))}`;
  }
}

/** Signs as if the public key were a secret. */
export const byPublicKey =
  (x: string): Signer =>
  (signed) =>
    createHmac('sha256', Buffer.from(x, 'base64url')).update(signed).digest();

/** The same with the PEM of the key, as a careless library reads it. */
export const byPem =
  (key: KeyObject): Signer =>
  (signed) =>
    createHmac('sha256', key.export({ type: 'spki', format: 'pem' })).update(signed).digest();

/** Tokens that must be refused whoever asks, made of the service's own key and of another's. */
export function forged(own: Signing, foreign: Signing): [name: string, token: string][] {
  const [head, , tail] = own.token().split('.') as [string, string, string];
  const [, admin] = own.token({ role: 'admin' }).split('.') as [string, string];
  const good = own.token();
  const x = own.jwk.x as string;
  const none = (): Uint8Array => new Uint8Array();
  const array = base64url('[]');
  const signed = (text: string) => `${text}.${base64url(own.signer(text))}`;
  return [
    ...['', '~', '.', '..', '...', 'a.b', 'null', 'e30.e30.e30', '%00.%00.%00', '😀.😀.😀'].map(
      (text): [string, string] => [`garbage ${JSON.stringify(text)}`, text],
    ),
    ['no JSON', signed(`${base64url('{')}.${base64url('{')}`)],
    ['no objects', signed(`${array}.${array}`)],
    ['null for claims', signed(`${head}.${base64url('null')}`)],
    ['bytes that are no text', signed(`${head}.${base64url(new Uint8Array([0xff, 0xfe]))}`)],
    ['huge', own.token({ name: 'x'.repeat(10_000) })],
    ['huge garbage', 'a'.repeat(10_000_000)],
    ['many points', '.'.repeat(1_000_000)],
    ['another issuer', own.token({ iss: 'https://evil.example' })],
    ['an issuer with more behind it', own.token({ iss: `${ISSUER}/` })],
    ['another audience', own.token({ aud: 'other' })],
    ['other audiences', own.token({ aud: ['other', 'bookplate2'] })],
    ...['iss', 'aud', 'exp', 'iat', 'sub', 'sid'].flatMap((claim): [string, string][] => [
      [`no ${claim}`, own.token({ [claim]: undefined })],
      [`${claim} is null`, own.token({ [claim]: null })],
      [`${claim} is an object`, own.token({ [claim]: {} })],
    ]),
    ['exp is a text', own.token({ exp: '99999999999' })],
    ['an empty sub', own.token({ sub: '' })],
    ['not valid yet', own.token({ nbf: Math.floor(Date.now() / 1000) + 60 })],
    ['no type', own.token({}, { typ: undefined })],
    ['another type', own.token({}, { typ: 'JWT' })],
    ['alg none', own.token({}, { alg: 'none' }, none)],
    ['alg none with a signature', own.token({}, { alg: 'none' })],
    ['alg NoNe', own.token({}, { alg: 'NoNe' }, none)],
    ['no signature', own.token({}, {}, none)],
    ['HS256 with the public key', own.token({}, { alg: 'HS256' }, byPublicKey(x))],
    ['HS256 with its PEM', own.token({}, { alg: 'HS256' }, byPem(own.publicKey))],
    ['ES256', own.token({}, { alg: 'ES256' })],
    ['no alg', own.token({}, { alg: undefined })],
    ['a demand that is not known', own.token({}, { crit: ['b64'], b64: false })],
    ['no kid', own.token({}, { kid: undefined })],
    ['kid is a number', own.token({}, { kid: 1 })],
    ['kid of every object', own.token({}, { kid: '__proto__' })],
    ['another key', own.token({}, {}, foreign.signer)],
    ['its own key', own.token({}, { jwk: { ...foreign.jwk, kid: 'own' } }, foreign.signer)],
    ['its own address', own.token({}, { jku: 'https://evil.example/jwks' }, foreign.signer)],
    ['altered', `${head}.${admin}.${tail}`],
    ['cut off', good.slice(0, -20)],
    ['a fourth part', `${good}.e30`],
    ['a space behind it', `${good} `],
    ['padding', `${good}==`],
    ['the same signature in another spelling', otherSpelling(good)],
  ];
}

/** The last letter of a signature has four bits that stand for nothing. */
function otherSpelling(token: string): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return token.slice(0, -1) + letters[letters.indexOf(token.at(-1)!) + 1]!;
}
