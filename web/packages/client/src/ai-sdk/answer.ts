import { readUIMessageStream, type UIMessage, type UIMessageChunk } from 'ai';
import type { MessageStatus } from '../chat/index.js';

/** How an answer is kept. */
export interface AnswerParts<Message extends UIMessage> {
  /** What it begins with: an id, or an answer that goes on. */
  message: Message;
  /** Whether the page knows this id. */
  named: boolean;
  /** How long it goes without being saved, in milliseconds. */
  every: number;
  save(message: Message, status: MessageStatus): Promise<unknown>;
  /** Whether the user has stopped it. */
  aborted(): boolean;
}

/** Chunks that say nothing which could be shown. */
const SILENT = /^((start|finish)(-step)?|error|abort)$/;

/**
 * Whether the page shows no message on account of a chunk. What an id is given to is shown, so it
 * comes no sooner than there is something.
 */
function isSilent(chunk: UIMessageChunk): boolean {
  const { messageMetadata, transient } = chunk as Record<string, unknown>;
  return !!transient || (!messageMetadata && SILENT.test(chunk.type));
}

/**
 * Passes the chunks of an answer on, and saves what they make. No chunk is changed, but where the
 * back end of the model gives the answer no id, one more names it: else it would have an id that
 * only the page knows. It is not read faster than the page reads.
 */
export function keepAnswer<Message extends UIMessage>(
  source: ReadableStream<UIMessageChunk>,
  { message, named, every, save, aborted }: AnswerParts<Message>,
): { stream: ReadableStream<UIMessageChunk>; kept: Promise<void> } {
  const reader = source.getReader();
  let { id } = message;
  let status: MessageStatus | undefined;
  let copy: ReadableStreamDefaultController<UIMessageChunk> | undefined;
  const copied = new ReadableStream<UIMessageChunk>({
    start: (controller) => void (copy = controller),
    cancel: () => void (copy = undefined),
  });

  function end(how: MessageStatus): void {
    status ??= how;
    copy?.close();
    copy = undefined;
  }

  function take(chunk: UIMessageChunk): UIMessageChunk[] {
    if (chunk.type === 'error') status = 'error';
    if (chunk.type === 'abort') status = 'incomplete';
    if (chunk.type === 'finish') status ??= 'complete';
    const start = chunk.type === 'start' ? chunk : undefined;
    id = start?.messageId ?? id;
    const name = !named && !start?.messageId && !isSilent(chunk);
    named ||= name || !!start?.messageId;
    // The copy has its id already, and would begin anew with another.
    copy?.enqueue(start ? ({ ...start, messageId: undefined } as never) : chunk);
    return name ? [{ type: 'start', messageId: id }, chunk] : [chunk];
  }

  const stream = new ReadableStream<UIMessageChunk>(
    {
      async pull(page) {
        try {
          const { done, value } = await reader.read();
          if (!done) return take(value).forEach((chunk) => page.enqueue(chunk));
          end('complete');
          page.close();
        } catch (error) {
          end(aborted() ? 'incomplete' : 'error');
          page.error(error);
        }
      },
      cancel(reason) {
        end('incomplete');
        return reader.cancel(reason);
      },
    },
    { highWaterMark: 0 },
  );

  async function keep(): Promise<void> {
    // The page's own must not change with it, and a framework's proxy cannot be cloned otherwise.
    let latest = JSON.parse(JSON.stringify(message)) as Message;
    let due = Date.now() + every;
    let saving: Promise<unknown> | undefined;
    const states = readUIMessageStream<Message>({ message: latest, stream: copied, onError() {} });
    for await (const state of states) {
      latest = state;
      if (saving || Date.now() < due) continue;
      saving = save({ ...latest, id }, 'streaming')
        .catch(() => {})
        .finally(() => {
          saving = undefined;
          due = Date.now() + every;
        });
    }
    // A checkpoint that came after the end would undo it.
    await saving;
    if (named) await save({ ...latest, id }, status!);
  }

  return { stream, kept: keep() };
}
