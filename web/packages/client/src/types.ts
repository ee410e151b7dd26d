import type { FieldErrorCode, OrOther } from './codes.js';
import type { components, operations } from './generated/openapi.js';

type Schemas = components['schemas'];
type Query<Name extends keyof operations> = NonNullable<operations[Name]['parameters']['query']>;

export type User = Schemas['User'];
export type Role = Schemas['Role'];
export type Session = Schemas['Session'];
export type SessionState = Schemas['SessionState'];
export type VisitorLimits = Schemas['VisitorLimits'];
export type VerificationRequired = Schemas['VerificationRequired'];
export type EmailVerified = Schemas['EmailVerified'];
export type EmailChanged = Schemas['EmailChanged'];
export type InvitationAccepted = Schemas['InvitationAccepted'];
export type Identity = Schemas['Identity'];
export type Preferences = Schemas['Preferences'];
export type PreferencesPatch = Schemas['PreferencesPatch'];
export type OwnEvent = Schemas['OwnEvent'];
export type RevokedSessions = Schemas['RevokedSessions'];
export type PublicConfig = Schemas['PublicConfig'];
export type Provider = Schemas['Provider'];
export type Problem = Schemas['Problem'];
/** One wrong field. Switch on `code`; `message` is English and may change. */
export type FieldError = Omit<Schemas['FieldError'], 'code'> & { code: OrOther<FieldErrorCode> };
export type Limit = Schemas['Limit'];
export type Linked = Schemas['Linked'];
export type Tokens = Schemas['Tokens'];
export type Refreshed = Schemas['Refreshed'];
export type AuthOutcome = Schemas['AuthOutcome'];

export type RegisterBody = Omit<Schemas['RegisterBody'], 'transport'>;
export type SignInBody = Omit<Schemas['LogInBody'], 'transport'>;
export type ProfilePatch = Schemas['UpdateProfileBody'];
export type ChangePasswordBody = Schemas['ChangePasswordBody'];
export type ResetPasswordBody = Schemas['ResetPasswordBody'];
export type PasswordStrength = Schemas['PasswordStrength'];
export type AcceptInvitationBody = Schemas['AcceptInvitationBody'];
export type ListEventsQuery = Query<'list_own_events'>;

/** A password, and what is known of its owner, which an attacker would try first. */
export interface PasswordStrengthBody {
  password: string;
  email?: string | null | undefined;
  name?: string | null | undefined;
}

/** A page of a list; send `nextCursor` as `cursor` until it is null. */
export interface Page<Item> {
  data: Item[];
  nextCursor: string | null;
}

/** Somebody is signed in. The tokens stay with the client. */
export interface SignedIn {
  status: 'authenticated';
  user: User;
  session: Session;
  /** What came along from the visitor who signed in. */
  linked: Linked | null;
  /**
   * With `bringChats: false`, the access token of who was a visitor until now, for
   * `chats.claim({ anonymousToken })` within its few minutes.
   */
  anonymousToken: string | null;
}
