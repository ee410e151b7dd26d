import type { SignedIn, VerificationRequired } from '@bookplate/client';
import { useEffect, type ReactNode } from 'react';
import { useConfig } from '../account.js';
import { useAuthState } from '../auth.js';
import { useRegisterForm } from '../forms.js';
import { Dialog } from './dialog.js';
import { useEntered, type EntryProps } from './entered.js';
import { EmailField, Field, fieldOf } from './field.js';
import { FormBody } from './form-body.js';
import { ProviderButtons } from './provider-buttons.js';
import { ResendMail } from './resend-mail.js';
import { NewPasswordField } from './strength-meter.js';
import { Told } from './told.js';
import { fill, useMessages } from './words.js';

export interface RegisterModalProps extends EntryProps {
  open: boolean;
  /** Shows a way to sign in. */
  onSignIn?: (() => void) | undefined;
  /** Whether a visitor's chats come along, which they do if nothing is said. */
  bringChats?: boolean | undefined;
}

/** Makes an account; where mailboxes are proven, it says that a mail is on its way. */
export function RegisterModal(props: RegisterModalProps): ReactNode {
  const { registerTitle } = useMessages();
  return (
    <Dialog open={props.open} onClose={props.onClose} title={registerTitle}>
      <RegisterForm {...props} />
    </Dialog>
  );
}

function RegisterForm(props: RegisterModalProps): ReactNode {
  const { onClose, onSignIn, bringChats } = props;
  const words = useMessages();
  const { data: config } = useConfig();
  const [told, entered] = useEntered(props);
  const form = useRegisterForm({
    bringChats,
    onSuccess: (outcome) => isSignedIn(outcome) && entered(outcome),
  });
  const { outcome, values } = form;
  if (told) return told;
  if (outcome && !isSignedIn(outcome)) {
    return <CheckMail {...outcome} bringsChats={bringChats !== false} onVerified={onClose} />;
  }
  return (
    <>
      {config?.registration.open === false ? (
        <p>{words.errors.REGISTRATION_DISABLED}</p>
      ) : (
        <FormBody form={form} action={words.register}>
          <Field
            {...fieldOf(form, 'name')}
            label={words.name}
            autoComplete="name"
            dir="auto"
            required
          />
          <EmailField {...fieldOf(form, 'email')} />
          <NewPasswordField
            form={form}
            field="password"
            label={words.password}
            email={values.email}
            name={values.name}
          />
        </FormBody>
      )}
      {onSignIn && (
        <p>
          {words.alreadyAnAccount}{' '}
          <button type="button" className="bp-link" onClick={onSignIn}>
            {words.signIn}
          </button>
        </p>
      )}
      <ProviderButtons or />
    </>
  );
}

interface CheckMailProps extends VerificationRequired {
  bringsChats: boolean;
  /** Called when a visitor has become a user: the link was opened somewhere. */
  onVerified: () => void;
}

function CheckMail({ email, resendAfter, bringsChats, onVerified }: CheckMailProps): ReactNode {
  const words = useMessages();
  const { status } = useAuthState();
  useEffect(() => {
    if (status === 'authenticated') onVerified();
  }, [status]);
  return (
    <Told>
      <h3>{words.checkMailTitle}</h3>
      <p>{fill(words.checkMail, { email })}</p>
      {bringsChats && status === 'anonymous' && <p>{words.chatsWillCome}</p>}
      <ResendMail email={email} after={resendAfter} />
    </Told>
  );
}

/** Whether no mail has to be waited for. */
function isSignedIn(outcome: SignedIn | VerificationRequired): outcome is SignedIn {
  return outcome.status === 'authenticated';
}
