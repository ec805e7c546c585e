"""A chat backend that records what it answers and what people think of it.

PLAUDIT_ADDRESS and PLAUDIT_API_KEY say where plaudit is. The model is a stand-in that knows three
answers; everything else is as in a real application.
"""

from __future__ import annotations

import math
import os
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Literal, TypedDict, cast

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

import plaudit
from plaudit import AsyncClient, AsyncFeedbackReporter, PlauditError, message
from plaudit.v1 import feedback_pb2

ANSWERS = {
    "password": "Open Settings, then Security.",
    "invoice": "It is in the mail of the day of your order.",
    "open": "Every day from ten to six.",
}
HTTP_CODES: dict[type[PlauditError], int] = {
    plaudit.AlreadyExists: 409,
    plaudit.DeadlineExceeded: 504,
    plaudit.FailedPrecondition: 409,
    plaudit.InvalidArgument: 422,
    plaudit.NotFound: 404,
    plaudit.ResourceExhausted: 429,
    plaudit.Unavailable: 503,
}
"""For what the caller can do something about. All others are errors between us and plaudit: 502."""


class State(TypedDict):
    """What lives as long as the application."""

    client: AsyncClient
    reporter: AsyncFeedbackReporter


@asynccontextmanager
async def lifespan(_: FastAPI) -> AsyncIterator[State]:
    """Open the client and the reporter, and close them at the end."""
    spool = os.environ.get("CHAT_SPOOL", "spool")
    async with (
        AsyncClient(timeout=5) as client,
        AsyncFeedbackReporter(spool="file", spool_directory=spool) as reporter,
    ):
        yield {"client": client, "reporter": reporter}


app = FastAPI(title="chat", lifespan=lifespan)


def client_of(request: Request) -> AsyncClient:
    """Return the client that the requests share."""
    return cast(AsyncClient, request.state.client)


class Question(BaseModel):
    """What a user asks."""

    session_id: str
    prompt: str = Field(min_length=1)


class Answer(BaseModel):
    """What the user gets: an answer, and the id by which to judge it."""

    message_id: str
    answer: str
    model: str


class Judgement(BaseModel):
    """What a user thinks of an answer. A real application knows the user by the login."""

    session_id: str
    message_id: str
    user: str
    thumb: Literal["up", "down"]
    comment: str = ""


class Judged(BaseModel):
    """A judgement as plaudit has it."""

    message_id: str
    user: str
    rating: str
    comment: str


class Memory(BaseModel):
    """An exchange that people liked."""

    prompt: str
    answer: str


@app.exception_handler(PlauditError)
async def explain(_: Request, error: PlauditError) -> JSONResponse:
    """Answer a failed call with the code of HTTP that says the same."""
    code = HTTP_CODES.get(type(error), 502)
    headers = {"Retry-After": str(math.ceil(error.retry_after))} if error.retry_after else None
    return JSONResponse({"reason": error.reason, "detail": error.message}, code, headers)


@app.post("/chat")
async def chat(request: Request, question: Question) -> Answer:
    """Answer a question, and record the exchange so that people can judge it."""
    text, model = await ask_model(client_of(request), question.prompt)
    message_id = f"msg_{uuid.uuid4().hex}"
    await client_of(request).create_exchange(
        session_id=question.session_id,
        message_id=message_id,
        prompt=question.prompt,
        answer=text,
        model=model,
    )
    return Answer(message_id=message_id, answer=text, model=model)


async def ask_model(client: AsyncClient, prompt: str) -> tuple[str, str]:
    """Return the answer that people liked to the same question, or else that of the stand-in.

    A real model would get all memories that are found as its context.
    """
    found = await client.search_memories(query=prompt, max_results=5)
    for match in found.matches:
        if match.memory.exchange.prompt.lower() == prompt.lower():
            return match.memory.exchange.answer, "memory"
    for word, answer in ANSWERS.items():
        if word in prompt.lower():
            return answer, "stand-in"
    return f"I am only a stand-in for a model, and know about {', '.join(ANSWERS)}.", "stand-in"


@app.post("/feedback", status_code=202)
async def judge(request: Request, judgement: Judgement) -> None:
    """Take a judgement. The user never waits for plaudit: it gets it when it is there again."""
    request.state.reporter.report(
        target=message(judgement.session_id, judgement.message_id),
        rating="positive" if judgement.thumb == "up" else "negative",
        text=judgement.comment,
        external_user_id=judgement.user,
    )


@app.get("/feedback/{session_id}")
async def judgements(request: Request, session_id: str) -> list[Judged]:
    """List what people think of the answers of a session."""
    return [
        Judged(
            message_id=feedback.target.message.message_id,
            user=feedback.external_user_id,
            rating=feedback_pb2.Rating.Name(feedback.rating),
            comment=feedback.text,
        )
        async for feedback in client_of(request).list_feedback(session_id=session_id)
    ]


@app.get("/memories")
async def memories(request: Request, query: str) -> list[Memory]:
    """Find exchanges that people liked."""
    found = await client_of(request).search_memories(query=query, max_results=5)
    exchanges = [match.memory.exchange for match in found.matches]
    return [Memory(prompt=one.prompt, answer=one.answer) for one in exchanges]
