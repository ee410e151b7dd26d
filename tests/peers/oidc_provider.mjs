// An OpenID provider, by the certified package `oidc-provider`: oidc_provider.mjs FOLDER [PORT]
//
// It prints its port as one line of JSON when it is ready. FOLDER/people.json says who has an account
// there: {"ada": {"email": "ada@example.com", "email_verified": true, "name": "Ada"}}; the login is
// the subject. It is read anew each time somebody signs in. FOLDER/settings.json, if it is there
// from the beginning: {"claims_in_id_token": true} puts all claims into the ID token; without it
// they are where OpenID Connect Core, 5.4 says: at the userinfo endpoint.
//
// Its clients are `inkwell`, for whom ID tokens are signed by RS256, and `inkwell_es256`; the secret
// of each is its name and `-secret`. People sign in and consent by the package's own two forms.
// FOLDER/requests.jsonl has a line for each authorization that was asked for, and for each code that
// was redeemed.
//
// It ends when its standard input does, so that it does not outlive a test.
import fs from 'node:fs';
import http from 'node:http';
import { generateKeyPairSync, randomBytes } from 'node:crypto';

// The one line on standard output is the port.
console.info = console.error;
console.warn = console.error;
const { default: Provider } = await import('oidc-provider');

const [folder, port = '0'] = process.argv.slice(2);
const read = (name, otherwise) => {
  const file = `${folder}/${name}`;
  return fs.existsSync(file) ? JSON.parse(fs.readFileSync(file, 'utf8')) : otherwise;
};
const record = (kind, { client, params }) => {
  const line = JSON.stringify({ kind, client: client.clientId, ...params });
  fs.appendFileSync(`${folder}/requests.jsonl`, `${line}\n`);
};

const server = http.createServer().listen(Number(port), '127.0.0.1');
await new Promise((listening) => server.once('listening', listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

const key = (type, options, use) => {
  const { privateKey } = generateKeyPairSync(type, options);
  return { ...privateKey.export({ format: 'jwk' }), ...use };
};
const client = (name, more) => ({
  client_id: name,
  client_secret: `${name}-secret`,
  redirect_uris: [`http://127.0.0.1:7860/api/v1/auth/oauth/${name}/callback`],
  grant_types: ['authorization_code'],
  response_types: ['code'],
  ...more,
});

const provider = new Provider(issuer, {
  clients: [
    client('inkwell', { id_token_signed_response_alg: 'RS256' }),
    client('inkwell_es256', { id_token_signed_response_alg: 'ES256' }),
  ],
  jwks: {
    keys: [
      key('rsa', { modulusLength: 2048 }, { alg: 'RS256', use: 'sig', kid: 'rsa' }),
      key('ec', { namedCurve: 'P-256' }, { alg: 'ES256', use: 'sig', kid: 'ec' }),
    ],
  },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: !read('settings.json', {}).claims_in_id_token,
  pkce: { required: () => true, methods: ['S256'] },
  cookies: { keys: [randomBytes(32).toString('hex')] },
  features: { devInteractions: { enabled: true } },
  // Only those who have an account; for all others the log in fails.
  findAccount: (_, login) => {
    const person = read('people.json', {})[login];
    return person && { accountId: login, claims: () => ({ sub: login, ...person }) };
  },
});
provider.on('authorization.accepted', (ctx) => record('authorization', ctx.oidc));
provider.on('grant.success', (ctx) => record('token', ctx.oidc));
provider.on('server_error', (_, error) => console.error(error));
server.on('request', provider.callback());

console.log(JSON.stringify({ port: server.address().port }));
process.stdin.resume().on('end', () => process.exit(0));
