import type { Preferences, PreferencesPatch } from '@bookplate/client';
import type { ReactNode } from 'react';
import { usePreferences } from '../account.js';
import { useForm } from '../form.js';
import { Check, Field } from './field.js';
import { FormBody } from './form-body.js';
import { Loaded } from './loaded.js';
import { Panel } from './panel.js';
import { Saved } from './saved.js';
import { useMessages } from './words.js';

export interface PreferencesFormProps {
  /** The languages to choose from (BCP 47); those of the service's own mails if not given. */
  languages?: readonly string[] | undefined;
  /** Called with what is kept now, to change the theme of the page, for example. */
  onSaved?: ((preferences: Preferences) => void) | undefined;
}

/** How the user, or visitor, wants things: theme, mails and chats. */
export function PreferencesForm(props: PreferencesFormProps): ReactNode {
  const words = useMessages();
  const preferences = usePreferences();
  if (preferences.status === 'idle') return null;
  return (
    <Panel title={words.preferences}>
      <Loaded resource={preferences}>
        {(known) => <Fields {...props} known={known} update={preferences.update} />}
      </Loaded>
    </Panel>
  );
}

type FieldsProps = PreferencesFormProps & {
  known: Preferences;
  update: (patch: PreferencesPatch) => Promise<Preferences>;
};

function Fields({ languages = LANGUAGES, onSaved, known, update }: FieldsProps): ReactNode {
  const words = useMessages();
  const form = useForm(
    { ...known, language: known.language ?? '', timezone: known.timezone ?? '' },
    ({ theme, language, timezone, notifications, chat: { saveHistory, showSources } }) =>
      update({
        theme,
        language: language || null,
        timezone: timezone || null,
        notifications,
        chat: { saveHistory, showSources },
      }),
    { onSuccess: onSaved, follow: true },
  );
  const { values, set, fieldErrors } = form;
  const { notifications, chat } = values;
  const notify = (name: keyof typeof notifications, label: string) => (
    <Check
      checked={notifications[name]}
      onChecked={(checked) => set('notifications', { ...notifications, [name]: checked })}
    >
      {label}
    </Check>
  );
  const chats = (name: 'saveHistory' | 'showSources', label: string) => (
    <Check
      checked={chat[name]}
      onChecked={(checked) => set('chat', { ...chat, [name]: checked })}
    >
      {label}
    </Check>
  );
  return (
    <>
      <FormBody form={form} action={words.save}>
        <Field
          label={words.theme}
          name="theme"
          value={values.theme}
          options={Object.entries(words.themes)}
          onValue={(theme) => set('theme', theme as Preferences['theme'])}
          error={fieldErrors.theme}
        />
        <Field
          label={words.language}
          name="language"
          value={values.language}
          options={[['', words.automatic], ...withKnown(languages, known.language).map(named)]}
          onValue={(language) => set('language', language)}
          error={fieldErrors.language}
        />
        <Field
          label={words.timezone}
          name="timezone"
          value={values.timezone}
          options={[['', words.automatic], ...withKnown(zones(), known.timezone).map(zone)]}
          onValue={(timezone) => set('timezone', timezone)}
          error={fieldErrors.timezone}
        />
        <fieldset className="bp-group">
          <legend>{words.notifications}</legend>
          {notify('email', words.notifyEmail)}
          {notify('chatReminders', words.notifyChatReminders)}
          {notify('featureUpdates', words.notifyFeatureUpdates)}
          {notify('securityAlerts', words.notifySecurityAlerts)}
        </fieldset>
        <fieldset className="bp-group">
          <legend>{words.chatPreferences}</legend>
          {chats('saveHistory', words.saveHistory)}
          {chats('showSources', words.showSources)}
        </fieldset>
      </FormBody>
      <Saved form={form} />
    </>
  );
}

/** The languages of the mails that come with the service. */
const LANGUAGES = ['de', 'en', 'es', 'ur'];

/** What was chosen elsewhere is not lost because it is not in the list here. */
function withKnown(all: readonly string[], known: string | null): readonly string[] {
  return known && !all.includes(known) ? [known, ...all] : all;
}

/** A language by the name that its speakers give it. */
function named(language: string): [string, string] {
  return [language, new Intl.DisplayNames(language, { type: 'language' }).of(language) ?? language];
}

/** The time zones that the browser knows; and UTC, which it may leave out. */
function zones(): readonly string[] {
  return withKnown(Intl.supportedValuesOf('timeZone'), 'UTC');
}

function zone(name: string): [string, string] {
  return [name, name.replaceAll('_', ' ')];
}
