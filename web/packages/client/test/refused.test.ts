import { describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { problem, Service } from './support/service.js';
import { during, frozenTime, HOUR, pass, SECOND, sleepFor } from './support/time.js';

const REFRESH = 'POST /auth/refresh';
const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };
const EVE = { ...ADA, email: 'eve@example.com' };
const EVE_USER = { email: EVE.email };

/** A page whose stored token is answered like this. */
async function pageWith(status: number, code: string) {
  const service = new Service();
  const browser = new Browser(service);
  const before = browser.tab();
  await during(before.client.signIn(ADA));
  before.client.dispose();
  service.intercept.push(({ line }) => (line === REFRESH ? problem(status, code) : undefined));
  const { client } = browser.tab();
  client.start();
  await pass(SECOND);
  expect(client.getState().status).toBe('loading');
  return { client, browser };
}

describe('a session from before that the service refuses', () => {
  frozenTime();

  it.each([
    [400, 'MALFORMED_REQUEST'],
    [403, 'ACCOUNT_SUSPENDED'],
    [403, 'FORBIDDEN'],
    [404, 'NOT_FOUND'],
  ])('with %i %s keeps nobody from signing in', async (status, code) => {
    const { client, browser } = await pageWith(status, code);
    await during(client.signIn(EVE));
    expect(client.getState()).toMatchObject({ status: 'authenticated', user: EVE_USER });
    expect([...browser.local.items.values()]).toEqual(['r.session-2.1']);
  });

  it.each([429, 500, 502, 503])('with %i for now may be a visitor’s yet', async (status) => {
    const { client } = await pageWith(status, 'BUSY');
    await expect(during(client.signIn(EVE))).rejects.toMatchObject({ status });
  });

  it('of a user, not a visitor, is not asked for by who signs in as another', async () => {
    const service = new Service();
    const { client } = new Browser(service).tab();
    await during(client.signIn(ADA));
    sleepFor(HOUR);
    service.next(REFRESH, () => problem(503, 'BUSY'), 9);
    expect((await during(client.signIn(EVE))).user.email).toBe(EVE.email);
  });
});
