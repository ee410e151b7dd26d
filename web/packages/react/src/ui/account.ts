// For frameworks that render on a server: all of this belongs to the page.
'use client';

export { ChangePasswordForm } from './change-password-form.js';
export { EmailChangeForm } from './email-change-form.js';
export { DeleteAccount, type DeleteAccountProps } from './delete-account.js';
export { ReauthenticateModal, type ReauthenticateModalProps } from './reauthenticate-modal.js';
