"""Who may ask what: only this machine's own pages, reading only, under names that are ours.

A page of a stranger, open in the same browser, can send requests to 127.0.0.1, and a name of his own can be made to
point there (DNS rebinding). So the Host must be one that we serve, requests that another site causes are refused,
and nobody gets CORS who was not named.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")
_SAFE_SITES = ("same-origin", "none")
_READING = ("GET", "HEAD", "POST", "OPTIONS")
"""POST is how long SPARQL queries come; it changes nothing."""

HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """What is allowed.

    Attributes:
        hosts: names under which the server may be asked, beside those of the machine itself; without a port.
        origins: other sites whose pages may read the answers (CORS); empty as a rule.
    """

    hosts: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()

    def is_own_host(self, host: str) -> bool:
        """Whether a Host header names this server."""
        name = host_name(host)
        return bool(name) and name in {*LOCAL_NAMES, *map(str.lower, self.hosts)}


def host_name(host: str) -> str:
    """The name in a Host header, in lower case and without port; empty where it is none.

    >>> host_name("LOCALHOST:8080"), host_name("[::1]:8080"), host_name("evil.example@127.0.0.1")
    ('localhost', '::1', '')
    """
    if not host or any(c in host for c in "@/\\?# ,"):
        return ""
    try:
        return (urlsplit(f"//{host}").hostname or "").rstrip(".")
    except ValueError:
        return ""


class Guards:
    """The outermost part of the application: refuses what is not allowed, and adds the headers of security."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is allowed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope["method"], headers)
        origin = headers.get("origin", "")
        allowed = origin if origin in self.rules.origins else ""
        answer = self._preflight(allowed) if scope["method"] == "OPTIONS" and not refusal else refusal

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                out = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    out.setdefault(name, value)
                if self.rules.origins:
                    out.add_vary_header("Origin")
                if allowed:
                    out["access-control-allow-origin"] = allowed
                    out["cross-origin-resource-policy"] = "cross-origin"
            await send(message)

        await (answer or self.app)(scope, receive, guarded)

    def _refusal(self, method: str, headers: Headers) -> PlainTextResponse | None:
        hosts = headers.getlist("host")
        if len(hosts) != 1 or not self.rules.is_own_host(hosts[0]):
            return _plain(421, "this server does not answer under that name; allow it with --host-name")
        if method not in _READING:
            return _plain(405, "this server only reads", {"allow": ", ".join(_READING)})
        if not self._may_read(method, headers, hosts[0]):
            return _plain(403, "pages of other sites may not ask this server; allow one with --cors")
        return None

    def _may_read(self, method: str, headers: Headers, host: str) -> bool:
        """Whether no other site causes this request; following a link from one is fine."""
        origin = headers.get("origin")
        if origin is not None:
            return origin in self.rules.origins or _same_origin(origin, host)
        site = headers.get("sec-fetch-site", "none")
        follows = method in ("GET", "HEAD") and headers.get("sec-fetch-mode") == "navigate"
        return site in _SAFE_SITES or (follows and headers.get("sec-fetch-dest") == "document")

    def _preflight(self, allowed: str) -> PlainTextResponse:
        if not allowed:
            return _plain(204, "", {"allow": ", ".join(_READING)})
        given = {"access-control-allow-methods": "GET, POST", "access-control-allow-headers": "accept, content-type"}
        return _plain(204, "", {**given, "access-control-max-age": "600"})


def _same_origin(origin: str, host: str) -> bool:
    """Whether a page of this origin was served by us: the very host and port that is asked now."""
    scheme, _, rest = origin.partition("://")
    return scheme in ("http", "https") and rest.lower() == host.lower()


def _plain(status: int, text: str, headers: dict[str, str] | None = None) -> PlainTextResponse:
    return PlainTextResponse(f"{text}\n" if text else "", status, headers)


def checked_hosts(hosts: Iterable[str]) -> tuple[str, ...]:
    """Names for :class:`Rules`, as given on the command line.

    Raises:
        ValueError: if one is no name of a host.
    """
    names = tuple(hosts)
    for name in names:
        if host_name(name) != name.lower():
            raise ValueError(f"«{name}» is not the name of a host, such as kg.example.org")
    return names
