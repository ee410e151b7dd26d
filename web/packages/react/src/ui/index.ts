// For frameworks that render on a server: all of this belongs to the page.
'use client';

export { UiProvider, useMessages, type Messages, type UiProviderProps } from './words.js';
export { Dialog, type DialogProps } from './dialog.js';
export { EmailField, Field, PasswordField, fieldOf, type FieldProps } from './field.js';
export { FormBody, type FormBodyProps } from './form-body.js';
export { AuthDialog, type AuthDialogProps, type AuthView } from './auth-dialog.js';
export { LoginModal, type LoginModalProps } from './login-modal.js';
export { RegisterModal, type RegisterModalProps } from './register-modal.js';
export { ForgotPasswordModal, type ForgotPasswordModalProps } from './forgot-password-modal.js';
export { ReauthenticateModal, type ReauthenticateModalProps } from './reauthenticate-modal.js';
export { ProviderButtons, type ProviderButtonsProps } from './provider-buttons.js';
export { ResendMail, type ResendMailProps } from './resend-mail.js';
export { NewPasswordField, StrengthMeter, type StrengthMeterProps } from './strength-meter.js';
export { ResetPasswordPage, type ResetPasswordPageProps } from './reset-password-page.js';
export { VerifyEmailPage, type VerifyEmailPageProps } from './verify-email-page.js';
export {
  ConfirmEmailChangePage,
  RevertEmailChangePage,
  type EmailChangePageProps,
} from './email-change-pages.js';
export { AcceptInvitationPage, type AcceptInvitationPageProps } from './accept-invitation-page.js';
export { ProviderReturnPage, type ProviderReturnPageProps } from './provider-return-page.js';
export { UserMenu, type UserMenuProps } from './user-menu.js';
export { ProfileForm, type ProfileFormProps } from './profile-form.js';
export { PreferencesForm, type PreferencesFormProps } from './preferences-form.js';
export { SessionsList } from './sessions-list.js';
export { ChangePasswordForm } from './change-password-form.js';
export { EmailChangeForm } from './email-change-form.js';
export { DeleteAccount, type DeleteAccountProps } from './delete-account.js';
export {
  EmailVerificationBanner,
  type EmailVerificationBannerProps,
} from './email-verification-banner.js';
export { LinkAnonymousChats, type LinkAnonymousChatsProps } from './link-anonymous-chats.js';
export { AnonymousLimitNotice, type AnonymousLimitNoticeProps } from './anonymous-limit-notice.js';
