"""Answers as they go to the reader: headers and body, made once and given as often as they are asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from starlette.types import Receive, Scope, Send

from kg.serve.page import Page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
VARY = "accept, accept-language, cookie"
_NO_HEADER = re.compile("[^\t\x20-\x7e\xa0-\xff]")
_OF_304 = (b"etag", b"cache-control", b"vary")


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, which is an ASGI application.

    Attributes:
        status: of HTTP.
        headers: as ASGI wants them.
        body: the bytes.
        tag: the entity tag, with its quotation marks; empty where a reader cannot ask whether it is still the same.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes
    tag: bytes = b""

    @classmethod
    def of(cls, page: Page, cache_control: str = "no-cache") -> Reply:
        """A page on its way; one that went wrong is not to be kept by anybody."""
        whole = page.status == 200
        given = {name.lower(): value for name, value in page.headers.items()}
        named = {"content-type": page.media_type, "content-length": str(len(page.body)), "vary": VARY, **given}
        if page.media_type.startswith("text/html"):
            named.setdefault("content-security-policy", POLICY)
        tag = f'"{sha256(page.body).hexdigest()[:16]}"' if whole else ""
        if tag:
            named["etag"] = tag
        named["cache-control"] = cache_control if whole else "no-store"
        return cls(page.status, _raw(named), page.body, tag.encode())

    @classmethod
    def text(cls, status: int, text: str, headers: Mapping[str, str] | None = None) -> Reply:
        """A word to a program."""
        body = f"{text}\n".encode("utf-8", "replace") if text else b""
        named = {"cache-control": "no-store", **(headers or {})}
        if status not in (204, 304):
            named |= {"content-type": "text/plain; charset=utf-8", "content-length": str(len(body))}
        return cls(status, _raw(named), body)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        await self.send(scope, send)

    async def send(self, scope: Scope, send: Send, behind_s: int = 0) -> None:
        """Send it, or word that the reader has it already.

        Args:
            scope: the request.
            send: where to.
            behind_s: for how many seconds, at most, there has been a newer one; the reader is told.
        """
        status, headers, body = self.status, list(self.headers), self.body
        if self.tag and self._is_known(scope):
            status, headers, body = 304, [header for header in headers if header[0] in _OF_304], b""
        if behind_s:
            headers.append((b"age", str(behind_s).encode()))
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    def _is_known(self, scope: Scope) -> bool:
        for name, value in scope["headers"]:
            if name == b"if-none-match":
                return self.tag in value or value.strip() == b"*"
        return False


def _raw(headers: Mapping[str, str]) -> tuple[tuple[bytes, bytes], ...]:
    """Headers as bytes. What would end a header, or is none of its characters, never gets into one."""
    return tuple(
        (name.encode("ascii"), _NO_HEADER.sub("?", value).encode("latin-1")) for name, value in headers.items()
    )
