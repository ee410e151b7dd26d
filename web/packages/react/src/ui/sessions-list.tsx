import type { Session } from '@bookplate/client';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useSessions } from '../account.js';
import { Confirm } from './confirm.js';
import { Loaded } from './loaded.js';
import { moment } from './moment.js';
import { Panel } from './panel.js';
import { fill, useMessages } from './words.js';

/** Where the user is signed in, and ways to end that elsewhere. */
export function SessionsList(): ReactNode {
  const words = useMessages();
  const sessions = useSessions();
  const [ending, end] = useState<Session | 'others' | null>(null);
  const [told, tell] = useState('');
  const status = useRef<HTMLParagraphElement>(null);
  // The service tells it in English: “Firefox 140 on Linux”.
  const deviceOf = ({ device }: Session) => device?.replace(' on ', ' · ') ?? words.unknownDevice;

  // The button that was pressed is gone with its session.
  useEffect(() => {
    if (told && !ending) status.current?.focus();
  }, [told, ending]);

  const ask = (which: Session | 'others') => {
    tell('');
    end(which);
  };
  const others = ending === 'others';
  const device = ending && !others ? deviceOf(ending) : '';

  return (
    <Panel title={words.sessions}>
      <p role="status" className="bp-status" ref={status} tabIndex={-1}>
        {told}
      </p>
      <Loaded resource={sessions}>
        {(all) => (
          <>
            <ul className="bp-list">
              {all.map((session) => (
                <li key={session.id} className="bp-list-item">
                  <SessionLine session={session} device={deviceOf(session)} />
                  {!session.current && (
                    <button
                      type="button"
                      className="bp-button"
                      aria-label={fill(words.endSessionOf, { device: deviceOf(session) })}
                      onClick={() => ask(session)}
                    >
                      {words.endSession}
                    </button>
                  )}
                </li>
              ))}
            </ul>
            {all.length > 1 && (
              <button type="button" className="bp-button" onClick={() => ask('others')}>
                {words.endOtherSessions}
              </button>
            )}
          </>
        )}
      </Loaded>
      {ending && (
        <Confirm
          title={others ? words.endOtherSessionsTitle : fill(words.endSessionTitle, { device })}
          action={words.endSession}
          run={() => (others ? sessions.revokeOthers() : sessions.revoke(ending.id))}
          onDone={() => {
            tell(others ? words.othersEnded : fill(words.sessionEnded, { device }));
            end(null);
          }}
          onClose={() => end(null)}
        />
      )}
    </Panel>
  );
}

function SessionLine({ session, device }: { session: Session; device: string }): ReactNode {
  const words = useMessages();
  const { current, ipAddress, lastActiveAt } = session;
  return (
    <div>
      <strong>
        <bdi>{device}</bdi>
      </strong>{' '}
      {current && <span className="bp-badge">{words.thisSession}</span>}
      <div className="bp-hint">
        {ipAddress && <bdi>{ipAddress}</bdi>}
        {ipAddress && ' · '}
        <time dateTime={lastActiveAt}>
          {fill(words.lastActive, { time: moment(words, lastActiveAt) })}
        </time>
      </div>
    </div>
  );
}
