"""Connections that are cut when the time is up, whatever the other side does: a line of a header a minute, say.

The timeouts of sockets begin anew with each byte that comes; only this does not. To be imported where it is needed, for
urllib3 takes its time.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection

_here = threading.local()


class Watch:
    """The time of one request, and the connection that it has."""

    def __init__(self) -> None:
        self.is_over = False
        self._socket: socket.socket | None = None
        self._lock = threading.Lock()

    def hold(self, connection: socket.socket | None) -> None:
        """Cut this connection when the time is up."""
        with self._lock:
            self._socket = connection
        if self.is_over:
            self.cut()

    def cut(self) -> None:
        """The time is up."""
        self.is_over = True
        with self._lock, suppress(OSError):
            if self._socket is not None:
                self._socket.shutdown(socket.SHUT_RDWR)

    def end(self) -> None:
        """Let go of the connection, which goes on to others."""
        with self._lock:
            self._socket = None


@contextmanager
def watched(seconds: float) -> Iterator[Watch]:
    """Cut what this thread sends and reads in the block when so many seconds have passed."""
    watch = Watch()
    timer = threading.Timer(max(0.0, seconds), watch.cut)
    timer.daemon = True
    timer.start()
    _here.watch = watch
    try:
        yield watch
    finally:
        timer.cancel()
        watch.end()
        _here.watch = None


def _held(connection: socket.socket | None) -> None:
    if watch := getattr(_here, "watch", None):
        watch.hold(connection)


class _Connection(HTTPConnection):
    def send(self, data: Any) -> None:
        _held(self.sock)
        super().send(data)
        _held(self.sock)


class _SafeConnection(HTTPSConnection):
    def send(self, data: Any) -> None:
        _held(self.sock)
        super().send(data)
        _held(self.sock)


class _Pool(urllib3.HTTPConnectionPool):
    ConnectionCls = _Connection


class _SafePool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _SafeConnection


def pool(user_agent: str) -> urllib3.PoolManager:
    """Connections to servers. Certificates are checked against those that the system trusts; no proxies are used."""
    made = urllib3.PoolManager(maxsize=4, retries=False, cert_reqs="CERT_REQUIRED", headers={"User-Agent": user_agent})
    made.pool_classes_by_scheme = {"http": _Pool, "https": _SafePool}
    return made
