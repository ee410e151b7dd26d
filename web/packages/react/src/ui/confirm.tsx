import type { ReactNode } from 'react';
import { useForm } from '../form.js';
import { Dialog } from './dialog.js';
import { FormBody } from './form-body.js';
import { useMessages } from './words.js';

export interface ConfirmProps {
  title: string;
  /** What the button says that does it. */
  action: string;
  run: () => Promise<void>;
  /** Called after it was done. */
  onDone: () => void;
  /** Called if somebody thinks better of it. */
  onClose: () => void;
}

/** Asks before it does something. It is open for as long as it is mounted. */
export function Confirm({ title, action, run, onDone, onClose }: ConfirmProps): ReactNode {
  const { cancel } = useMessages();
  const form = useForm({}, run, { onSuccess: onDone });
  return (
    <Dialog open title={title} onClose={onClose}>
      <FormBody
        form={form}
        action={action}
        actions={
          <button type="button" className="bp-button" onClick={onClose}>
            {cancel}
          </button>
        }
      />
    </Dialog>
  );
}
