import { useState, type ReactNode } from 'react';
import { useAuth } from '../auth.js';
import { Dialog } from './dialog.js';
import { FormBody } from './form-body.js';
import { Panel } from './panel.js';
import { ProofField, useProvenForm } from './proof.js';
import { useMessages } from './words.js';

export interface DeleteAccountProps {
  /** Called after the account is gone. */
  onDeleted?: (() => void) | undefined;
}

/** Deletes the account of the user, after the password was asked for. Nothing for visitors. */
export function DeleteAccount({ onDeleted }: DeleteAccountProps): ReactNode {
  const { status } = useAuth();
  const words = useMessages();
  const [asking, ask] = useState(false);
  if (status !== 'authenticated') return null;
  return (
    <Panel title={words.deleteAccount}>
      <p>{words.deleteAccountText}</p>
      <button type="button" className="bp-button bp-danger" onClick={() => ask(true)}>
        {words.deleteAccount}
      </button>
      <Dialog open={asking} title={words.deleteAccount} onClose={() => ask(false)}>
        <Question onDeleted={onDeleted} onClose={() => ask(false)} />
      </Dialog>
    </Panel>
  );
}

function Question({ onDeleted, onClose }: DeleteAccountProps & { onClose: () => void }): ReactNode {
  const { client } = useAuth();
  const words = useMessages();
  const form = useProvenForm({}, () => client.deleteAccount(), onDeleted);
  return (
    <FormBody
      form={form}
      action={words.deleteAccount}
      actions={
        <button type="button" className="bp-button" onClick={onClose}>
          {words.cancel}
        </button>
      }
    >
      <p>{words.deleteAccountText}</p>
      <ProofField form={form} />
    </FormBody>
  );
}
