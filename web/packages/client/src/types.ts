import type { FieldErrorCode, OrOther } from './codes.js';
import type { QueryOf, Schemas } from './document.js';

/** An account, as its owner sees it. A visitor has one without an address. */
export type User = Schemas['User'];
/** What somebody may do; visitors are `anonymous`. */
export type Role = Schemas['Role'];
/** Where somebody is signed in. */
export type Session = Schemas['Session'];
/** Whether anybody is signed in, who, and how much a visitor may still ask. */
export type SessionState = Schemas['SessionState'];
/** How much a visitor may still ask. */
export type VisitorLimits = Schemas['VisitorLimits'];
/** A mail is on its way to the address, and its link has to be followed first. */
export type VerificationRequired = Schemas['VerificationRequired'];
/** Which mailbox was proven. */
export type EmailVerified = Schemas['EmailVerified'];
/** Which address the account has now. */
export type EmailChanged = Schemas['EmailChanged'];
/** Whose account was taken over: its address. */
export type InvitationAccepted = Schemas['InvitationAccepted'];
/** A way to sign in: a provider, or `password`. */
export type Identity = Schemas['Identity'];
/** How somebody wants things. */
export type Preferences = Schemas['Preferences'];
/** What is to be different: what is absent stays, null goes back to the default. */
export type PreferencesPatch = Schemas['PreferencesPatch'];
/** Something that happened to the own account. */
export type OwnEvent = Schemas['OwnEvent'];
/** How many sessions were ended. */
export type RevokedSessions = Schemas['RevokedSessions'];
/** What a front end must know: rules for passwords, providers, limits. */
export type PublicConfig = Schemas['PublicConfig'];
/** Somebody outside who may say who somebody is: a button where people sign in. */
export type Provider = Schemas['Provider'];
/** What the service says of a failure (RFC 9457); `AuthError` has it. */
export type Problem = Schemas['Problem'];
/** One wrong field. Switch on `code`; `message` is English and may change. */
export type FieldError = Omit<Schemas['FieldError'], 'code'> & { code: OrOther<FieldErrorCode> };
/** A limit that was reached: how much there may be, or the limit's name. */
export type Limit = Schemas['Limit'];
/** How much came along from a visitor. */
export type Linked = Schemas['Linked'];
/** The tokens of a session, with their lifetimes in seconds. */
export type Tokens = Schemas['Tokens'];
/** What the service answers to a refresh: the next tokens. */
export type Refreshed = Schemas['Refreshed'];
/** What the service answers to a sign-in; the client makes `SignedIn` of it. */
export type AuthOutcome = Schemas['AuthOutcome'];

/** What registering asks for. */
export type RegisterBody = Omit<Schemas['RegisterBody'], 'transport'>;
/** What signing in asks for. */
export type SignInBody = Omit<Schemas['LogInBody'], 'transport'>;
/** What of the profile is to be different: what is absent stays, null takes one away. */
export type ProfilePatch = Schemas['UpdateProfileBody'];
/** The password until now, and the one from now on. */
export type ChangePasswordBody = Schemas['ChangePasswordBody'];
/** The token of a mailed link, and the new password. */
export type ResetPasswordBody = Schemas['ResetPasswordBody'];
/** How strong a password is, from 0 to 4, and whether the service takes it. */
export type PasswordStrength = Schemas['PasswordStrength'];
/** The token of an invitation, with the name and password that its reader chose. */
export type AcceptInvitationBody = Schemas['AcceptInvitationBody'];
/** Which page of the own events is wanted. */
export type ListEventsQuery = QueryOf<'list_own_events'>;

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
