// For frameworks that render on a server: all of this belongs to the page.
'use client';

export {
  UiProvider,
  errorText,
  fill,
  plural,
  useMessages,
  type Messages,
  type Plural,
  type UiProviderProps,
  type Words,
} from './words.js';
export { Dialog, type DialogProps } from './dialog.js';
export { EmailField, Field, PasswordField, fieldOf, type FieldProps } from './field.js';
export { FormBody, type FormBodyProps } from './form-body.js';
export { AuthDialog, type AuthDialogProps, type AuthView } from './auth-dialog.js';
export type { EntryProps } from './entered.js';
export type { MailedPageProps } from './mailed-page.js';
export type { OnwardProps } from './told.js';
export { LoginModal, type LoginModalProps } from './login-modal.js';
export { RegisterModal, type RegisterModalProps } from './register-modal.js';
export { ForgotPasswordModal, type ForgotPasswordModalProps } from './forgot-password-modal.js';
export { ProviderButtons, type ProviderButtonsProps } from './provider-buttons.js';
export { ResendMail, type ResendMailProps } from './resend-mail.js';
export {
  NewPasswordField,
  StrengthMeter,
  type NewPasswordFieldProps,
  type StrengthMeterProps,
} from './strength-meter.js';
export { ResetPasswordPage, type ResetPasswordPageProps } from './reset-password-page.js';
export { VerifyEmailPage, type VerifyEmailPageProps } from './verify-email-page.js';
export { UserMenu, type UserMenuProps } from './user-menu.js';
export { ProfileForm, type ProfileFormProps } from './profile-form.js';
export { PreferencesForm, type PreferencesFormProps } from './preferences-form.js';
export { SessionsList } from './sessions-list.js';
export {
  EmailVerificationBanner,
  type EmailVerificationBannerProps,
} from './email-verification-banner.js';
export { LinkAnonymousChats, type LinkAnonymousChatsProps } from './link-anonymous-chats.js';
export { AnonymousLimitNotice, type AnonymousLimitNoticeProps } from './anonymous-limit-notice.js';
