// For frameworks that render on a server: all of this belongs to the page.
'use client';

export { AuthProvider, type AuthProviderProps } from './provider.js';
export { useAuth, useUser, type Auth } from './auth.js';
export {
  RequireAuth,
  SignedIn,
  SignedOut,
  type GateProps,
  type RequireAuthProps,
} from './gates.js';
export { useChatClient, useChats, type Chats } from './chats.js';
export { useChatMessages, type ChatMessages, type ChatMessagesOptions } from './messages.js';
export type { List } from './pages.js';
export type { Read } from './reading.js';
export { useForm, type Form, type FormOptions } from './form.js';
export {
  useChangePasswordForm,
  useForgotPasswordForm,
  useProfileForm,
  useReauthenticateForm,
  useRegisterForm,
  useSignInForm,
  type EntryOptions,
} from './forms.js';
export { useConfig, useIdentities, usePreferences, useSessions } from './account.js';
export { usePasswordStrength } from './strength.js';
export { useAnonymousLimit } from './visitors.js';
export { useResource, type Resource } from './resource.js';
