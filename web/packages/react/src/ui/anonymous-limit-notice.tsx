import type { ReactNode } from 'react';
import { useAnonymousLimit } from '../visitors.js';
import { moment } from './moment.js';
import { fill, plural, useMessages } from './words.js';

export interface AnonymousLimitNoticeProps {
  /** Shows a way to register. */
  onRegister?: (() => void) | undefined;
}

/** How many questions a visitor has left, and when there will be more; nothing for anybody else. */
export function AnonymousLimitNotice({ onRegister }: AnonymousLimitNoticeProps): ReactNode {
  const words = useMessages();
  const { data: limits } = useAnonymousLimit();
  if (!limits) return null;
  const { remaining, nextAt } = limits;
  return (
    <div className="bp bp-notice" lang={words.locale} dir={words.dir}>
      {/* Each question would be too much to hear of; the last ones are not. */}
      <p aria-live={remaining > 3 ? 'off' : 'polite'}>
        {remaining > 0
          ? plural(words, words.questionsLeft, remaining)
          : words.errors.ANONYMOUS_LIMIT_REACHED +
            (nextAt ? ` ${fill(words.moreQuestionsAt, { time: moment(words, nextAt) })}` : '')}
      </p>
      {onRegister && (
        <p>
          {!remaining && words.registerForMore}{' '}
          <button type="button" className="bp-button" onClick={onRegister}>
            {words.register}
          </button>
        </p>
      )}
    </div>
  );
}
