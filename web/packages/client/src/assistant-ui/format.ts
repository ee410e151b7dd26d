import type { MessageStorageEntry } from '@assistant-ui/react';
import type { ChatMessage, MessageBody } from '../chat/index.js';

/** The type of the part that holds a message whose format is not that of the AI SDK. */
const partOf = (format: string): string => `data-${format}`;

/** A message in a runtime's format as the service keeps it: the AI SDK's is the service's own. */
export function encodedOf(format: string, encoded: Record<string, unknown>): MessageBody {
  const { role, parts, metadata, ...rest } = encoded;
  if (isRole(role) && Array.isArray(parts) && !Object.keys(rest).length) {
    return { role, parts, ...(metadata !== undefined && { metadata }) };
  }
  return {
    role: isRole(role) ? role : 'assistant',
    parts: [{ type: partOf(format), data: encoded }],
  };
}

/** The other way round. */
export function decodedOf<Content>(
  format: string,
  { id, parentId, role, parts, metadata }: ChatMessage,
): MessageStorageEntry<Content> {
  const held = parts.find(({ type }) => type === partOf(format));
  const content = held?.data ?? { role, parts, ...(metadata !== undefined && { metadata }) };
  return { id, parent_id: parentId, format, content: content as Content };
}

const isRole = (role: unknown): role is MessageBody['role'] =>
  role === 'user' || role === 'assistant' || role === 'system';
