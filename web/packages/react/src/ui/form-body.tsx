import { useEffect, useId, useRef, type ReactNode } from 'react';
import type { Form } from '../form.js';
import { errorText, fill, useMessages } from './words.js';

export interface FormBodyProps {
  form: Pick<Form<object, unknown>, 'error' | 'fieldErrors' | 'pending' | 'wait' | 'submit'>;
  /** What the button says that sends it. */
  action: string;
  children?: ReactNode | undefined;
  /** Other buttons, behind that one. */
  actions?: ReactNode | undefined;
}

/** A form with its fields, its button and what is wrong with all of it. */
export function FormBody({ form, action, children, actions }: FormBodyProps): ReactNode {
  const messages = useMessages();
  const element = useRef<HTMLFormElement>(null);
  const waiting = useId();
  const { error, fieldErrors, pending, wait } = form;

  // Whoever hears or types the page is led to what is wrong.
  useEffect(() => {
    if (Object.keys(fieldErrors).length === 0) return;
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error, pending]);

  return (
    <form ref={element} className="bp-form" noValidate onSubmit={(event) => void form.submit(event)}>
      <div role="alert" className="bp-alert">
        {error && <p>{errorText(messages, error)}</p>}
      </div>
      {children}
      {/* Not within the alert, which would be read out every second. */}
      {wait > 0 && (
        <p id={waiting} className="bp-wait">
          {fill(messages.tryAgainIn, { seconds: wait })}
        </p>
      )}
      <div className="bp-actions">
        <button
          type="submit"
          className="bp-button bp-primary"
          aria-busy={pending}
          aria-describedby={wait > 0 ? waiting : undefined}
          aria-disabled={pending || wait > 0}
        >
          {action}
        </button>
        {actions}
      </div>
    </form>
  );
}
