import type { Page } from '@bookplate/client';
import type { Chat } from '@bookplate/client/chat';
import { useEffect, type ReactNode } from 'react';
import { useAuth } from '../auth.js';
import { useChatClient } from '../chats.js';
import { useForm } from '../form.js';
import { useResource } from '../resource.js';
import { Check } from './field.js';
import { FormBody } from './form-body.js';
import { Loaded } from './loaded.js';
import { moment } from './moment.js';
import { Panel } from './panel.js';
import { plural, useMessages } from './words.js';

export interface LinkAnonymousChatsProps {
  /** What `signIn(…, { bringChats: false })` gave; it works for a few minutes. */
  anonymousToken: string;
  /** Called when nothing is left to choose, with how many chats came along. */
  onDone: (linked: number) => void;
}

/** Lets somebody who was a visitor choose which of the chats from then to keep. */
export function LinkAnonymousChats({ anonymousToken, onDone }: LinkAnonymousChatsProps): ReactNode {
  const words = useMessages();
  const { client } = useAuth();
  const chats = useResource(anonymousToken, async () => {
    const headers = { Authorization: `Bearer ${anonymousToken}` };
    // A visitor has a hundred at most.
    const query = { limit: 100 };
    return (await client.request<Page<Chat>>('GET', '/chats', { headers, query })).data;
  });
  const none = chats.data?.length === 0;
  useEffect(() => {
    if (none) onDone(0);
  }, [none]);
  if (none) return null;

  const gone = isGone(chats.error);
  return (
    <Panel title={words.linkChatsTitle}>
      {gone ? (
        <Gone onDone={onDone} />
      ) : (
        <Loaded resource={chats}>
          {(all) => (
            <ChooseChats chats={all} anonymousToken={anonymousToken} onDone={onDone} />
          )}
        </Loaded>
      )}
    </Panel>
  );
}

function ChooseChats({
  chats,
  anonymousToken,
  onDone,
}: LinkAnonymousChatsProps & { chats: readonly Chat[] }): ReactNode {
  const words = useMessages();
  const client = useChatClient();
  const form = useForm(
    { chosen: chats.map(({ id }) => id) },
    async ({ chosen }) => {
      if (!chosen.length) return 0;
      // All is more than what is listed here: what was archived comes along, too.
      const some = chosen.length < chats.length && { chatIds: chosen };
      return (await client.claim({ anonymousToken, ...some })).linked;
    },
    { onSuccess: onDone },
  );
  const { chosen } = form.values;
  if (isGone(form.error)) return <Gone onDone={onDone} />;
  return (
    <FormBody
      form={form}
      action={words.keepChats}
      actions={
        <button type="button" className="bp-button" onClick={() => onDone(0)}>
          {words.leaveChats}
        </button>
      }
    >
      <fieldset className="bp-group">
        <legend>{plural(words, words.linkChatsText, chats.length)}</legend>
        {chats.map(({ id, title, lastMessageAt }) => (
          <Check
            key={id}
            checked={chosen.includes(id)}
            onChecked={(checked) =>
              form.set('chosen', checked ? [...chosen, id] : chosen.filter((it) => it !== id))
            }
          >
            <bdi>{title ?? words.untitledChat}</bdi>{' '}
            <time className="bp-hint" dateTime={lastMessageAt}>
              {moment(words, lastMessageAt)}
            </time>
          </Check>
        ))}
      </fieldset>
    </FormBody>
  );
}

/** What is shown when the visitor's token works no more. */
function Gone({ onDone }: Pick<LinkAnonymousChatsProps, 'onDone'>): ReactNode {
  const words = useMessages();
  return (
    <>
      <p role="alert" className="bp-alert">
        {words.chatsGone}
      </p>
      <button type="button" className="bp-button" onClick={() => onDone(0)}>
        {words.close}
      </button>
    </>
  );
}

/** Whether the visitor's token works no more: listing says so by 401, claiming by 400. */
function isGone(error: { status: number } | null): boolean {
  return error?.status === 400 || error?.status === 401;
}
