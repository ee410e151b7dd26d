import { describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { json, problem, Service } from './support/service.js';
import { during, frozenTime } from './support/time.js';

const PAGES = [
  ['verifyEmail', 'POST /auth/verify-email'],
  ['confirmEmailChange', 'POST /auth/email-change/confirm'],
  ['revertEmailChange', 'POST /auth/email-change/revert'],
] as const;

/** A service that takes each token once, as the real one does. */
function page(line: string) {
  const service = new Service();
  const spent = new Set<unknown>();
  service.intercept.push((request) => {
    if (request.line !== line) return undefined;
    const { token } = request.body;
    if (spent.has(token) || token === 'wrong') return problem(400, 'INVALID_TOKEN');
    spent.add(token);
    return json(200, { email: `${token as string}@example.com` });
  });
  const { client } = new Browser(service).tab();
  return { service, client };
}

describe.each(PAGES)('the page of a mail that calls %s', (call, line) => {
  frozenTime();

  it('may do so twice, as StrictMode does, and it has worked both times', async () => {
    const { service, client } = page(line);
    const [first, second] = await during(Promise.all([client[call]('a'), client[call]('a')]));
    expect(first).toEqual({ email: 'a@example.com' });
    expect(second).toEqual(first);
    expect(await during(client[call]('a'))).toEqual(first);
    expect(service.count(line)).toBe(1);
  });

  it('asks the service for another token, and again after a failure', async () => {
    const { service, client } = page(line);
    await during(client[call]('a'));
    expect(await during(client[call]('b'))).toEqual({ email: 'b@example.com' });
    service.next(line, 'unreachable');
    service.intercept.reverse();
    const lost = during(client[call]('c'));
    await expect(lost).rejects.toMatchObject({ code: 'NETWORK_ERROR' });
    expect(await during(client[call]('c'))).toEqual({ email: 'c@example.com' });
    for (let tries = 0; tries < 2; tries++) {
      const refused = during(client[call]('wrong'));
      await expect(refused).rejects.toMatchObject({ code: 'INVALID_TOKEN' });
    }
    expect(service.count(line)).toBe(6);
  });

  it('takes the tokens of other mails for others', async () => {
    const { service, client } = page(line);
    const others = PAGES.map(([, other]) => other as string);
    service.intercept.push((it) => (others.includes(it.line) ? json(200, {}) : undefined));
    for (const [other] of PAGES) await during(client[other]('a'));
    for (const [, other] of PAGES) expect(service.count(other)).toBe(1);
  });
});
