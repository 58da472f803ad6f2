"""Whether code reaches outside: an audit hook sees what Python does, a server that counts what libraries do."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from fuzz.target import Finding

_REACHING = ("socket.connect", "socket.getaddrinfo", "socket.gethostbyname", "subprocess.Popen", "os.system", "os.exec")
_ROOT = str(Path(__file__).resolve().parent.parent)
_OWN = tuple(
    {os.path.realpath(p) for p in (_ROOT, sys.prefix, sys.base_prefix, *sys.path) if p} | {"/dev/", "/proc/", "/usr/"}
)
_allowed: list[str] | None = None
"""The files that may be read now, besides those of Python and the project; None where nobody watches."""


@cache
def _hook() -> None:
    def seen(event: str, arguments: tuple[object, ...]) -> None:
        if _allowed is None:
            return
        if event in _REACHING:
            raise Finding(f"reaches outside: {event} {arguments!r}"[:300])
        if event == "open" and isinstance(arguments[0], str):
            path = os.path.realpath(arguments[0])
            if path not in _allowed and not path.startswith(_OWN):
                raise Finding(f"opens {path}")

    sys.addaudithook(seen)


@contextmanager
def sealed(*files: Path) -> Iterator[None]:
    """Nothing in the body may reach outside this process, nor read files but these."""
    global _allowed
    _hook()
    _allowed = [os.path.realpath(file) for file in files]
    try:
        yield
    finally:
        _allowed = None


class Counter:
    """A web server on this machine that counts who comes."""

    def __init__(self) -> None:
        counter = self
        self.hits = 0

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                counter.hits += 1
                self.send_response(200)
                self.end_headers()

            do_POST = do_GET  # noqa: N815 - the name that http.server looks for
            do_HEAD = do_GET  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/x"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        """Count no more."""
        self._server.shutdown()
        self._server.server_close()


@cache
def counter() -> Counter:
    """The server of this process."""
    return Counter()
