import { useEffect, useState, type ReactNode } from 'react';
import type { Form } from '../form.js';
import { useMessages } from './words.js';

export interface SavedProps {
  form: Pick<Form<object, unknown>, 'values' | 'outcome'>;
  /** What is said then; “Saved.” if nothing is given. */
  children?: ReactNode | undefined;
}

/** Says that a form was saved, until something in it is changed. */
export function Saved({ form, children }: SavedProps): ReactNode {
  const { saved } = useMessages();
  const now = JSON.stringify(form.values);
  const [kept, keep] = useState<string | null>(null);
  const { outcome } = form;
  useEffect(() => keep(outcome === null ? null : now), [outcome]);
  return (
    <p role="status" className="bp-status">
      {kept === now && (children ?? saved)}
    </p>
  );
}
