import type { ChatMessage } from '@bookplate/client/chat';
import type { Turn } from './asking.js';
import { BOOK, pathOf, type Chapter } from './book.js';

/** What is shown of a message, whether it is kept or only of this page. */
export interface Line {
  id: string;
  role: string;
  text: string;
  status: string;
  sources: readonly { url: string; title: string }[];
}

function ofMessage({ id, role, content, status, parts }: ChatMessage): Line {
  // A part is whatever somebody has sent: of its words only those count that name a chapter.
  const named = parts.flatMap((part) => (part.type === 'source-url' ? [part['url']] : []));
  const sources = BOOK.filter((chapter) => named.includes(pathOf(chapter))).map(sourceOf);
  return { id, role, text: content, status, sources };
}

const sourceOf = (chapter: Chapter) => ({ url: pathOf(chapter), title: chapter.title });

function ofTurn({ questionId, answerId, question, answer, chapters, status }: Turn): Line[] {
  const asked = { id: questionId, role: 'user', text: question, status: 'complete', sources: [] };
  if (status === 'asking' || status === 'error') return [asked];
  const sources = chapters.map(sourceOf);
  return [asked, { id: answerId, role: 'assistant', text: answer, status, sources }];
}

/** The messages of a chat, with what this page knows better because an answer is on its way. */
export function linesOf(messages: readonly ChatMessage[], turns: readonly Turn[]): Line[] {
  const lines = new Map(messages.map((message) => [message.id, ofMessage(message)]));
  for (const line of turns.flatMap(ofTurn)) {
    const kept = lines.get(line.id);
    if (!kept || kept.status === 'streaming') lines.set(line.id, line);
  }
  return [...lines.values()];
}
