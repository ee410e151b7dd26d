import type { ReactNode } from 'react';
import { useAuth } from '../auth.js';
import { useChangePasswordForm } from '../forms.js';
import { PasswordField, fieldOf } from './field.js';
import { FormBody } from './form-body.js';
import { Panel } from './panel.js';
import { Saved } from './saved.js';
import { NewPasswordField } from './strength-meter.js';
import { useMessages } from './words.js';

/** Another password for the user; nothing for visitors. */
export function ChangePasswordForm(): ReactNode {
  const { status, user } = useAuth();
  const words = useMessages();
  const form = useChangePasswordForm({
    onSuccess() {
      form.set('currentPassword', '');
      form.set('newPassword', '');
    },
  });
  if (status !== 'authenticated') return null;
  return (
    <Panel title={words.changePassword}>
      <FormBody form={form} action={words.changePassword}>
        <PasswordField
          {...fieldOf(form, 'currentPassword')}
          label={words.currentPassword}
          autoComplete="current-password"
        />
        <NewPasswordField
          form={form}
          field="newPassword"
          email={user.email ?? undefined}
          name={user.name ?? undefined}
        />
      </FormBody>
      <Saved form={form}>{words.passwordChanged}</Saved>
    </Panel>
  );
}
