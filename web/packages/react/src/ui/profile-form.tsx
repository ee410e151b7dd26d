import type { User } from '@bookplate/client';
import type { ReactNode } from 'react';
import { useConfig } from '../account.js';
import { useProfileForm } from '../forms.js';
import { Field, fieldOf } from './field.js';
import { FormBody } from './form-body.js';
import { OfUser } from './of-user.js';
import { Panel } from './panel.js';
import { Saved } from './saved.js';
import { useMessages } from './words.js';

export interface ProfileFormProps {
  /** Called with the user as they are now. */
  onSaved?: ((user: User) => void) | undefined;
}

/** Name, picture and a few words of the user; nothing for visitors. */
export function ProfileForm({ onSaved }: ProfileFormProps): ReactNode {
  const { profile } = useMessages();
  return (
    <OfUser>
      <Panel title={profile}>
        <Fields onSaved={onSaved} />
      </Panel>
    </OfUser>
  );
}

function Fields({ onSaved }: ProfileFormProps): ReactNode {
  const words = useMessages();
  const { data: config } = useConfig();
  const form = useProfileForm({ onSuccess: onSaved });
  return (
    <>
      <FormBody form={form} action={words.save}>
        <Field
          {...fieldOf(form, 'name')}
          label={words.name}
          autoComplete="name"
          required
          dir="auto"
          maxLength={config?.names.maxLength}
        />
        <Field
          {...fieldOf(form, 'image')}
          label={words.picture}
          type="url"
          autoComplete="photo"
          dir="ltr"
        />
        <Field {...fieldOf(form, 'bio')} label={words.bio} dir="auto" rows={4} />
      </FormBody>
      <Saved form={form} />
    </>
  );
}
