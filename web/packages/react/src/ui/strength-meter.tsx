import type { PasswordStrength } from '@bookplate/client';
import { useRef, type ReactNode } from 'react';
import { useConfig } from '../account.js';
import { usePasswordStrength } from '../strength.js';
import { PasswordField, fieldOf } from './field.js';
import { fieldErrorText, useMessages } from './words.js';

export interface StrengthMeterProps {
  password: string;
  /** What an attacker would try first. */
  email?: string | undefined;
  name?: string | undefined;
}

/** How strong a password is, as the service judges it; and its rule, while nobody knows. */
export function StrengthMeter({ password, email, name }: StrengthMeterProps): ReactNode {
  const messages = useMessages();
  const { data: config } = useConfig();
  const now = usePasswordStrength(password, { email, name });
  // What was known stays while somebody types on: else each letter would be read out.
  const last = useRef<PasswordStrength>(null);
  if (now || !password) last.current = now;
  const known = last.current;
  const word = known ? messages.strengths[known.score] : undefined;
  return (
    <div className="bp-strength">
      <div
        role="meter"
        className="bp-meter"
        aria-label={messages.strength}
        aria-valuemin={0}
        aria-valuemax={4}
        aria-valuenow={known?.score ?? 0}
        aria-valuetext={word ?? '–'}
        data-score={known?.score}
      />
      <p aria-live="polite">
        {known && (
          <>
            {messages.strength}: <strong>{word}</strong>
            <br />
          </>
        )}
        {known?.problem
          ? fieldErrorText(messages, known.problem)
          : !known && config && rule(config.passwords.minLength)}
      </p>
    </div>
  );

  function rule(min: number): string {
    return fieldErrorText(messages, { code: 'PASSWORD_TOO_SHORT', message: '', params: { min } });
  }
}

type Field = 'password' | 'newPassword';

export interface NewPasswordFieldProps<Name extends Field>
  extends Omit<StrengthMeterProps, 'password'> {
  form: Parameters<typeof fieldOf<Name>>[0];
  /** What the field is called in the form. */
  field: Name;
  label?: string | undefined;
}

/** A password that is to be chosen, with its strength. */
export function NewPasswordField<Name extends Field>({
  form,
  field,
  label,
  email,
  name,
}: NewPasswordFieldProps<Name>): ReactNode {
  const { newPassword } = useMessages();
  return (
    <PasswordField
      {...fieldOf(form, field)}
      label={label ?? newPassword}
      autoComplete="new-password"
      hint={<StrengthMeter password={form.values[field]} email={email} name={name} />}
    />
  );
}
