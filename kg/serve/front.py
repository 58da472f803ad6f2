"""What stands before the routes: takes the prefix off the path, and gives kept answers without further ado."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from functools import lru_cache
from typing import Any

from starlette.requests import ClientDisconnect, cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.cache import Answers
from kg.serve.languages import COOKIE, language_of
from kg.serve.page import Language
from kg.serve.reply import Reply

KEY = "kg.key"
"""Where the scope has what the request asks for, as a key of :class:`Answers`."""
_RENEWING = 8  # answers that are worked out anew at the same time while nobody waits for them


class Front:
    """The way in.

    A proxy may take the prefix off before it hands a request on, or leave it on: both are understood.

    Args:
        app: what works out the other answers; it finds the key at :data:`KEY`.
        answers: those that were given already.
        state: gives the newest state of the graph.
        root: the prefix, ``""`` or ``/news``.
    """

    def __init__(self, app: ASGIApp, answers: Answers, state: Callable[[], str], root: str) -> None:
        self.app = app
        self.answers = answers
        self.state = state
        self.root = root
        self._renewing: set[asyncio.Future[None]] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        if scope["type"] == "http":
            if self.root:
                if scope["path"] == self.root:
                    await Reply.text(308, "", {"location": f"{self.root}/"}).send(scope, send)
                    return
                self._place(scope)
            if scope["method"] != "POST":
                key = scope[KEY] = _key(scope)
                found = self.answers.kept(self.state(), key, may_lag=not _wants_newest(scope))
                if found:
                    reply, behind_s = found
                    await reply.send(scope, send, behind_s)
                    if behind_s > self.answers.most_behind_s / 2 and len(self._renewing) < _RENEWING:
                        self._renew(scope)
                    return
                try:
                    await self.app(scope, receive, send)
                finally:
                    self.answers.release(key)
                return
        await self.app(scope, receive, send)

    def _renew(self, scope: Scope) -> None:
        """Work an answer out anew, so that nobody has to wait for it when it has become too old."""

        async def nobody(message: Message) -> None:
            pass

        async def nothing() -> Message:
            await asyncio.Event().wait()  # there is no reader who could go away
            raise AssertionError

        task = asyncio.ensure_future(self.app(scope, nothing, nobody))
        self._renewing.add(task)
        task.add_done_callback(self._renewing.discard)

    def _place(self, scope: Scope) -> None:
        """The path with the prefix, as ASGI has it, whether the proxy left it on or not."""
        scope["root_path"] = self.root
        if not scope["path"].startswith(f"{self.root}/"):
            scope["path"] = self.root + scope["path"]
            scope["raw_path"] = self.root.encode() + scope["raw_path"]


async def while_there(receive: Receive, coming: Coroutine[Any, Any, Reply]) -> Reply:
    """An answer, as long as the one who asked is there to get it.

    Args:
        receive: of the request, whose body has been read if it is of use.
        coming: gives the answer; it is cancelled if the reader goes away.

    Raises:
        ClientDisconnect: if he does.
    """

    async def gone() -> None:
        while (await receive())["type"] != "http.disconnect":
            pass  # a body that nobody needs

    answer, leaving = asyncio.ensure_future(coming), asyncio.ensure_future(gone())
    try:
        await asyncio.wait((answer, leaving), return_when=asyncio.FIRST_COMPLETED)
        if answer.done():
            return answer.result()
        raise ClientDisconnect
    finally:
        answer.cancel()
        leaving.cancel()


def accept_of(scope: Scope) -> str:
    """The Accept header, in one piece."""
    return ", ".join([value.decode("latin-1") for name, value in scope["headers"] if name == b"accept"])


def language_for(scope: Scope) -> Language:
    """The language of the one who asks."""
    headers = dict(scope["headers"])
    return _language(headers.get(b"cookie", b""), headers.get(b"accept-language", b""))


@lru_cache(maxsize=256)
def _language(cookie: bytes, accepted: bytes) -> Language:
    # servers at other ports of this machine share the cookies: http.cookies reads none behind one with {"a":1}
    chosen = cookie_parser(cookie.decode("latin-1")).get(COOKIE, "")
    return language_of(chosen, accepted.decode("latin-1"))


def _key(scope: Scope) -> Hashable:
    """All that an answer depends on."""
    host = next((value for name, value in scope["headers"] if name == b"host"), b"")
    asked = (scope["scheme"], host, scope["raw_path"], scope["query_string"])
    return (*asked, accept_of(scope), language_for(scope))


def _wants_newest(scope: Scope) -> bool:
    """Whether the reader says so, as browsers do when a page is loaded again."""
    return any(name == b"cache-control" and (b"no-cache" in v or b"max-age=0" in v) for name, v in scope["headers"])
