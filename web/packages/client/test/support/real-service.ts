import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** The built service on a port and with a database of its own. */
export interface RealService {
  url: string;
  /** The token of the newest mail to the address. */
  mailedToken(to: string): Promise<string>;
  stop(): Promise<void>;
}

export type Settings = Record<string, string>;

/** Starts the binary that `BOOKPLATE_BINARY` names, with settings that may need to know its address. */
export async function startService(
  settings: Settings | ((url: string) => Settings) = {},
): Promise<RealService> {
  const binary = process.env.BOOKPLATE_BINARY;
  if (!binary) {
    throw new Error(
      'BOOKPLATE_BINARY names no binary: build the service by `cargo build`, and set it to target/debug/bookplate',
    );
  }
  const folder = await mkdtemp(join(tmpdir(), 'bookplate-client-'));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawn(binary, ['serve'], {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env,
      BOOKPLATE__SERVER__BIND: `127.0.0.1:${port}`,
      BOOKPLATE__SERVER__METRICS_BIND: '127.0.0.1:0',
      BOOKPLATE__SERVER__PUBLIC_URL: url,
      BOOKPLATE__SERVER__WORKERS: '1',
      BOOKPLATE__DATABASE__URL: `sqlite://${join(folder, 'bookplate.db')}`,
      BOOKPLATE__PASSWORDS__BCRYPT_COST: '10',
      BOOKPLATE__LIMITS__ENABLED: 'false',
      BOOKPLATE__LOG__LEVEL: 'warn',
      ...(typeof settings === 'function' ? settings(url) : settings),
    },
  });
  await answering(`${url}/readyz`, child);
  return {
    url,
    mailedToken: (to) => mailedToken(url, to),
    async stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

async function answering(url: string, child: ChildProcess): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    if (child.exitCode !== null) throw new Error(`the service ended with ${child.exitCode}`);
    if (
      await fetch(url).then(
        (answer) => answer.ok,
        () => false,
      )
    )
      return;
    await sleep(100);
  }
  throw new Error('the service does not answer within 30 seconds');
}

async function mailedToken(url: string, to: string): Promise<string> {
  for (let tries = 0; tries < 100; tries++) {
    const query = new URLSearchParams({ to });
    const headers = { Accept: 'application/json' };
    const mails = await (await fetch(`${url}/dev/mailbox?${query}`, { headers })).text();
    const token = /#token=([A-Za-z0-9_-]+)/.exec(mails)?.[1];
    if (token) return token;
    await sleep(100);
  }
  throw new Error(`no mail with a token came to ${to}`);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
