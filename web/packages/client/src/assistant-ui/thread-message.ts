import type { ThreadMessage } from '@assistant-ui/react';
import type { ChatMessage, ChatMessagePart, MessageBody, MessageStatus } from '../chat/index.js';

type Part = Record<string, unknown> & { type: string };

/** Under which name the metadata of a message has what only assistant-ui knows. */
const OWN = 'assistant-ui';

/** The type of the part that holds a file that came along with a question. */
const ATTACHMENT = 'attachment';

/** A message of assistant-ui as the service keeps it. Its parts have the service's form already. */
export function fromThreadMessage(message: ThreadMessage): MessageBody {
  const { role, content, attachments = [], metadata, status } = message;
  const { custom, ...others } = metadata;
  const own = Object.entries({ ...others, status }).filter(([, it]) => !isEmpty(it));
  const parts = [
    ...content,
    ...attachments.map(({ file: _, ...attachment }) => ({ type: ATTACHMENT, attachment })),
  ];
  return {
    role,
    parts: parts as unknown as ChatMessagePart[],
    status: statusOf(status),
    metadata: { ...custom, ...(own.length && { [OWN]: Object.fromEntries(own) }) },
  };
}

const isEmpty = (it: unknown): boolean => it == null || (Array.isArray(it) && !it.length);

/** The other way round, also for what a back end or the AI SDK has saved. */
export function toThreadMessage(message: ChatMessage): ThreadMessage {
  const { id, role, parts, createdAt } = message;
  const { [OWN]: own, ...custom } = Object(message.metadata) as Record<string, unknown>;
  const { status, ...others } = Object(own) as Record<string, unknown>;
  const common = { id, role, createdAt: new Date(createdAt) };
  const content = parts.flatMap((part) => toContent(part as Part));
  if (role === 'system') {
    const text = { type: 'text', text: message.content };
    return { ...common, content: [text], metadata: { custom } } as unknown as ThreadMessage;
  }
  if (role === 'user') {
    const attachments = parts
      .filter(({ type }) => type === ATTACHMENT)
      .map(({ attachment }) => attachment);
    const metadata = { ...others, custom };
    return { ...common, content, attachments, metadata } as unknown as ThreadMessage;
  }
  return {
    ...common,
    content,
    status: status ?? THREAD_STATUS[message.status],
    metadata: {
      unstable_state: null,
      unstable_annotations: [],
      unstable_data: [],
      steps: [],
      ...others,
      custom,
    },
  } as unknown as ThreadMessage;
}

function statusOf(status: ThreadMessage['status']): MessageStatus {
  if (!status || status.type === 'complete') return 'complete';
  if (status.type === 'running') return 'streaming';
  return status.type === 'incomplete' && status.reason === 'error' ? 'error' : 'incomplete';
}

/** What is still coming may come from another page, which goes on with it. */
const THREAD_STATUS: Record<MessageStatus, NonNullable<ThreadMessage['status']>> = {
  complete: { type: 'complete', reason: 'unknown' },
  streaming: { type: 'incomplete', reason: 'other' },
  incomplete: { type: 'incomplete', reason: 'cancelled' },
  error: { type: 'incomplete', reason: 'error' },
};

/** What assistant-ui can show; it refuses a chat with a part of a type that it does not know. */
const KNOWN = /^(text|reasoning|source|image|audio|data|tool-call|generative-ui)$/;

/** A part as assistant-ui has it; nothing if it cannot show it. */
function toContent(part: Part): Part[] {
  const { type } = part;
  if (KNOWN.test(type)) return [part];
  if (type === 'file') {
    const { url, mediaType, ...file } = part;
    return [url === undefined ? part : { ...file, type, data: url, mimeType: mediaType }];
  }
  if (type === 'source-url' || type === 'source-document') {
    const { sourceId, ...source } = part;
    return [{ ...source, type: 'source', sourceType: type.slice(7), id: sourceId }];
  }
  if (type.startsWith('data-')) return [{ type: 'data', name: type.slice(5), data: part.data }];
  if (part.toolCallId === undefined) return [];
  const { toolCallId, toolName = type.replace(/^tool-/, ''), input, output, errorText } = part;
  return [
    {
      type: 'tool-call',
      toolCallId,
      toolName,
      args: input ?? {},
      argsText: JSON.stringify(input ?? {}),
      ...(output !== undefined && { result: output }),
      ...(errorText !== undefined && { result: errorText, isError: true }),
    },
  ];
}
