// Keeps messages of the AI SDK in a chat and reads them back: ai_sdk.mjs BOOKPLATE TOKEN
//
// The messages are made and judged by the SDK itself, before and after. Fails at the first that
// came back changed; else it prints the types of the parts that were looked at.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import {
  convertToModelMessages,
  createUIMessageStream,
  generateId,
  readUIMessageStream,
  validateUIMessages,
} from 'ai';

const [bookplate, token] = process.argv.slice(2);
const messages = `${bookplate}/api/v1/chats/${randomUUID()}/messages`;

async function send(method, url, body) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  const text = await answer.text();
  assert.ok(answer.ok, `${method} ${url}: ${answer.status} ${text}`);
  return { text, body: JSON.parse(text) };
}

const call = (state, rest = {}) => ({
  toolCallId: generateId(),
  state,
  input: { city: 'Zürich', days: [1, 2.5, -3e-7], deep: { nothing: null, yes: true } },
  ...rest,
});
const approval = (rest = {}) => ({ id: generateId(), ...rest });

/** Every part that the SDK knows, in every state. */
const written = [
  {
    id: generateId(),
    role: 'system',
    parts: [{ type: 'text', text: 'Answer from the book alone.' }],
  },
  {
    id: generateId(),
    role: 'user',
    metadata: { locale: 'ur-PK', client: { version: '1.0', flags: [true, false, null, []] } },
    parts: [
      { type: 'text', text: 'موسم کیسا ہے؟ \u200f<script>alert(1)</script> 👩‍🚀 e\u0301\u0000 "' },
      { type: 'file', mediaType: 'image/png', filename: 'a b.png', url: 'data:image/png,%89' },
      { type: 'data-selection', id: 'selection', data: { chapter: 3, ranges: [[0, 12]] } },
    ],
  },
  {
    id: generateId(),
    role: 'assistant',
    metadata: { model: 'a-model', usage: { inputTokens: 812, outputTokens: 164, cached: 0 } },
    parts: [
      { type: 'step-start' },
      { type: 'reasoning', text: 'Hm…', state: 'done', providerMetadata: { p: { s: '0=' } } },
      { type: 'tool-weather', ...call('input-streaming') },
      { type: 'tool-weather', ...call('input-available', { providerExecuted: true }) },
      { type: 'tool-weather', ...call('approval-requested', { approval: approval() }) },
      {
        type: 'tool-weather',
        ...call('approval-responded', { approval: approval({ approved: true, reason: 'fine' }) }),
      },
      { type: 'tool-weather', ...call('output-available', { output: [{ sky: 'clear' }, 21.5] }) },
      { type: 'tool-weather', ...call('output-error', { errorText: 'too <far> & "away"' }) },
      {
        type: 'tool-weather',
        ...call('output-denied', { approval: approval({ approved: false, reason: 'no' }) }),
      },
      { type: 'step-start' },
      { type: 'dynamic-tool', toolName: 'search', ...call('output-available', { output: {} }) },
      { type: 'dynamic-tool', toolName: 'search', ...call('output-error', { errorText: '' }) },
      { type: 'text', text: 'A PID ', state: 'done' },
      { type: 'text', text: 'loop…', state: 'done', providerMetadata: { p: { id: 'msg_1' } } },
      { type: 'source-url', sourceId: 'c88', url: '/ch3?a=1&b=2#pid', title: '3.2' },
      {
        type: 'source-document',
        sourceId: 'c89',
        mediaType: 'application/pdf',
        title: 'The book',
        filename: 'book.pdf',
      },
      { type: 'file', mediaType: 'text/plain', url: 'https://example.com/notes.txt' },
      { type: 'data-chart', data: [{ x: 0, y: 1e21 }, null, 'text'] },
    ],
  },
];

