"""An answer: how it comes about, how it is streamed, how it is kept while it grows."""

import asyncio
import json
import logging
import os
import re
import time
from collections.abc import AsyncIterator

from auth import LONGEST_ANSWER
from bookplate import Chat, Problem
from retrieval import Passage, quote

# Seconds between two words. The sentences are there at once; a model would take its time.
WORD_DELAY = float(os.environ.get("CHAT_WORD_DELAY", "0.02"))
# Seconds between two checkpoints: what a crash of this program may cost.
CHECKPOINT = float(os.environ.get("CHAT_CHECKPOINT", "1"))
# What the links to the book begin with.
BOOK_URL = os.environ.get("BOOK_URL", "/book").rstrip("/")

# Saves that are under way. They outlive the request that began them, since its client may go away.
saving: set[asyncio.Task] = set()


async def write(question: str, passages: list[Passage]) -> AsyncIterator[str]:
    """The text, piece by piece.

    This is where a model call goes: give the model the question and the passages (and what was said
    before, from `GET …/messages`), and yield its text as it comes. No model is pretended here; the
    answer is made of sentences of the book.
    """
    text = "\n\n".join(f"{p.title}: {quote(question, p)}" for p in passages)
    for word in re.findall(r"\S+\s*", text or "The book has nothing on that."):
        await asyncio.sleep(WORD_DELAY)
        yield word


def sources(passages: list[Passage]) -> list[dict]:
    """The parts that say where it stands."""
    return [
        {"type": "source-url", "sourceId": p.id, "url": f"{BOOK_URL}/{p.id}", "title": p.title}
        for p in passages
    ]


class Answer:
    """An answer to one question. Without a chat it is kept nowhere."""

    def __init__(self, answer_id: str, question_id: str, found: list[dict], chat: Chat | None):
        self.id, self.question_id, self.sources, self.chat = answer_id, question_id, found, chat
        self.text, self.status = "", "streaming"
        self.saved_at, self.order = time.monotonic(), asyncio.Lock()

    def add(self, piece: str):
        self.text += piece
        # One at a time: a slow save is followed by the next, not joined by it.
        if time.monotonic() - self.saved_at > CHECKPOINT and not self.order.locked():
            self.save("streaming")

    def save(self, status: str) -> asyncio.Task:
        """Begins to save it as it is now. Saves happen in the order in which they were begun, so
        that a checkpoint never replaces the end."""
        self.status, self.saved_at = status, time.monotonic()
        parts = [{"type": "text", "text": self.text}]
        if status == "complete":
            parts += self.sources
        message = {
            "role": "assistant",
            "parts": parts,
            "status": status,
            "parentId": self.question_id,
        }
        task = asyncio.create_task(self.put(message))
        saving.add(task)
        task.add_done_callback(saving.discard)
        return task

    async def put(self, message: dict) -> bool:
        if self.chat is None:
            return True
        async with self.order:
            try:
                await self.chat.put(self.id, message)
                return True
            except Problem as problem:
                logging.warning("the answer %s was not saved: %s", self.id, problem)
                return False


def event(**chunk) -> str:
    return f"data: {json.dumps(chunk)}\n\n"


async def events(answer: Answer, pieces: AsyncIterator[str]) -> AsyncIterator[str]:
    """The AI SDK's UI message stream. What happens to the stream decides what the answer becomes:
    complete, incomplete (the client went away, or it took too long) or error."""
    end = asyncio.get_running_loop().time() + LONGEST_ANSWER
    limit = None
    try:
        yield event(type="start", messageId=answer.id)
        yield event(type="text-start", id="text")
        while True:
            # Around no `yield`: there it would cancel whoever sends the stream.
            async with asyncio.timeout_at(end) as limit:
                piece = await anext(pieces, None)
            if piece is None:
                break
            answer.add(piece)
            yield event(type="text-delta", id="text", delta=piece)
        yield event(type="text-end", id="text")
        for source in answer.sources:
            yield event(**source)
        # The client may go away at this very moment: the save goes on.
        if await asyncio.shield(answer.save("complete")):
            yield event(type="finish")
        else:
            yield event(type="error", errorText="The answer could not be saved.")
    except Exception:
        # A timeout of the model's own is an error like others.
        if limit and limit.expired():
            status, text = "incomplete", "The answer took too long."
        else:
            status, text = "error", "The answer broke off."
        logging.exception("the answer %s: %s", answer.id, text)
        answer.save(status)
        yield event(type="error", errorText=text)
    finally:
        # Stopped from outside: the client went away. Nothing can be awaited any more.
        if answer.status == "streaming":
            answer.save("incomplete")
    yield "data: [DONE]\n\n"


async def replay(answer: Answer, message: dict) -> AsyncIterator[str]:
    """The stream of an answer that is kept already."""
    answer.sources = [part for part in message["parts"] if part["type"] == "source-url"]
    yield message["content"]
