import type { AuthError } from '@bookplate/client';
import { useChatMessages, usePreferences } from '@bookplate/react';
import { useMessages } from '@bookplate/react/ui';
import type { ReactNode } from 'react';
import { useAppearance } from './appearance.js';
import { AskForm } from './ask-form.js';
import type { Turn } from './asking.js';
import { linesOf, type Line } from './lines.js';
import type { PageProps } from './pages.js';
import { Link } from './router.js';

/** A chat with the book. */
export function ChatPage({ chatId, asking }: PageProps & { chatId: string }): ReactNode {
  const { words } = useAppearance();
  const { loading, retry } = useMessages();
  const { messages, status, error, hasMore, loadMore, reload } = useChatMessages(chatId);
  const showSources = usePreferences().data?.chat.showSources ?? true;
  const turns = asking.turns.filter((turn) => turn.chatId === chatId);
  const lines = linesOf(messages, turns);
  const last = turns.at(-1);

  return (
    <>
      <h1>{words.chat}</h1>
      {hasMore && (
        <button className="bp-button" onClick={() => void loadMore()}>
          {words.more}
        </button>
      )}
      {lines.length === 0 && status === 'loading' && <p role="status">{loading}</p>}
      {error && <Failed error={error} action={retry} onAction={() => void reload()} />}
      <ol className="chat">
        {lines.map((line) => (
          <Message key={line.id} line={line} showSources={showSources} />
        ))}
      </ol>
      {last?.error && (
        <Failed
          error={last.error}
          text={last.status === 'error' ? words.notAsked : words.notKept}
          action={retry}
          onAction={
            last.status === 'error' ? () => void asking.ask(chatId, last.question) : undefined
          }
        />
      )}
      {/* Each word as it comes would be too much to hear: it is read out once it is whole. */}
      <p role="status" className="aside">
        {last && heard(last, words.answering)}
      </p>
      <AskForm asking={asking} chatId={chatId} />
    </>
  );
}

function heard({ status, answer }: Turn, answering: string): string {
  return status === 'asking' || status === 'streaming' ? answering : answer;
}

function Message({ line, showSources }: { line: Line; showSources: boolean }): ReactNode {
  const { words } = useAppearance();
  const { role, text, status, sources } = line;
  const byBook = role === 'assistant';
  return (
    <li data-role={role} data-status={status}>
      <strong>{byBook ? words.book : words.you}</strong>
      <div className="text" dir="auto" lang={byBook ? 'en' : undefined}>
        {text}
      </div>
      {status === 'incomplete' && <p className="bp-hint">{words.stopped}</p>}
      {showSources && status !== 'streaming' && sources.length > 0 && (
        <p className="bp-hint">
          {words.source}:{' '}
          {sources.map(({ url, title }) => (
            <Link key={url} href={url} lang="en">
              {title}
            </Link>
          ))}
        </p>
      )}
    </li>
  );
}

interface FailedProps {
  error: AuthError;
  text?: string | undefined;
  action: string;
  onAction?: (() => void) | undefined;
}

function Failed({ error, text, action, onAction }: FailedProps): ReactNode {
  const { errors, tryAgainIn } = useMessages();
  const { code, retryAfter } = error;
  // A visitor's wait is hours; the notice below tells the time.
  const soon = retryAfter && code !== 'ANONYMOUS_LIMIT_REACHED';
  return (
    <div role="alert" className="bp-notice">
      <p>
        {text} {errors[code] ?? errors.UNKNOWN_ERROR}{' '}
        {soon && tryAgainIn.replace('{seconds}', String(retryAfter))}
      </p>
      {onAction && (
        <button className="bp-button" onClick={onAction}>
          {action}
        </button>
      )}
    </div>
  );
}
