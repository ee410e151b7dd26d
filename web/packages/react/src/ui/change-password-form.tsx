import type { ReactNode } from 'react';
import { useUser } from '../auth.js';
import { useChangePasswordForm } from '../forms.js';
import { account } from './english/account.js';
import { PasswordField, fieldOf } from './field.js';
import { OfUser } from './of-user.js';
import { Panel } from './panel.js';
import { PasswordForm } from './proof.js';
import { Saved } from './saved.js';
import { NewPasswordField } from './strength-meter.js';
import { useMoreMessages } from './words.js';

/** Another password for the user; nothing for visitors. */
export function ChangePasswordForm(): ReactNode {
  return (
    <OfUser>
      <PasswordChange />
    </OfUser>
  );
}

function PasswordChange(): ReactNode {
  const user = useUser();
  const words = useMoreMessages(account);
  const form = useChangePasswordForm({
    onSuccess() {
      form.set('currentPassword', '');
      form.set('newPassword', '');
    },
  });
  return (
    <Panel title={words.changePassword}>
      <PasswordForm form={form} action={words.changePassword}>
        <PasswordField
          {...fieldOf(form, 'currentPassword')}
          label={words.currentPassword}
          autoComplete="current-password"
        />
        <NewPasswordField
          form={form}
          field="newPassword"
          email={user?.email}
          name={user?.name}
        />
      </PasswordForm>
      <Saved form={form}>{words.passwordChanged}</Saved>
    </Panel>
  );
}
