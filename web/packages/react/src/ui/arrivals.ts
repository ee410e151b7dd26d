// For frameworks that render on a server: all of this belongs to the page.
'use client';

export { VerifyEmailPage, type VerifyEmailPageProps } from './verify-email-page.js';
export { ResetPasswordPage, type ResetPasswordPageProps } from './reset-password-page.js';
export {
  ConfirmEmailChangePage,
  RevertEmailChangePage,
  type EmailChangePageProps,
} from './email-change-pages.js';
export { AcceptInvitationPage, type AcceptInvitationPageProps } from './accept-invitation-page.js';
export { ProviderReturnPage, type ProviderReturnPageProps } from './provider-return-page.js';
