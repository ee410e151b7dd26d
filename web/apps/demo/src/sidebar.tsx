import { useChats } from '@bookplate/react';
import { useMessages } from '@bookplate/react/ui';
import type { ReactNode } from 'react';
import { useAppearance } from './appearance.js';
import { BOOK, pathOf } from './book.js';
import { Link } from './router.js';

/** The chapters of the book and the chats of the reader. */
export function Sidebar({ shown }: { shown: boolean }): ReactNode {
  const { words } = useAppearance();
  return (
    <div id="contents" className="sidebar" data-shown={shown}>
      <nav aria-labelledby="chapters">
        <h2 id="chapters">{words.chapters}</h2>
        <ol lang="en" dir="ltr">
          {BOOK.map((chapter) => (
            <li key={chapter.slug}>
              <Link href={pathOf(chapter)}>{chapter.title}</Link>
            </li>
          ))}
        </ol>
      </nav>
      <nav aria-labelledby="chats">
        <h2 id="chats">{words.chats}</h2>
        <Chats />
      </nav>
    </div>
  );
}

function Chats(): ReactNode {
  const { words } = useAppearance();
  const { errors, retry } = useMessages();
  const { chats, status, error, hasMore, loadMore, reload } = useChats();
  return (
    <>
      {error && (
        <p role="alert">
          {errors[error.code] ?? errors.UNKNOWN_ERROR}{' '}
          <button className="bp-button" onClick={() => void reload()}>
            {retry}
          </button>
        </p>
      )}
      {chats.length === 0 && (status === 'idle' || status === 'ready') && <p>{words.noChats}</p>}
      <ul>
        {chats.map(({ id, title }) => (
          <li key={id}>
            <Link href={`/chats/${id}`} dir="auto">
              {title ?? words.untitled}
            </Link>
          </li>
        ))}
      </ul>
      {hasMore && (
        <button className="bp-button" onClick={() => void loadMore()}>
          {words.more}
        </button>
      )}
    </>
  );
}
