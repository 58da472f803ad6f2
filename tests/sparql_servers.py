"""SPARQL servers that tests start, each on loopback, at a free port, in a folder of its own."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from kg.store.remote_address import Address, Credentials, address

_INI = """
[Database]
DatabaseFile = v.db
ErrorLogFile = v.log
LockFile = v.lck
TransactionFile = v.trx
xa_persistent_file = v.pxa
FileExtend = 100
[TempDatabase]
DatabaseFile = v-temp.db
TransactionFile = v-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
ServerThreads = 5
NumberOfBuffers = 4000
MaxDirtyBuffers = 3000
CheckpointInterval = 0
DirsAllowed = .
DisableUnixSocket = 1
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerThreads = 4
ServerRoot = .
[SPARQL]
ResultSetMaxRows = {rows}
"""


def free_port() -> int:
    """A port of loopback that nobody had a moment ago."""
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return int(s.getsockname()[1])


@contextmanager
def oxigraph_serve(folder: Path | None = None, *options: str) -> Iterator[str]:
    """``oxigraph serve``, in memory without a folder; gives its address."""
    binary = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if binary is None:
        pytest.skip("oxigraph is not installed: pip install oxigraph")
    url = f"http://127.0.0.1:{free_port()}"
    where = ["--location", str(folder)] if folder else []
    command = [binary, "serve", "--bind", url.removeprefix("http://"), *where, *options]
    with _running(command, f"{url}/query?query=ASK%7B%7D", None):
        yield url


@contextmanager
def virtuoso(folder: Path, rows: int = 1_000_000) -> Iterator[Address]:
    """Debian's Virtuoso, as new; gives its services, with the password that it has at first."""
    binary = shutil.which("virtuoso-t")
    if binary is None:
        pytest.skip("Virtuoso is not installed: apt-get install virtuoso-opensource-7-bin")
    http = free_port()
    (folder / "virtuoso.ini").write_text(_INI.format(port=free_port(), http=http, rows=rows), "ascii")
    url = f"http://127.0.0.1:{http}"
    with _running(
        [binary, "+foreground", "+configfile", "virtuoso.ini"], f"{url}/sparql?query=ASK%7B%3Fs+%3Fp+%3Fo%7D", folder
    ):
        yield address(f"{url}/sparql", f"{url}/sparql-auth", f"{url}/sparql-graph-crud-auth", Credentials("dba", "dba"))


@contextmanager
def _running(command: list[str], asked: str, folder: Path | None) -> Iterator[None]:
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 60
        while not _answers(asked):
            if process.poll() is not None or time.monotonic() > deadline:
                pytest.skip(f"{command[0]} does not start here (status {process.poll()})")
            time.sleep(0.02)
        yield
    finally:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        urlopen(url, timeout=5).close()  # noqa: S310 - our own server
    except HTTPError:
        return True
    except (URLError, OSError):
        return False
    return True
