"""A back end that answers questions about a book, with accounts and chats kept by Bookplate.

    uvicorn app:app
"""

import asyncio
import os
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any, Literal
from uuid import UUID, uuid5

import httpx
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.cors import CORSMiddleware
from fastapi.responses import StreamingResponse
from fastapi.staticfiles import StaticFiles
from pydantic import BaseModel, Field

from answer import Answer, events, replay, saving, sources, write
from auth import Caller
from bookplate import Chat, Problem
from retrieval import Book

FOLDER = Path(os.environ.get("BOOK", Path(__file__).parent / "book"))
# The front ends on other origins that may call from a browser, with commas.
ORIGINS = [origin for origin in os.environ.get("CHAT_ORIGINS", "").split(",") if origin]

book = Book(FOLDER)


@asynccontextmanager
async def lifespan(app: FastAPI):
    async with httpx.AsyncClient(timeout=5) as app.state.http:
        yield
        await asyncio.gather(*saving)


app = FastAPI(lifespan=lifespan, title="Book chat")
app.add_middleware(
    CORSMiddleware,
    allow_origins=ORIGINS,
    allow_methods=["POST"],
    allow_headers=["Authorization", "Content-Type"],
)
app.mount("/book", StaticFiles(directory=FOLDER))


class Message(BaseModel):
    """The AI SDK's UIMessage. Bookplate judges the parts and keeps them as they are."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    role: Literal["user"]
    parts: list[dict[str, Any]]
    metadata: Any = None

    def text(self) -> str:
        texts = [part.get("text") for part in self.parts if part.get("type") == "text"]
        return "\n".join(text for text in texts if isinstance(text, str))


class Question(BaseModel):
    chatId: UUID
    message: Message


@app.post("/chat")
async def chat(question: Question, token: Caller, request: Request) -> StreamingResponse:
    message = question.message
    kept_chat = Chat(request.app.state.http, token, question.chatId)
    # The question is stored first. That is the gate: whoever is signed out, suspended or has had
    # the questions of a day is refused by Bookplate here, before a model costs anything.
    kept = await kept_chat.append(message.model_dump(exclude_unset=True))

    # The same question has the same answer's id, so a request that is repeated doubles nothing.
    answer_id = "a-" + uuid5(question.chatId, message.id).hex
    if kept and not kept["created"] and (finished := await kept_chat.finished(answer_id)):
        answer = Answer(answer_id, message.id, [], None)
        pieces = replay(answer, finished)
    else:
        passages = book.search(message.text())
        answer = Answer(answer_id, message.id, sources(passages), kept_chat if kept else None)
        pieces = write(message.text(), passages)
    headers = {"x-vercel-ai-ui-message-stream": "v1", "Cache-Control": "no-store"}
    return StreamingResponse(
        events(answer, pieces), media_type="text/event-stream", headers=headers
    )


@app.exception_handler(Problem)
def refused(_: Request, problem: Problem) -> Response:
    return Response(problem.body, problem.status, problem.headers)


@app.exception_handler(RequestValidationError)
def wrong_request(request: Request, error: RequestValidationError) -> Response:
    # Without what was sent, which may be large or no text at all.
    wrong = ", ".join(".".join(map(str, one["loc"])) for one in error.errors())
    return refused(request, Problem.made(422, "VALIDATION_ERROR", f"Wrong: {wrong}."))
