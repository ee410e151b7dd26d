import { describe, expect, it } from 'vitest';
import { Browser } from './support/browser.js';
import { Service } from './support/service.js';
import { during, frozenTime, HOUR, MINUTE, pass } from './support/time.js';

const ADA = { email: 'ada@example.com', password: 'correct horse battery staple' };

/** Two tabs of somebody who is signed in, and what they hear from then on. */
async function twoTabs() {
  const service = new Service();
  const browser = new Browser(service);
  const [here, there] = [browser.tab().client, browser.tab().client];
  here.start();
  there.start();
  await during(here.signIn(ADA));
  const heard: string[] = [];
  let renders = 0;
  for (const client of [here, there]) {
    client.onAuthStateChange(({ type }) => heard.push(type));
    client.subscribe(() => renders++);
  }
  return { service, here, there, heard, renders: () => renders };
}

describe('news of a session', () => {
  frozenTime();

  it('that only was active, and lasts longer, is told to nobody', async () => {
    const { service, here, there, heard, renders } = await twoTabs();
    const [before, beforeThere] = [here.getState(), there.getState()];
    await pass(HOUR);
    expect(service.count('POST /auth/refresh')).toBeGreaterThan(3);
    await during(here.refresh());
    expect(here.getState()).toBe(before);
    expect(there.getState()).toBe(beforeThere);
    expect([heard, renders()]).toEqual([[], 0]);
  });

  it('reach both tabs once when there is more to tell', async () => {
    const { service, here, there, heard, renders } = await twoTabs();
    await pass(20 * MINUTE);
    service.sessions.get('session-1')!.user.name = 'Ada';
    await during(here.refresh());
    for (const { user, session } of [here.getState(), there.getState()]) {
      expect(user!.name).toBe('Ada');
      // What changes comes with all that is newest.
      expect(Date.parse(session!.lastActiveAt)).toBeGreaterThan(Date.now() - MINUTE);
    }
    expect(heard).toEqual(['updated', 'updated']);
    expect(renders()).toBe(2);
  });
});
