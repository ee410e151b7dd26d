import type { RealService } from '../../packages/client/test/support/real-service.js';

export const PASSWORD = 'a heron walks at dawn';

/** What somebody signs in with. */
export interface Credentials {
  email: string;
  password: string;
}

/** Makes an account as a front end does, by the interface and the mail. */
export async function signUp(site: RealService, email: string): Promise<Credentials> {
  const credentials = { email, password: PASSWORD };
  await post(site, 'register', { ...credentials, name: 'Ada Lovelace' });
  await post(site, 'verify-email', { token: await site.mailedToken(email) });
  return credentials;
}

async function post(site: RealService, path: string, body: object): Promise<void> {
  const answer = await fetch(`${site.url}/api/v1/auth/${path}`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}
