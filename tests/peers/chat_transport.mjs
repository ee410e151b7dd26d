// Asks a back end as the AI SDK's `useChat` does:
// chat_transport.mjs URL TOKEN CHAT_ID QUESTION
//
// Prints the answer as the SDK has put it together, and the stages in which it grew.
import { DefaultChatTransport, generateId, readUIMessageStream, validateUIMessages } from 'ai';

const [api, token, chatId, text] = process.argv.slice(2);

// As the example's README says.
const transport = new DefaultChatTransport({
  api,
  headers: async () => ({ Authorization: `Bearer ${token}` }),
  prepareSendMessagesRequest: ({ id, messages }) => ({
    body: { chatId: id, message: messages.at(-1) },
  }),
});
const question = { id: generateId(), role: 'user', parts: [{ type: 'text', text }] };
const stream = await transport.sendMessages({
  trigger: 'submit-message',
  chatId,
  messages: [question],
});
let message;
let stages = 0;
const onError = (error) => { throw error; };
for await (message of readUIMessageStream({ stream, onError, terminateOnError: true })) stages += 1;
await validateUIMessages({ messages: [question, message] });
console.log(JSON.stringify({ message, stages }));
