/** Builds the site with `no-browser.mjs` in each process that Next starts. */
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

rmSync(new URL('.next/touched', import.meta.url), { force: true });
const { status } = spawnSync(
  process.execPath,
  [fileURLToPath(import.meta.resolve('next/dist/bin/next')), 'build'],
  {
    cwd: import.meta.dirname,
    stdio: 'inherit',
    env: {
      ...process.env,
      NEXT_TELEMETRY_DISABLED: '1',
      NODE_OPTIONS: '--enable-source-maps --import ./no-browser.mjs',
    },
  },
);
process.exitCode = status ?? 1;
