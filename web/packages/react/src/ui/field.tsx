import type { FieldError } from '@bookplate/client';
import { useId, useState, type InputHTMLAttributes, type ReactNode } from 'react';
import type { Form } from '../form.js';
import { fieldErrorText, useMessages } from './words.js';

type Given = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  | 'autoCapitalize'
  | 'autoComplete'
  | 'dir'
  | 'inputMode'
  | 'maxLength'
  | 'placeholder'
  | 'required'
  | 'spellCheck'
  | 'type'
>;

export interface FieldProps extends Given {
  label: string;
  name: string;
  value: string;
  onValue: (value: string) => void;
  error?: Omit<FieldError, 'field'> | undefined;
  /** What else is to be known about it; shown below. */
  hint?: ReactNode | undefined;
  /** Lines of text instead of one. */
  rows?: number | undefined;
  /** Values and what they are called, to choose one of them. */
  options?: readonly (readonly [value: string, label: string])[] | undefined;
  /** What stands behind the input. */
  after?: ReactNode | undefined;
}

/** What a field needs to be one of a form: `<Field label="…" {...fieldOf(form, 'email')} />`. */
export function fieldOf<Name extends string>(
  form: Pick<Form<Record<Name, string>, unknown>, 'values' | 'set' | 'fieldErrors'>,
  name: Name,
): Pick<FieldProps, 'name' | 'value' | 'onValue' | 'error'> {
  return {
    name,
    value: form.values[name],
    onValue: (value) => form.set(name, value),
    error: form.fieldErrors[name],
  };
}

const MISSING = { code: 'REQUIRED' };

/** An input with its label, and what is wrong with it. */
export function Field(props: FieldProps): ReactNode {
  const { label, name, value, onValue, error: told, hint, rows, options, after, ...input } = props;
  const words = useMessages();
  const id = useId();
  const [missing, setMissing] = useState(false);
  const error = missing ? MISSING : told;
  const described = [error && `${id}-error`, hint && `${id}-hint`].filter(Boolean).join(' ');
  const common = {
    id,
    name,
    value,
    'aria-invalid': error ? true : undefined,
    'aria-describedby': described || undefined,
    onInvalid: () => setMissing(true),
    onChange(event: { target: { value: string } }) {
      setMissing(false);
      onValue(event.target.value);
    },
  };
  return (
    <div className="bp-field">
      <label htmlFor={id}>{label}</label>
      <div className="bp-input">
        {rows ? (
          <textarea
            {...common}
            rows={rows}
            maxLength={input.maxLength}
            dir={input.dir}
            required={input.required}
          />
        ) : options ? (
          <select {...common}>
            {options.map(([option, text]) => (
              <option key={option} value={option}>
                {text}
              </option>
            ))}
          </select>
        ) : (
          <input {...common} {...input} />
        )}
        {after}
      </div>
      {error && (
        <p id={`${id}-error`} className="bp-error">
          {fieldErrorText(words, error)}
        </p>
      )}
      {hint && (
        <div id={`${id}-hint`} className="bp-hint">
          {hint}
        </div>
      )}
    </div>
  );
}

/** An address of a mailbox. */
export function EmailField(props: Omit<FieldProps, 'label' | 'type'>): ReactNode {
  const { email } = useMessages();
  return <Field autoComplete="email" dir="ltr" required {...props} label={email} type="email" />;
}

/** A password, which can be shown. */
export function PasswordField(props: Omit<FieldProps, 'type' | 'after'>): ReactNode {
  const { showPassword, hidePassword } = useMessages();
  const [shown, setShown] = useState(false);
  return (
    <Field
      autoCapitalize="none"
      dir="ltr"
      required
      spellCheck={false}
      {...props}
      type={shown ? 'text' : 'password'}
      after={
        <button
          type="button"
          className="bp-icon-button"
          aria-label={shown ? hidePassword : showPassword}
          onClick={() => setShown(!shown)}
        >
          <svg
            aria-hidden="true"
            viewBox="0 0 24 24"
            width="24"
            height="24"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
          >
            <path d="M2 12s4-7 10-7 10 7 10 7-4 7-10 7-10-7-10-7Z" />
            <circle cx="12" cy="12" r="3" />
            {shown && <path d="m4 4 16 16" />}
          </svg>
        </button>
      }
    />
  );
}

export interface CheckProps {
  checked: boolean;
  onChecked: (checked: boolean) => void;
  children: ReactNode;
}

/** Yes or no. */
export function Check({ checked, onChecked, children }: CheckProps): ReactNode {
  return (
    <label className="bp-check">
      <input
        type="checkbox"
        checked={checked}
        onChange={(event) => onChecked(event.target.checked)}
      />
      <span>{children}</span>
    </label>
  );
}
