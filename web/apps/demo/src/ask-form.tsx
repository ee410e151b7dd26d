import { newId } from '@bookplate/client/chat';
import { useId, useState, type FormEvent, type ReactNode } from 'react';
import { useAppearance } from './appearance.js';
import type { Asking } from './asking.js';
import { go } from './router.js';

export interface AskFormProps {
  asking: Asking;
  /** Where the question goes; a new chat if nothing is said. */
  chatId?: string | undefined;
}

/** Asks the book. A question of a page that is no chat begins one, and leads there. */
export function AskForm({ asking, chatId }: AskFormProps): ReactNode {
  const { words } = useAppearance();
  const [question, setQuestion] = useState('');
  const id = useId();

  function submit(event?: FormEvent): void {
    event?.preventDefault();
    if (!question.trim() || asking.busy) return;
    const chat = chatId ?? newId();
    if (!chatId) go(`/chats/${chat}`);
    setQuestion('');
    void asking.ask(chat, question.trim());
  }

  return (
    <form className="ask bp-field" onSubmit={submit}>
      <label htmlFor={id}>{words.ask}</label>
      <div className="bp-input">
        <textarea
          id={id}
          rows={2}
          dir="auto"
          maxLength={2000}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
          onKeyDown={(event) => {
            // Who writes Chinese, Japanese or Korean chooses a word by Enter.
            if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            submit();
          }}
        />
      </div>
      <div className="bp-actions">
        <button className="bp-button bp-primary" aria-disabled={asking.busy || !question.trim()}>
          {words.send}
        </button>
        {asking.busy && (
          <button type="button" className="bp-button" onClick={asking.stop}>
            {words.stop}
          </button>
        )}
      </div>
    </form>
  );
}