/** One that the SDK put together from a stream, as a front end has it after an answer. */
async function streamed() {
  const stream = createUIMessageStream({
    generateId,
    execute({ writer }) {
      writer.write({ type: 'start', messageId: generateId(), messageMetadata: { model: 'a' } });
      writer.write({ type: 'start-step' });
      writer.write({ type: 'reasoning-start', id: 'r' });
      writer.write({ type: 'reasoning-delta', id: 'r', delta: 'Hm.' });
      writer.write({ type: 'reasoning-end', id: 'r' });
      const toolCallId = generateId();
      const input = { q: 'PID' };
      writer.write({ type: 'tool-input-available', toolCallId, toolName: 'find', input });
      writer.write({ type: 'tool-output-available', toolCallId, output: ['3.2'] });
      writer.write({ type: 'finish-step' });
      writer.write({ type: 'start-step' });
      writer.write({ type: 'text-start', id: 't' });
      writer.write({ type: 'text-delta', id: 't', delta: 'It ' });
      writer.write({ type: 'text-delta', id: 't', delta: 'steers.' });
      writer.write({ type: 'text-end', id: 't' });
      writer.write({ type: 'source-url', sourceId: 's', url: '/book/3', title: 'Control' });
      writer.write({ type: 'data-progress', id: 'd', data: { done: 1 } });
      writer.write({ type: 'finish-step' });
      writer.write({ type: 'finish', messageMetadata: { usage: { outputTokens: 3 } } });
    },
  });
  let message;
  for await (message of readUIMessageStream({ stream }));
  // What JSON cannot say (undefined) is not sent either.
  return JSON.parse(JSON.stringify(message));
}

/** As it was sent, in value and in text. */
function unchanged(sent, came, text) {
  const { id, role, parts, metadata } = came;
  assert.deepStrictEqual({ id, role, parts }, { id: sent.id, role: sent.role, parts: sent.parts });
  assert.deepStrictEqual(metadata, sent.metadata);
  assert.ok(text.includes(`"parts":${JSON.stringify(sent.parts)}`), `${id} has another text`);
  const texts = sent.parts.filter((part) => part.type === 'text').map((part) => part.text);
  assert.equal(came.content, texts.join(''));
}

const sent = [...written, await streamed()];
await validateUIMessages({ messages: sent });
const stored = await send('POST', messages, { messages: sent, createChat: true });
assert.ok(stored.body.messages.every((message) => message.created));
const read = await send('GET', messages);
assert.equal(read.body.data.length, sent.length);
sent.forEach((message, at) => unchanged(message, read.body.data[at], read.text));

// The SDK takes them as they are answered, with the fields that are Bookplate's own.
await validateUIMessages({ messages: read.body.data });
// What a model would be given is the same.
const forModel = (from) => convertToModelMessages(from, { ignoreIncompleteToolCalls: true });
const given = await forModel(read.body.data);
assert.deepStrictEqual(given, await forModel(sent));
assert.ok(given.length >= sent.length);

// Sent again, they are the same messages.
const again = await send('POST', messages, { messages: sent });
assert.ok(again.body.messages.every((message) => !message.created));

// The same for one message that is replaced, and read alone.
const { id, ...answer } = sent.at(-1);
const replaced = { ...answer, parts: [...sent[2].parts, ...answer.parts] };
await send('PUT', `${messages}/${id}`, replaced);
const one = await send('GET', `${messages}/${id}`);
unchanged({ id, ...replaced }, one.body, one.text);

// Parts of later versions of the SDK, which this one does not know.
const later = {
  id: generateId(),
  role: 'assistant',
  parts: [
    { type: 'custom', kind: 'a.compaction', providerMetadata: { a: { items: [1] } } },
    { type: 'reasoning-file', mediaType: 'image/png', url: 'data:image/png;base64,AA==' },
    { type: 'steering-message', id: 's', parts: [{ type: 'text', text: 'shorter' }] },
  ],
};
await send('POST', messages, { messages: [later] });
const last = await send('GET', `${messages}/${later.id}`);
unchanged(later, last.body, last.text);

const parts = [...sent, later].flatMap((message) => message.parts);
const kinds = parts.map(({ type, state }) => (state ? `${type} ${state}` : type));
console.log(JSON.stringify([...new Set(kinds)]));
