import { createAuthClient } from '@bookplate/client';

/** The client of this page. Who asks the book something without an account is a visitor. */
export const client = createAuthClient({
  baseUrl: import.meta.env.VITE_BOOKPLATE_URL ?? '',
  anonymous: true,
});
