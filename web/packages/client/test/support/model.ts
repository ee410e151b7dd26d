import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import {
  AbstractChat,
  DefaultChatTransport,
  type ChatInit,
  type ChatState,
  type ChatStatus,
  type UIMessage,
  type UIMessageChunk,
} from 'ai';

/** What the page's state holds, copied as `useChat` of React copies it. */
class PageState<Message extends UIMessage> implements ChatState<Message> {
  status: ChatStatus = 'ready';
  error: Error | undefined;
  constructor(public messages: Message[]) {}
  pushMessage = (message: Message) => void (this.messages = [...this.messages, message]);
  popMessage = () => void (this.messages = this.messages.slice(0, -1));
  replaceMessage = (index: number, message: Message) => {
    this.messages = this.messages.map((other, at) =>
      at === index ? this.snapshot(message) : other,
    );
  };
  snapshot = <T>(thing: T): T => structuredClone(thing);
}

/** The AI SDK's chat without a page around it. */
export class PageChat extends AbstractChat<UIMessage> {
  constructor({ messages = [], ...init }: ChatInit<UIMessage>) {
    super({ ...init, state: new PageState(messages) });
  }
}

/** How the back end of a model answers a request. */
export type Answering = (send: (chunk: UIMessageChunk) => void, answer: ServerResponse) => unknown;

/** A back end that streams an answer, as the AI SDK's servers do. */
export interface Model {
  /** What it was asked, oldest first. */
  asked: { id: string; messages: UIMessage[] }[];
  answering: Answering;
  transport(): DefaultChatTransport<UIMessage>;
  stop(): Promise<unknown>;
}

/** Starts it; it answers what `says` says until something else is wanted. */
export async function startModel(): Promise<Model> {
  const model: Model = {
    asked: [],
    answering: says('A loop'),
    transport: () => new DefaultChatTransport({ api: `http://127.0.0.1:${port()}/` }),
    stop: () => new Promise((resolve) => (server.close(resolve), server.closeAllConnections())),
  };
  const server = createServer(async (request, answer) => {
    model.asked.push((await json(request)) as Model['asked'][number]);
    answer.writeHead(200, { 'Content-Type': 'text/event-stream' });
    answer.flushHeaders();
    await model.answering((chunk) => answer.write(`data: ${JSON.stringify(chunk)}\n\n`), answer);
    answer.end('data: [DONE]\n\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const port = () => (server.address() as AddressInfo).port;
  return model;
}

/** A whole text; the back end names the answer only if it has an id for it. */
export const says =
  (text: string, messageId?: string): Answering =>
  (send) => {
    send({ type: 'start', ...(messageId && { messageId }) });
    send({ type: 'start-step' });
    send({ type: 'text-start', id: 't' });
    for (const delta of text.split(/(?= )/)) send({ type: 'text-delta', id: 't', delta });
    send({ type: 'text-end', id: 't' });
    send({ type: 'finish-step' });
    send({ type: 'finish' });
  };
