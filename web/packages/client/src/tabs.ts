import { isText } from './errors.js';
import { hasId, isGrant } from './grant.js';
import { reach, type ChannelLike, type Realm } from './realm.js';
import type { Refreshed, Session, User } from './types.js';

/** What tabs tell each other. */
export type TabMessage =
  | ({ type: 'grant'; at: number; user: User | null } & Refreshed)
  | { type: 'user'; user: User; session: Session }
  | { type: 'end'; session: string; reason: string };

/** The other tabs of this origin. */
export interface Tabs {
  open(receive: (message: TabMessage) => void): void;
  close(): void;
  post(message: TabMessage): void;
}

/**
 * Tabs find each other by the name; without one, or where browsers have no channel, each is on its
 * own.
 */
export function createTabs(realm: Realm, name: string | null): Tabs {
  let channel: ChannelLike | undefined;
  return {
    open(receive) {
      if (!name) return;
      channel = reach(() => realm.BroadcastChannel && new realm.BroadcastChannel(name));
      if (channel) channel.onmessage = ({ data }) => isMessage(data) && receive(data);
    },
    close() {
      channel?.close();
      channel = undefined;
    },
    post: (message) => void reach(() => channel?.postMessage(message)),
  };
}

/** Any page of the origin can say anything; another release may say something else. */
function isMessage(data: unknown): data is TabMessage {
  const { type, session, user, at, reason } = Object(data) as Record<string, unknown>;
  if (type === 'end') return isText(session) && isText(reason);
  if (type === 'user') return hasId(session) && hasId(user);
  return type === 'grant' && isGrant(data) && Number.isFinite(at) && (user === null || hasId(user));
}
