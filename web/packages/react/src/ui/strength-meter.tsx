import type { FieldError, PasswordStrength } from '@bookplate/client';
import { useEffect, useState, type ReactNode } from 'react';
import { useConfig } from '../account.js';
import { usePasswordStrength } from '../strength.js';
import { PasswordField, fieldOf } from './field.js';
import { fieldErrorText, useMessages } from './words.js';

export interface StrengthMeterProps {
  password: string;
  /** What an attacker would try first. */
  email?: string | null | undefined;
  name?: string | null | undefined;
  /** What the field says is wrong with it already; that is not said twice. */
  error?: Pick<FieldError, 'code'> | undefined;
}

/** How strong a password is, as the service judges it; and its rule, while nobody knows. */
export function StrengthMeter({ password, email, name, error }: StrengthMeterProps): ReactNode {
  const words = useMessages();
  const { data: config } = useConfig();
  const now = usePasswordStrength(password, { email, name });
  // What was known stays while somebody types on: else each letter would be read out.
  const [last, keep] = useState<PasswordStrength | null>(null);
  useEffect(() => {
    if (now || !password) keep(now);
  }, [now, password]);
  const known = password ? (now ?? last) : null;
  const word = known ? words.strengths[known.score] : undefined;
  const rule = config && {
    code: 'PASSWORD_TOO_SHORT',
    params: { min: config.passwords.minLength },
  };
  const problem = known ? known.problem : rule;
  return (
    <div className="bp-strength">
      <div
        role="meter"
        className="bp-meter"
        aria-label={words.strength}
        aria-valuemin={0}
        aria-valuemax={4}
        aria-valuenow={known?.score ?? 0}
        aria-valuetext={word ?? '–'}
        data-score={known?.score}
      />
      <p aria-live="polite">
        {known && (
          <>
            {words.strength}: <strong>{word}</strong>
            <br />
          </>
        )}
        {problem && problem.code !== error?.code && fieldErrorText(words, problem)}
      </p>
    </div>
  );
}

type Field = 'password' | 'newPassword';

export interface NewPasswordFieldProps<Name extends Field>
  extends Omit<StrengthMeterProps, 'password' | 'error'> {
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
      hint={
        <StrengthMeter
          password={form.values[field]}
          error={form.fieldErrors[field]}
          email={email}
          name={name}
        />
      }
    />
  );
}
