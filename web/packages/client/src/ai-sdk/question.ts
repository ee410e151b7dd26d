import type { UIMessage } from 'ai';
import { newId, type ChatClient } from '../chat/index.js';
import type { AuthError } from '../errors.js';

/** Under which id a message is kept, by chat and the id that it has in the page, if they differ. */
export type KeptIds = Map<string, string>;

/** What came of saving questions. */
export interface KeptQuestions {
  /** False if the user wants no history. */
  stored: boolean;
  /** The kept id of what stands before an index; null before the first. */
  idBefore(index: number): string | null;
}

/** How many messages one append takes. */
const MOST = 50;

/**
 * Saves what was asked since the last answer, each message as following the one before it. Those
 * that are there already stay as they are, so nothing has to be remembered from one question to the
 * next.
 */
export async function keepQuestions(
  chats: Pick<ChatClient, 'append' | 'getMessage'>,
  ids: KeptIds,
  chatId: string,
  messages: readonly UIMessage[],
  abortSignal: AbortSignal | undefined,
): Promise<KeptQuestions> {
  const signal = abortSignal && { signal: abortSignal };
  const key = ({ id }: UIMessage): string => `${chatId} ${id}`;
  const idOf = (message: UIMessage): string => ids.get(key(message)) ?? message.id;
  const idBefore = (index: number): string | null => (index ? idOf(messages[index - 1]!) : null);

  async function append(from: number): Promise<boolean> {
    let stored = true;
    for (let start = from; start < messages.length; start += MOST) {
      const some = messages.slice(start, start + MOST).map((message, index) => ({
        id: idOf(message),
        role: message.role,
        parts: message.parts as never,
        ...(message.metadata !== undefined && { metadata: message.metadata }),
        parentId: idBefore(start + index),
      }));
      ({ stored } = await chats.append(chatId, some, { createChat: true, ...signal }));
    }
    return stored;
  }

  const isThere = (index: number): Promise<boolean> =>
    chats.getMessage(chatId, idBefore(index + 1)!, signal).then(
      () => true,
      (error: AuthError) => {
        if (error.status === 404) return false;
        throw error;
      },
    );

  let from = messages.length;
  while (messages[from - 1]?.role === 'user') from--;
  for (let tries = 0; ; tries++) {
    try {
      return { stored: await append(from), idBefore };
    } catch (error) {
      const { code, fieldErrors } = error as AuthError;
      if (tries > 1) throw error;
      if (code === 'MESSAGE_ID_CONFLICT') {
        // `useChat` leaves an edited question its id. What was asked first stays: this is another.
        ids.set(key(messages.at(-1)!), newId());
      } else if (fieldErrors?.some(({ field }) => /\bparentId$/.test(field))) {
        // A greeting that was never saved, or an answer that could not be.
        while (from && !(await isThere(from - 1))) from--;
      } else throw error;
    }
  }
}
