"""Servers for the tests: `kg serve` in a process of its own, as a user starts it."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

import pytest

ROOT = Path(__file__).resolve().parents[2]
Headers = dict[str, str]


@dataclass
class Got:
    """What came back."""

    status: int
    headers: Headers
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")


class Server:
    """A running `kg serve`."""

    def __init__(self, process: subprocess.Popen[str], address: str, said: list[str]) -> None:
        self.process = process
        self.address = address
        self.said = said
        self.host, self.port, self.root = re.match(r"http://(.+):(\d+)(.*)/$", address).groups()
        self.host, self.port = self.host.strip("[]"), int(self.port)

    def connect(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.host, self.port, timeout=60)

    def ask(self, target: str, method: str = "GET", body: bytes | str | None = None, **headers: str) -> Got:
        """Ask as it stands; underscores in the names of headers are hyphens."""
        connection = self.connect()
        try:
            named = {name.replace("_", "-"): value for name, value in headers.items()}
            body = body.encode() if isinstance(body, str) else body
            connection.request(method, target, body, named)
            answer = connection.getresponse()
            return Got(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def query(self, sparql: str, *, method: str = "GET", headers: Headers | None = None, **parameters: str) -> Got:
        """Ask /sparql."""
        given = urlencode({"query": sparql, **parameters})
        if method == "POST":
            return self.ask("/sparql", "POST", given, content_type=FORM, **(headers or {}))
        return self.ask(f"/sparql?{given}", method, **(headers or {}))

    def raw(self, request: bytes) -> bytes:
        """All that comes back for these bytes until the connection ends."""
        with socket.create_connection((self.host, self.port), timeout=20) as connection:
            connection.sendall(request)
            pieces = []
            with suppress(ConnectionError):
                while piece := connection.recv(65536):
                    pieces.append(piece)
            return b"".join(pieces)

    def stop(self, how: signal.Signals = signal.SIGINT, within: float = 15) -> int:
        self.process.send_signal(how)
        return self.process.wait(within)

    def workers(self) -> list[int]:
        """The processes that it has started."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]


FORM = "application/x-www-form-urlencoded"


@contextmanager
def serving(output: Path, *options: str | Path) -> Iterator[Server]:
    """A server over a graph, which is ended afterwards."""
    command = [sys.executable, "-m", "kg.cli.main", "serve", "-o", str(output), "--no-open", "--port", "0"]
    environment = {**os.environ, "PYTHONUTF8": "1", "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(
        [*command, *map(str, options)], stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True, env=environment
    ) as process:
        assert process.stderr is not None
        said: list[str] = []
        for line in process.stderr:
            said.append(line)
            if line.startswith("http://"):
                break
        else:
            raise AssertionError(f"it did not start: {''.join(said)}")
        reading = Thread(target=lambda: said.extend(process.stderr), daemon=True)
        reading.start()
        try:
            yield Server(process, said[-1].split()[0], said)
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGINT)
                try:
                    process.wait(15)
                except subprocess.TimeoutExpired:
                    process.kill()
            reading.join(5)


@pytest.fixture(scope="session")
def server(built: Path) -> Iterator[Server]:
    """A server over the examples, as it is without options; tests leave it as it was."""
    with serving(built) as running:
        yield running


@pytest.fixture
def start() -> Callable[..., AbstractContextManager[Server]]:
    """Starts a server with options: ``with start(output, "--prefix", "/news") as server``."""
    return serving
