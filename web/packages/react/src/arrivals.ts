// For frameworks that render on a server: all of this belongs to the page.
'use client';

export { useMailedToken } from './token.js';
export {
  useConfirmEmailChange,
  useRevertEmailChange,
  useVerifyEmail,
  type Confirmation,
} from './mailed.js';
export { useAcceptInvitationForm, useResetPasswordForm } from './mailed-forms.js';
export { useProviderReturn, type ProviderReturn } from './provider-return.js';
