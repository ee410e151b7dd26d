import { useEffect, useId, useRef, type FormEvent, type ReactNode } from 'react';
import type { Form } from '../form.js';
import { Alert, type AlertProps } from './alert.js';
import { fill, useMessages } from './words.js';

export interface FormBodyProps extends Pick<AlertProps, 'errors'> {
  form: Pick<Form<object, unknown>, 'error' | 'pending' | 'wait' | 'submit'>;
  /** What the button says that sends it. */
  action: string;
  children?: ReactNode | undefined;
  /** Other buttons, behind that one. */
  actions?: ReactNode | undefined;
  /** Whether what the button does cannot be undone. */
  danger?: boolean | undefined;
}

/** A form with its fields, its button and what is wrong with all of it. */
export function FormBody(props: FormBodyProps): ReactNode {
  const { form, action, children, actions, danger, errors } = props;
  const words = useMessages();
  const element = useRef<HTMLFormElement>(null);
  const waiting = useId();
  const { error, pending, wait } = form;

  // Whoever hears or types the page is led to what is wrong.
  useEffect(() => {
    element.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [error, pending]);

  // The service counts tries: one with a field that was left out is not worth any.
  const send = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const all = [...event.currentTarget.elements] as HTMLInputElement[];
    // `checkValidity` has the field say so.
    const [first] = all.filter((it) => it.validity.valueMissing && !it.checkValidity());
    if (first) first.focus();
    else void form.submit();
  };

  return (
    <form ref={element} className="bp-form" noValidate onSubmit={send}>
      <Alert error={error} errors={errors} />
      {children}
      {/* Not within the alert, which would be read out every second. */}
      {wait > 0 && (
        <p id={waiting} className="bp-wait">
          {fill(words.tryAgainIn, { seconds: wait })}
        </p>
      )}
      <div className="bp-actions">
        <button
          type="submit"
          className={`bp-button bp-primary${danger ? ' bp-danger' : ''}`}
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
