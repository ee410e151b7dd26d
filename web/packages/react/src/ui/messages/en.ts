import { account } from '../english/account.js';
import { arrivals } from '../english/arrivals.js';
import { everywhere } from '../english/everywhere.js';
import type { Translated } from '../words.js';

/** The words of the components, in English. */
export const en = { ...everywhere, ...arrivals, ...account };

/** All words of the components, in one language. */
export type Messages = Translated<typeof en>;
