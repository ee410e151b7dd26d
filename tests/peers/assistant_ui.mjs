// Keeps a thread of assistant-ui, branches and all, in a chat and makes it anew from what is read:
// assistant_ui.mjs BOOKPLATE TOKEN
//
// The thread is made by assistant-ui's own converters. Fails if the new one differs; else it prints
// the types of the parts that were looked at.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { ExportedMessageRepository } from '@assistant-ui/core';
import { MessageRepository } from '@assistant-ui/core/internal';

const [bookplate, token] = process.argv.slice(2);
const messages = `${bookplate}/api/v1/chats/${randomUUID()}/messages`;

async function send(method, url, body) {
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' };
  const answer = await fetch(url, { method, headers, body: body && JSON.stringify(body) });
  assert.ok(answer.ok, `${method} ${url}: ${answer.status}`);
  return answer.json();
}

/** What JSON says of it: no undefined, moments as text. */
const plain = (value) => JSON.parse(JSON.stringify(value));

// Their shape has an own place for what ours keeps in `metadata`.
const toBookplate = ({ message: { id, role, content, ...metadata }, parentId }) => ({
  id,
  parentId,
  role,
  parts: content,
  metadata,
});
const fromBookplate = ({ id, parentId, role, parts, metadata: { createdAt, ...rest } }) => ({
  parentId,
  message: { id, role, content: parts, createdAt: new Date(createdAt), ...rest },
});

const says = (id, parentId, role, content, rest = {}) => ({
  parentId,
  message: { id, role, content, ...rest },
});
const thread = ExportedMessageRepository.fromBranchableArray(
  [
    says('system', null, 'system', 'Answer from the book alone.'),
    says('question', 'system', 'user', [
      { type: 'text', text: 'What is this? 🤖' },
      { type: 'image', image: 'data:image/png;base64,AA==', filename: 'robot.png' },
      { type: 'data-selection', data: { chapter: 3 } },
    ], {
      createdAt: new Date('2026-11-21T09:30:00.123Z'),
      attachments: [{
        id: 'attachment',
        type: 'document',
        name: 'notes.txt',
        contentType: 'text/plain',
        status: { type: 'complete' },
        content: [{ type: 'text', text: '<b>notes</b>' }],
      }],
      metadata: { custom: { tab: { id: 7, open: true } } },
    }),
    says('answer', 'question', 'assistant', [
      { type: 'reasoning', text: 'A wheel, a battery…' },
      {
        type: 'tool-call',
        toolName: 'find',
        toolCallId: 'call',
        args: { q: 'robot' },
        result: [1, null],
      },
      { type: 'text', text: 'A small robot.' },
      { type: 'source', sourceType: 'url', id: 's1', url: '/book/3', title: 'Control' },
      {
        type: 'source',
        sourceType: 'document',
        id: 's2',
        title: 'The book',
        mediaType: 'application/pdf',
      },
      { type: 'file', data: 'AA==', mimeType: 'application/octet-stream', filename: 'a.bin' },
      { type: 'data-chart', data: [[0, 1.5]] },
    ], {
      status: { type: 'complete', reason: 'stop' },
      metadata: {
        steps: [{ messageId: 'step', usage: { inputTokens: 812, outputTokens: 164 } }],
        unstable_state: { deep: [{ er: null }] },
        submittedFeedback: { type: 'positive' },
        custom: { model: 'a-model' },
      },
    }),
    says('other-answer', 'question', 'assistant', 'It may be a toaster.', {
      status: { type: 'incomplete', reason: 'cancelled' },
    }),
    says('other-start', null, 'user', 'Something else.'),
    says('more', 'answer', 'user', 'And what does it weigh?'),
    says('last', 'more', 'assistant', 'Two kilograms.'),
  ],
  { headId: 'last' },
);
const repository = new MessageRepository();
repository.import(thread);

// In the order in which they came about, so the head is the newest.
const sent = thread.messages.map(toBookplate);
await send('POST', messages, { messages: sent, createChat: true });

const tree = await send('GET', `${messages}?view=all`);
assert.equal(tree.headMessageId, repository.headId);
const kept = { headId: tree.headMessageId, messages: tree.data.map(fromBookplate) };
assert.deepStrictEqual(plain(kept), plain(thread));
const anew = new MessageRepository();
anew.import(kept);
assert.deepStrictEqual(plain(anew.export()), plain(repository.export()));
for (const { id } of sent) {
  assert.deepStrictEqual(anew.getBranches(id), repository.getBranches(id));
}
assert.deepStrictEqual(anew.getBranches('answer'), ['answer', 'other-answer']);

// What both call the active path.
const active = await send('GET', messages);
assert.deepStrictEqual(
  active.data.map(({ id }) => id),
  repository.getMessages().map(({ id }) => id),
);

const types = sent.flatMap(({ parts }) => parts.map(({ type }) => type));
console.log(JSON.stringify([...new Set(types)]));
