/** The words of the components, in English. `{…}` is replaced. */
export const en = {
  /** BCP 47: for numbers and times, and the `lang` of what is shown. */
  locale: 'en',
  dir: 'ltr',

  close: 'Close',
  cancel: 'Cancel',
  save: 'Save',
  saved: 'Saved.',
  loading: 'Loading…',
  retry: 'Try again',
  tryAgainIn: 'Try again in {seconds} s.',

  email: 'Email address',
  name: 'Name',
  password: 'Password',
  newPassword: 'New password',
  currentPassword: 'Current password',
  showPassword: 'Show password',
  hidePassword: 'Hide password',

  signIn: 'Sign in',
  signInTitle: 'Sign in',
  signOut: 'Sign out',
  signOutEverywhere: 'Sign out everywhere',
  register: 'Create account',
  registerTitle: 'Create an account',
  noAccountYet: 'No account yet?',
  alreadyAnAccount: 'Already have an account?',
  forgotPassword: 'Forgot your password?',
  continueWith: 'Continue with {provider}',
  or: 'or',

  checkMailTitle: 'Check your mail',
  checkMail: 'We have sent a link to {email}. Open it to confirm the address.',
  resend: 'Send it again',
  resent: 'Sent. It may take a minute.',
  backToSignIn: 'Back to sign in',

  forgotTitle: 'Set a new password',
  forgotText: 'We send you a link by which you can set a new password.',
  sendLink: 'Send link',
  forgotSent: 'If {email} has an account, a link is on its way.',

  resetTitle: 'Set a new password',
  setPassword: 'Set password',
  resetDone: 'The new password is set. All devices have been signed out.',
  linkMissing: 'This page needs the link from a mail. Open the link again.',

  verifyTitle: 'Confirm your email address',
  verifyText: 'Confirm that this address is yours.',
  verify: 'Confirm',
  verified: '{email} is confirmed.',
  emailChangeTitle: 'Change your email address',
  emailChangeText: 'From now on you sign in with the address that got this link.',
  emailChange: 'Change address',
  emailChanged: 'Your address is now {email}.',
  emailRevertTitle: 'Keep your old email address',
  emailRevertText:
    'If you did not change it. All devices are signed out, and a link for a new password is mailed to you.',
  emailRevert: 'Take it back',
  emailReverted:
    'Your address is {email}. All devices have been signed out. A link for a new password is on its way.',
  invitationTitle: 'Set up your account',
  invitationDone: 'The account of {email} is ready.',
  returnTitle: 'Signing in',
  signedIn: 'You are signed in.',
  linked: 'You can sign in this way, too, from now on.',
  proven: 'Thank you. Do it once more now.',
  proceed: 'Continue',
  reauthenticateTitle: 'Is it you?',
  reauthenticateText: 'Show once more that it is you, before you go on.',
  notVerified: 'Confirm your address {email}: we have sent you a link.',

  strength: 'Password strength',
  strengths: ['Very weak', 'Weak', 'Fair', 'Good', 'Strong'],

  chatsCameAlong: { one: '{count} chat came along.', other: '{count} chats came along.' },
  chatsWillCome: 'Your chats come along once the address is confirmed.',
  linkChatsTitle: 'Keep your chats?',
  linkChatsText: {
    one: 'You have {count} chat from before you signed in.',
    other: 'You have {count} chats from before you signed in.',
  },
  keepChats: 'Keep the chosen ones',
  leaveChats: 'Leave them',
  untitledChat: 'Untitled chat',
  chatsGone: 'It is too late to bring chats along from before.',

  questionsLeft: {
    one: '{count} question left today.',
    other: '{count} questions left today.',
  },
  noQuestionsLeft: 'You have no questions left for now.',
  moreQuestionsAt: 'The next one: {time}.',
  registerForMore: 'Create an account to go on.',

  accountOf: 'Account of {name}',
  visitor: 'Visitor',
  profile: 'Profile',
  picture: 'Picture (address)',
  bio: 'About you',
  preferences: 'Preferences',
  theme: 'Theme',
  themes: { light: 'Light', dark: 'Dark', system: 'As the system' },
  language: 'Language of mails',
  timezone: 'Time zone',
  automatic: 'Not set',
  notifications: 'Tell me by mail',
  notifyEmail: 'At all',
  notifyChatReminders: 'Of chats that I left open',
  notifyFeatureUpdates: 'Of new features',
  notifySecurityAlerts: 'Of security alerts',
  chatPreferences: 'Chats',
  saveHistory: 'Keep my chats',
  showSources: 'Show sources',

  sessions: 'Where you are signed in',
  thisSession: 'This device',
  lastActive: 'Last active {time}',
  endSession: 'Sign out',
  endSessionOf: 'Sign out {device}',
  endOtherSessions: 'Sign out all others',
  unknownDevice: 'Unknown device',
  endSessionTitle: 'Sign out {device}?',
  endOtherSessionsTitle: 'Sign out everywhere but here?',
  sessionEnded: 'Signed out: {device}.',
  othersEnded: 'You are signed in nowhere else.',

  changePassword: 'Change password',
  passwordChanged: 'The new password is set. All other devices have been signed out.',
  newEmail: 'New email address',
  emailChangeSent: 'We have sent a link to {email}. Open it to change the address.',
  deleteAccount: 'Delete account',
  deleteAccountText: 'The account and all its chats are deleted for good.',

  /** By the code of the error. */
  errors: {
    NETWORK_ERROR: 'The service cannot be reached. Check your connection and try again.',
    UNKNOWN_ERROR: 'Something went wrong. Try again.',
    SERVICE_UNAVAILABLE: 'The service is busy. Try again in a moment.',
    RATE_LIMIT_EXCEEDED: 'Too many tries.',
    ANONYMOUS_LIMIT_REACHED: 'You have no questions left for now.',
    VALIDATION_ERROR: 'Check what you entered.',
    INVALID_CREDENTIALS: 'The address or the password is wrong.',
    EMAIL_NOT_VERIFIED: 'Confirm your address first: we have sent you a link.',
    EMAIL_EXISTS: 'This address has an account already.',
    ACCOUNT_SUSPENDED: 'This account is suspended.',
    REGISTRATION_DISABLED: 'New accounts cannot be created here.',
    INVALID_TOKEN: 'This link does not work, or was used already. Ask for a new one.',
    TOKEN_EXPIRED: 'This link is too old. Ask for a new one.',
    REAUTH_REQUIRED: 'Enter your password once more.',
    UNAUTHORIZED: 'You are signed out. Sign in again.',
    SESSION_EXPIRED: 'You were signed out. Sign in again.',
    SESSION_REVOKED: 'You were signed out. Sign in again.',
    VERSION_CONFLICT: 'It was changed meanwhile. Look at it again.',
    FORBIDDEN: 'You may not do that.',
    SIGN_IN_CANCELLED: 'You did not sign in.',
    SIGN_IN_NOT_STARTED: 'This did not begin here. Try again.',
    PROVIDER_UNAVAILABLE: 'The provider cannot be reached. Try again later.',
    PROVIDER_FAILED: 'The provider refused. Try again, or sign in in another way.',
    PROVIDER_EMAIL_UNVERIFIED: 'The provider does not vouch for your address. Sign in in another way.',
    INVALID_STATE: 'This took too long, or began elsewhere. Try again.',
    IDENTITY_TAKEN: 'This sign-in belongs to another account.',
    PROVIDER_ALREADY_LINKED: 'Your account has another sign-in of this provider already.',
    LAST_ADMIN: 'You are the last admin. Make somebody else one first.',
    LIMIT_EXCEEDED: 'That is more than can be kept.',
    NOT_FOUND: 'It is not there any more.',
    REQUEST_TIMEOUT: 'The connection is too slow. Try again.',
    PAYLOAD_TOO_LARGE: 'That is too much at once.',
    ACCESS_TOKEN_EXPIRED: 'You were signed out. Sign in again.',
    ACCESS_TOKEN_INVALID: 'You were signed out. Sign in again.',
    REFRESH_TOKEN_INVALID: 'You were signed out. Sign in again.',
    REFRESH_TOKEN_REUSED: 'You were signed out. Sign in again.',
    STORAGE_UNAVAILABLE: 'Your browser keeps nothing for this page. Allow it, and try again.',
    NOT_SUPPORTED: 'This needs a newer browser, or a page with https.',
  } as Record<string, string>,

  /** By the code of what is wrong with a field. */
  fieldErrors: {
    REQUIRED: 'Fill this in.',
    INVALID_FORMAT: 'This does not look right.',
    TOO_SHORT: 'This is too short.',
    TOO_LONG: 'This is too long.',
    OUT_OF_RANGE: 'This is out of range.',
    NOT_ALLOWED: 'This is not allowed.',
    LIMIT_EXCEEDED: 'That is more than can be kept.',
    PASSWORD_TOO_SHORT: 'Use at least {min} characters.',
    PASSWORD_TOO_LONG: 'This password is too long.',
    PASSWORD_TOO_WEAK: 'This password is easy to guess. Use several unusual words.',
  } as Record<string, string>,
};

/** Text whose form depends on a number, by the categories of `Intl.PluralRules`. */
export type Plural = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

type Widened<T> = T extends string
  ? string
  : T extends readonly string[]
    ? readonly string[]
    : T extends { one: string; other: string }
      ? Plural
      : { [Name in keyof T]: Widened<T[Name]> };

/** All words of the components, in one language. */
export type Messages = Omit<Widened<typeof en>, 'dir'> & { dir: string };
