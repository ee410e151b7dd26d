"""What this back end asks of Bookplate: to keep what was said.

All of it is done with the access token of whoever called, so this program has no rights of its
own: it reads and writes what its caller may, and keeps no secret.
"""

import asyncio
import json
import os
from uuid import UUID

import httpx

# Where this program reaches the service.
BOOKPLATE = os.environ.get("BOOKPLATE", "http://127.0.0.1:7860").rstrip("/")

# Seconds to wait before a request that failed on its way is sent again.
PAUSES = (0.2, 1, 3)


class Problem(Exception):
    """What is answered instead (RFC 9457), in the words of Bookplate."""

    def __init__(self, status: int, body: bytes, headers: dict):
        super().__init__(f"{status}: {body.decode(errors='replace')}")
        self.status, self.body, self.headers = status, body, headers

    @classmethod
    def made(cls, status: int, code: str, title: str, headers: dict | None = None):
        body = {"type": "about:blank", "title": title, "status": status, "code": code}
        media_type = {"Content-Type": "application/problem+json"}
        return cls(status, json.dumps(body).encode(), media_type | (headers or {}))

    @classmethod
    def passed_on(cls, answer: httpx.Response):
        kept = ("Content-Type", "WWW-Authenticate", "Retry-After", "X-Request-Id")
        headers = {name: answer.headers[name] for name in kept if name in answer.headers}
        return cls(answer.status_code, answer.content, headers)


class Chat:
    """One chat of one caller."""

    def __init__(self, http: httpx.AsyncClient, token: str, chat_id: UUID):
        self.http, self.token = http, token
        self.messages = f"{BOOKPLATE}/api/v1/chats/{chat_id}/messages"

    async def append(self, message: dict) -> dict | None:
        """The message as it is kept; `created` says whether it is new. None if the caller keeps no
        history. Without a `parentId` it follows the newest message of the chat."""
        answer = await self.send("POST", self.messages, {"messages": [message], "createChat": True})
        if answer.get("stored") is False:
            return None
        return answer["messages"][0]

    async def put(self, message_id: str, message: dict):
        """Creates a message, or replaces it."""
        await self.send("PUT", f"{self.messages}/{message_id}", message)

    async def finished(self, message_id: str) -> dict | None:
        """A message that is there and complete."""
        try:
            message = await self.send("GET", f"{self.messages}/{message_id}")
        except Problem as problem:
            if problem.status == 404:
                return None
            raise
        return message if message["status"] == "complete" else None

    async def send(self, method: str, url: str, body: dict | None = None) -> dict:
        headers = {"Authorization": f"Bearer {self.token}"}
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            # Half of a surrogate pair cannot be encoded. As an escape it reaches Bookplate, which
            # says what is wrong.
            content = json.dumps(body, ensure_ascii=False).encode(errors="backslashreplace")
        for pause in (*PAUSES, None):
            try:
                answer = await self.http.request(method, url, content=content, headers=headers)
            except httpx.TransportError as error:
                # Whether it arrived is not known. Messages have ids, so that it may be sent again:
                # Bookplate keeps each id once.
                if pause is None:
                    text = "The chats cannot be reached now."
                    retry = {"Retry-After": "5"}
                    raise Problem.made(503, "SERVICE_UNAVAILABLE", text, retry) from error
            else:
                if answer.is_success:
                    return answer.json()
                if answer.status_code not in (502, 503, 504) or pause is None:
                    raise Problem.passed_on(answer)
            await asyncio.sleep(pause)
