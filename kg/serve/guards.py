"""Who may ask what: only this machine's own pages, reading only, under names that are ours.

A page of a stranger, open in the same browser, can send requests to 127.0.0.1, and a name of his own can be made to
point there (DNS rebinding). So the Host must be one that we serve, requests that another site causes are refused,
and nobody gets CORS who was not named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kg.serve.reply import Reply

LOCAL_NAMES = ("127.0.0.1", "localhost", "::1")
LONGEST_TARGET = 1 << 15
"""How long path and query of an address may be; longer queries are posted."""
_SAFE_SITES = (b"same-origin", b"none")
_READING = ("GET", "HEAD", "POST", "OPTIONS")
"""POST is how long SPARQL queries come; it changes nothing."""
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:[0-9]{0,5})?", re.ASCII)
_ORIGIN = re.compile(r"https?://(\[[0-9a-f:.]+\]|[a-z0-9_.-]+)(:[0-9]{1,5})?", re.ASCII)

HEADERS = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
)


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
        """Whether a Host header names this server. Any port: tunnels have others, and rebinding needs a name."""
        return host_name(host) in {*LOCAL_NAMES, *self.hosts}


@lru_cache(maxsize=256)
def host_name(host: str) -> str:
    """The name in a Host header, in lower case and without port; empty where it is none.

    >>> host_name("LOCALHOST:8080"), host_name("[::1]:8080"), host_name("evil.example@127.0.0.1")
    ('localhost', '::1', '')
    """
    found = _HOST.fullmatch(host.lower()) if len(host) < 300 else None
    return found[1].strip("[]").removesuffix(".") if found else ""


class Guards:
    """The outermost part of the application: refuses what is not allowed, and adds the headers of security."""

    def __init__(self, app: ASGIApp, rules: Rules) -> None:
        self.app = app
        self.rules = rules
        self._origins = frozenset(origin.encode() for origin in rules.origins)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand on what is allowed."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = dict(scope["headers"])  # of what comes twice the last; the Host must not come twice
        origin = headers.get(b"origin")
        allowed = origin if origin in self._origins else None
        answer: ASGIApp | None = self._refusal(scope, headers)
        if answer is None and scope["method"] == "OPTIONS":
            answer = _preflight(allowed is not None)

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._with_security(message["headers"], allowed)
            await send(message)

        await (answer or self.app)(scope, receive, guarded)

    def _with_security(
        self, headers: Iterable[tuple[bytes, bytes]], allowed: bytes | None
    ) -> list[tuple[bytes, bytes]]:
        out = [*headers, *HEADERS]
        if self._origins:
            vary = b", ".join([value for name, value in out if name == b"vary"] + [b"origin"])
            out = [header for header in out if header[0] != b"vary"] + [(b"vary", vary)]
        if allowed is not None:
            out = [header for header in out if header[0] != b"cross-origin-resource-policy"]
            out += [(b"access-control-allow-origin", allowed), (b"cross-origin-resource-policy", b"cross-origin")]
        return out

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> Reply | None:
        host = headers.get(b"host", b"")
        twice = sum(name == b"host" for name, _ in scope["headers"]) != 1
        if twice or not self.rules.is_own_host(host.decode("latin-1")):
            return Reply.text(421, "this server does not answer under that name; allow it with --host-name")
        if scope["method"] not in _READING:
            return Reply.text(405, "this server only reads", {"allow": ", ".join(_READING)})
        if not self._may_read(scope["method"], headers, host):
            return Reply.text(403, "pages of other sites may not ask this server; allow one with --cors")
        if len(scope.get("raw_path", b"")) + len(scope["query_string"]) > LONGEST_TARGET:
            return Reply.text(414, f"the address is longer than {LONGEST_TARGET >> 10} KB; post long queries")
        return None

    def _may_read(self, method: str, headers: dict[bytes, bytes], host: bytes) -> bool:
        """Whether no other site causes this request; following a link from one is fine."""
        origin = headers.get(b"origin")
        if origin is not None:
            return origin in self._origins or _same_origin(origin, host)
        site = headers.get(b"sec-fetch-site", b"none")
        follows = method in ("GET", "HEAD") and headers.get(b"sec-fetch-mode") == b"navigate"
        return site in _SAFE_SITES or (follows and headers.get(b"sec-fetch-dest") == b"document")


def _preflight(is_allowed: bool) -> Reply:
    if not is_allowed:
        return Reply.text(204, "", {"allow": ", ".join(_READING)})
    given = {"access-control-allow-methods": "GET, POST", "access-control-allow-headers": "accept, content-type"}
    return Reply.text(204, "", {**given, "access-control-max-age": "600"})


def _same_origin(origin: bytes, host: bytes) -> bool:
    """Whether a page of this origin was served by us: the very host and port that is asked now."""
    scheme, _, rest = origin.partition(b"://")
    return scheme in (b"http", b"https") and rest.lower() == host.lower()


def checked_hosts(hosts: Iterable[str]) -> tuple[str, ...]:
    """Names for :class:`Rules`, as given on the command line.

    >>> checked_hosts(["KG.example.org", "[fe80::1]", "fe80::2"])
    ('kg.example.org', 'fe80::1', 'fe80::2')

    Raises:
        ValueError: if one is no name of a host.
    """
    names = []
    for host in hosts:
        name = host_name(f"[{host}]" if host.count(":") > 1 and not host.startswith("[") else host)
        if not name or len(name) != len(host.strip("[]")):
            raise ValueError(f"«{host}» is not the name of a host, such as kg.example.org; the port is not part of it")
        names.append(name)
    return tuple(names)


def checked_origins(origins: Iterable[str]) -> tuple[str, ...]:
    """Origins for :class:`Rules`, as given on the command line.

    Raises:
        ValueError: if one is no origin; a browser would never send it, or anybody's page could.
    """
    given = tuple(origins)
    for origin in given:
        if not _ORIGIN.fullmatch(origin):
            raise ValueError(f"«{origin}» is not an origin, such as https://news.example.org: scheme, name, port")
    return given
