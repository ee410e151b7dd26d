// Copies the licences to where they are packed, the package that it is run in.
import { copyFile } from 'node:fs/promises';

const root = new URL('../../', import.meta.url);
for (const name of ['LICENSE-APACHE', 'LICENSE-MIT']) await copyFile(new URL(name, root), name);
