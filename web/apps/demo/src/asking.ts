import { AuthError } from '@bookplate/client';
import { newId, type MessageBody, type MessageStatus } from '@bookplate/client/chat';
import { useAuth, useChatClient } from '@bookplate/react';
import { useEffect, useRef, useState } from 'react';
import { pathOf, type Chapter } from './book.js';
import { answerTo } from './search.js';
import { speak } from './speak.js';

/** A question of this page, with its answer as far as it has come. */
export interface Turn {
  chatId: string;
  questionId: string;
  answerId: string;
  question: string;
  answer: string;
  chapters: readonly Chapter[];
  /** `asking`: nobody knows yet whether the question may be asked. */
  status: 'asking' | MessageStatus;
  /** Why it was not asked; or, with an answer, why that could not be kept. */
  error: AuthError | null;
}

/** Questions to the book. */
export interface Asking {
  /** All of this page since somebody signed in, oldest first. */
  turns: readonly Turn[];
  /** Whether an answer is on its way; there is one at a time. */
  busy: boolean;
  /** Asks; resolves with whether the question was taken. */
  ask(chatId: string, question: string): Promise<boolean>;
  /** Leaves the answer as it is. */
  stop(): void;
}

/** Keeps the questions and answers of this page at the service, while the answers come. */
export function useAsking(): Asking {
  const { client } = useAuth();
  const chats = useChatClient();
  const [turns, setTurns] = useState<readonly Turn[]>([]);
  const [busy, setBusy] = useState(false);
  const running = useRef<AbortController | null>(null);

  // What somebody asked is nothing for whoever comes next. But a session that was ended elsewhere
  // may be noticed by the very question that is being asked, which must not be lost to who asked it.
  const asker = useRef(client.getState().user);
  useEffect(
    () =>
      client.onAuthStateChange(({ type, state, reason }) => {
        const before = asker.current;
        asker.current = state.user ?? before;
        const isOver = type === 'signed-out';
        // A visitor who signs in is still the same person, as is whoever becomes one by asking.
        const isUser = before && before.role !== 'anonymous';
        const isAnother = isUser && before.id !== asker.current?.id;
        if (!isOver && !isAnother) return;
        running.current?.abort();
        const left = isOver && reason !== 'SIGNED_OUT' ? ['asking'] : [];
        setTurns((all) => all.filter(({ status }) => left.includes(status)));
      }),
    [client],
  );

  async function run(turn: Turn, signal: AbortSignal): Promise<void> {
    const { chatId, questionId, answerId, question } = turn;
    const change = (next: Partial<Turn>): void => {
      Object.assign(turn, next);
      const copy = { ...turn };
      setTurns((all) => all.map((it) => (it.answerId === answerId ? copy : it)));
    };
    const keep = (status: MessageStatus) =>
      chats.putMessage(chatId, answerId, messageOf(turn, status));
    try {
      const asked = { id: questionId, role: 'user', content: question } as const;
      // The answer to this is the gate: whoever may not ask is answered nothing.
      const { stored } = await chats.append(chatId, asked, { createChat: true });
      const { text, chapters } = answerTo(question);
      change({ status: 'streaming', chapters });
      const whole = await speak(text, signal, {
        onText: (answer) => change({ answer }),
        // The next one says more, so a lost one does no harm.
        checkpoint: () => stored && void keep('streaming').catch(() => {}),
      });
      change({ status: whole ? 'complete' : 'incomplete' });
      if (stored) await keep(whole ? 'complete' : 'incomplete');
    } catch (thrown) {
      const error =
        thrown instanceof AuthError ? thrown : new AuthError('UNKNOWN_ERROR', 0, {}, thrown);
      change({ error, ...(turn.status === 'asking' && { status: 'error' }) });
    }
  }

  async function ask(chatId: string, question: string): Promise<boolean> {
    if (running.current) return false;
    const ids = { chatId, questionId: newId(), answerId: newId() };
    const asked = { question, answer: '', chapters: [], status: 'asking', error: null } as const;
    const turn: Turn = { ...ids, ...asked };
    running.current = new AbortController();
    setBusy(true);
    // What was not asked before is of no interest any more.
    setTurns((all) => [...all.filter(({ status }) => status !== 'error'), { ...turn }]);
    await run(turn, running.current.signal);
    running.current = null;
    setBusy(false);
    return turn.status !== 'error';
  }

  return { turns, busy, ask, stop: () => running.current?.abort() };
}

/** The answer as it is kept: a text part, and a source for each chapter. */
function messageOf({ answer, chapters, questionId }: Turn, status: MessageStatus): MessageBody {
  const sources = chapters.map((chapter) => ({
    type: 'source-url',
    sourceId: chapter.slug,
    url: pathOf(chapter),
    title: chapter.title,
  }));
  const parts = [{ type: 'text', text: answer }, ...sources];
  return { role: 'assistant', status, parentId: questionId, parts };
}
