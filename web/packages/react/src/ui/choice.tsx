import type { FieldError } from '@bookplate/client';
import { useId, type ReactNode } from 'react';
import { fieldErrorText, useMessages } from './words.js';

export interface ChoiceProps {
  label: string;
  name: string;
  value: string;
  /** Values and what they are called. */
  options: readonly (readonly [value: string, label: string])[];
  onValue: (value: string) => void;
  error?: Omit<FieldError, 'field'> | undefined;
}

/** One of several. */
export function Choice({ label, name, value, options, onValue, error }: ChoiceProps): ReactNode {
  const messages = useMessages();
  const id = useId();
  return (
    <div className="bp-field">
      <label htmlFor={id}>{label}</label>
      <select
        id={id}
        name={name}
        value={value}
        aria-invalid={error ? true : undefined}
        aria-describedby={error && `${id}-error`}
        onChange={(event) => onValue(event.target.value)}
      >
        {options.map(([option, text]) => (
          <option key={option} value={option}>
            {text}
          </option>
        ))}
      </select>
      {error && (
        <p id={`${id}-error`} className="bp-error">
          {fieldErrorText(messages, error)}
        </p>
      )}
    </div>
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
