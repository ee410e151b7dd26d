import type { ChatTransport, UIMessage } from 'ai';
import { newId, type ChatClient, type MessageStatus } from '../chat/index.js';
import { keepAnswer } from './answer.js';
import { keepQuestions, type KeptIds } from './question.js';

export { loadMessages } from './load.js';

/** The calls of a chat client that keeping needs. */
export type KeepingChats = Pick<ChatClient, 'append' | 'getMessage' | 'putMessage'>;

/** How chats are kept. */
export interface KeepOptions {
  /** How long an answer that still comes goes without being saved, in seconds; 3. */
  checkpointEvery?: number | undefined;
  /**
   * Told when an answer could not be saved, mostly an `AuthError`. It is not lost while the page is
   * there: it is saved with the next question.
   */
  onError?: ((error: unknown) => void) | undefined;
}

/**
 * A transport for `useChat` that keeps what goes through it. The question is saved first: if that
 * is refused, the model is not called, and `useChat` shows the `AuthError`. The answer is saved
 * while it comes and when it ends. The id of the chat has to be a UUID, such as `newId()` makes.
 *
 * @param transport goes to the model; it is called as `useChat` would call it.
 */
export function keepChats<Message extends UIMessage>(
  chats: KeepingChats,
  transport: ChatTransport<Message>,
  { checkpointEvery = 3, onError }: KeepOptions = {},
): ChatTransport<Message> {
  const ids: KeptIds = new Map();
  /** Answers that are being saved, by their chats: what follows one must find it there. */
  const saving = new Map<string, Promise<void>>();
  const { resumeStreamIsReplay } = transport;

  return {
    ...(resumeStreamIsReplay !== undefined && { resumeStreamIsReplay }),

    async sendMessages(options) {
      const { chatId, messages, messageId, trigger, abortSignal } = options;
      await saving.get(chatId);
      const { stored, idBefore } = await keepQuestions(chats, ids, chatId, messages, abortSignal);
      const chunks = await transport.sendMessages(options);
      if (!stored) return chunks;

      // With the output of a tool, an answer goes on that is there already.
      const named = messages.findIndex(({ id }) => id === messageId);
      const at = named < 0 ? messages.length - 1 : named;
      const begun = trigger === 'submit-message' ? messages[at] : undefined;
      const continued = begun?.role === 'assistant' ? begun : undefined;
      const parentId = idBefore(continued ? at : messages.length);

      const save = ({ id, role, parts, metadata }: Message, status: MessageStatus) =>
        chats.putMessage(chatId, id, {
          role,
          parts: parts as never,
          ...(metadata !== undefined && { metadata }),
          // What was complete once is replaced by something complete only.
          status: continued ? 'complete' : status,
          parentId,
        });
      const { stream, kept } = keepAnswer(chunks, {
        message: continued ?? ({ id: newId(), role: 'assistant', parts: [] } as never as Message),
        named: !!continued,
        every: checkpointEvery * 1000,
        save,
        aborted: () => !!abortSignal?.aborted,
      });
      saving.set(
        chatId,
        kept.catch((error: unknown) => onError?.(error)),
      );
      return stream;
    },

    reconnectToStream: (options) => transport.reconnectToStream(options),
  };
}
