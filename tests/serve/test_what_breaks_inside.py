"""What breaks inside the server is told in plain words; its log has the reason."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from kg.errors import JobError, KgError, LimitError
from kg.serve.app import Site, create_app
from kg.serve.page import Asked, Page
from kg.serve.protocol import QueryRequest

INSIDE = "kg.serve.jobs:make failed: ImportError: cannot import name 'x' from '/opt/kg/y.py'"


class BreakingJobs:
    """Jobs that all end with an error, as those of a graph that something is wrong with."""

    def __init__(self, error: KgError) -> None:
        self.error = error

    def state(self) -> str:
        return "1"

    def has_pages_waiting(self) -> bool:
        return False

    def has_queries_waiting(self) -> bool:
        return False

    async def page(self, function: str, asked: Asked) -> Page:
        raise self.error

    async def query(self, request: QueryRequest) -> Page:
        raise self.error


def answer(error: KgError, path: str, query: str = "", language: str = "en") -> tuple[int, str]:
    """The status and the text that a server gives whose jobs end so."""
    headers = [(b"host", b"127.0.0.1"), (b"accept-language", language.encode())]
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": headers,
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
    }
    sent: list[Any] = []

    waiting = [True]

    async def receive() -> dict[str, Any]:
        if not waiting:
            await asyncio.Event().wait()  # the reader stays
        waiting.clear()
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(create_app(Site("https://example.org/", ""), BreakingJobs(error))(scope, receive, send))
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], body.decode()


@pytest.mark.parametrize(("language", "words"), [("en", "log has the reason"), ("zh", "原因记在服务器的日志里")])
def test_a_page_that_breaks_tells_nothing_of_the_inside(
    language: str, words: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, text = answer(JobError(INSIDE), "/events", language=language)
    assert status == 500
    assert words in text
    assert not any(piece in text for piece in ("ImportError", "kg.serve", "/opt/"))
    assert INSIDE in caplog.text


@pytest.mark.parametrize(("path", "query"), [("/sparql", "query=ASK%20%7B%7D"), ("/api/terms", "")])
def test_an_answer_that_breaks_says_where_the_reason_is(
    path: str, query: str, caplog: pytest.LogCaptureFixture
) -> None:
    status, text = answer(JobError(INSIDE), path, query)
    assert (status, text.strip()) == (500, "the answer could not be worked out; the server's log tells why")
    assert INSIDE in caplog.text


def test_other_errors_keep_their_words() -> None:
    for path, query in (("/events", ""), ("/sparql", "query=ASK%20%7B%7D")):
        status, text = answer(LimitError("stopped after 2 s"), path, query)
        assert (status, "stopped after 2 s" in text) == (500, True)
