import { describe, expect, it } from 'vitest';
import { createAuthClient } from '../src/index.js';
import { Browser } from './support/browser.js';
import { REFRESH_TOKEN, Service } from './support/service.js';
import { during, frozenTime } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };

describe('the address of the service', () => {
  frozenTime();

  it.each([undefined, null, 7])('that is %j is refused in words', (baseUrl) => {
    const make = () => createAuthClient({ baseUrl: baseUrl as never });
    expect(make).toThrow(TypeError);
    expect(make).toThrow('baseUrl');
  });

  it('is missing where there are no options at all', () => {
    expect(() => (createAuthClient as () => unknown)()).toThrow('baseUrl');
    expect(() => createAuthClient({} as never)).toThrow('baseUrl');
  });

  it.each(['', '/', '//', '/api/v1', '/api/v1/', '//api/v1//'])(
    'may end in %j, and is the same',
    async (end) => {
      const service = new Service();
      const browser = new Browser(service);
      const { client } = browser.tab({ baseUrl: `${Service.URL}${end}` });
      await during(client.signIn(ADA));
      expect(service.requests.map(({ url }) => url)).toEqual([`${Service.URL}/api/v1/auth/login`]);
      expect([...browser.local.items.keys()]).toEqual([REFRESH_TOKEN]);
    },
  );

  it('may have a path of its own, even one that looks alike', async () => {
    const service = new Service();
    const { client } = new Browser(service).tab({ baseUrl: `${Service.URL}/api/v1/books` });
    await during(client.signIn(ADA).catch(() => {}));
    expect(service.requests[0]!.url).toBe(`${Service.URL}/api/v1/books/api/v1/auth/login`);
  });
});
