import { useState, type ReactNode } from 'react';
import { useAuth } from '../auth.js';
import { Dialog } from './dialog.js';
import { account } from './english/account.js';
import { OfUser } from './of-user.js';
import { Panel } from './panel.js';
import { PasswordForm, ProofField, useProvenForm } from './proof.js';
import { useMoreMessages } from './words.js';

export interface DeleteAccountProps {
  /** Called after the account is gone. */
  onDeleted?: (() => void) | undefined;
}

/** Deletes the account of the user, once it is proven who it is. Nothing for visitors. */
export function DeleteAccount(props: DeleteAccountProps): ReactNode {
  return (
    <OfUser>
      <Deletion {...props} />
    </OfUser>
  );
}

function Deletion({ onDeleted }: DeleteAccountProps): ReactNode {
  const words = useMoreMessages(account);
  const [asking, ask] = useState(false);
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
  const words = useMoreMessages(account);
  const form = useProvenForm({}, () => client.deleteAccount(), onDeleted);
  return (
    <PasswordForm
      form={form}
      action={words.deleteAccount}
      danger
      actions={
        <button type="button" className="bp-button" onClick={onClose}>
          {words.cancel}
        </button>
      }
    >
      <p>{words.deleteAccountText}</p>
      <ProofField form={form} />
    </PasswordForm>
  );
}
