"""Behind a prefix: a proxy may take it off or leave it on, and every link of every page leads somewhere."""

from __future__ import annotations

import http.client
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from urllib.parse import urljoin, urlsplit

import pytest

LINK = re.compile(r'(?:href|src|action)="([^"#]+)')


@contextmanager
def proxy(port: int, *, takes_off: str) -> Iterator[int]:
    """A reverse proxy that answers under kg.example.org; gives its port."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.removeprefix(takes_off) or "/"
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
            headers = {k: v for k, v in self.headers.items() if k.lower() != "connection"}
            connection.request("GET", path, None, {**headers, "X-Forwarded-Proto": "https"})
            answer = connection.getresponse()
            body = answer.read()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
            connection.close()

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()


def fetch(port: int, target: str, **headers: str) -> tuple[int, dict[str, str], str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", target, None, {"Host": "kg.example.org", **headers})
    answer = connection.getresponse()
    body = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer.status, {k.lower(): v for k, v in answer.getheaders()}, body


@pytest.mark.parametrize("takes_off", ["/news/kg", ""], ids=["taken off", "left on"])
def test_every_link_stays_under_the_prefix_and_leads_somewhere(start, built, takes_off):
    with (
        start(built, "--prefix", "/news/kg/", "--host-name", "kg.example.org") as server,
        proxy(server.port, takes_off=takes_off) as port,
    ):
        assert server.address.endswith("/news/kg/")
        assert fetch(port, "/news/kg/health")[0] == 200
        waiting, seen = ["/news/kg/sparql"], set()
        while waiting and len(seen) < 60:
            target = waiting.pop(0)
            status, headers, body = fetch(port, target, Accept="text/html")
            assert status in (200, 303), f"{target}: {status}"
            if not headers.get("content-type", "").startswith("text/html"):
                continue
            for link in map(unescape, LINK.findall(body)):
                parts = urlsplit(urljoin(f"http://kg.example.org{target}", link))
                if parts.netloc != "kg.example.org" or parts.scheme != "http":
                    continue
                assert parts.path.startswith("/news/kg/"), f"{target} links {link}"
                found = parts.path + (f"?{parts.query}" if parts.query else "")
                if found not in seen and not _absent(parts.path):
                    seen.add(found)
                    waiting.append(found)
        assert len(seen) > 3


def _absent(path: str) -> bool:
    """Whether no page is made for this path in this installation (its function is not there)."""
    from importlib.util import find_spec

    from kg.serve.app import PAGES

    function = PAGES.get(path.removeprefix("/news/kg"))
    return function is not None and find_spec(function.partition(":")[0]) is None


def test_switching_the_language_stays_under_the_prefix(start, built):
    with start(built, "--prefix", "/news", "--host-name", "kg.example.org") as server:
        for takes_off in ("/news", ""):
            with proxy(server.port, takes_off=takes_off) as port:
                status, headers, _ = fetch(port, "/news/articles?page=2&lang=en")
                assert (status, headers["location"]) == (303, "/news/articles?page=2")
                assert "path=/news" in headers["set-cookie"].lower()
        got = server.ask("/news")
        assert (got.status, got.headers["location"]) == (308, "/news/")
        assert server.ask("/news/health").text == server.ask("/health").text
        assert server.ask("/newspaper/health").status == 404
