"""Starts the server, tells where it is, and ends it gracefully."""

from __future__ import annotations

import asyncio
import errno
import os
import re
import signal
import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from kg.errors import ConfigError
from kg.serve.app import Site, create_app, first_parts
from kg.serve.guards import LOCAL_NAMES, Rules, checked_hosts, checked_origins
from kg.serve.jobs import PoolJobs
from kg.store.limited import QueryLimits
from kg.store.pool import Call, WorkerPool

GRACE_S = 5
"""How long answers that are being worked out or sent may take when the server ends."""
_ANY = ("0.0.0.0", "::", "")  # noqa: S104 - compared with
_PREFIX = re.compile(r"(/[A-Za-z0-9_~-][A-Za-z0-9._~-]*)*", re.ASCII)

_ABANDONED_PAGE_S = 2.0  # a process that makes pages has read much, which its successor has to read again
PAGE_LIMITS = QueryLimits(seconds=20.0, rows=1_000_000)
"""What a page of our own may cost."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to serve.

    Attributes:
        output: the folder of the graph.
        base: what the IRIs of the data begin with.
        host: the address to listen at.
        port: 0 means any that is free.
        prefix: the path that the server lies behind (``/news``); empty for none.
        host_names: further names under which it may be asked.
        cors: origins whose pages may read the answers.
        limits: what a query may cost.
        workers: how many processes make pages, and how many answer queries; None means as many as there are
            processors, two at least.
    """

    output: Path
    base: str
    host: str = "127.0.0.1"
    port: int = 8080
    prefix: str = ""
    host_names: tuple[str, ...] = ()
    cors: tuple[str, ...] = ()
    limits: QueryLimits = field(default_factory=QueryLimits)
    workers: int | None = None


def serve(settings: Settings, on_ready: Callable[[str], None]) -> None:
    """Serve until the process is interrupted or terminated; then what is being answered is answered.

    Args:
        settings: how.
        on_ready: hears the address (``http://127.0.0.1:8080/``) when the first request can come.

    Raises:
        ConfigError: if the settings cannot be used, or the port is taken.
        StoreError: if the graph cannot be opened.
    """
    checked = _checked(settings)
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        runner.run(_serve(checked, on_ready))


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    """The quicker event loop, where there is one."""
    try:
        import uvloop
    except ImportError:
        return None
    return uvloop.new_event_loop


def _checked(settings: Settings) -> Settings:
    """The settings in their plain form.

    Raises:
        ConfigError: if they cannot be used.
    """
    try:
        names, origins = checked_hosts(settings.host_names), checked_origins(settings.cors)
        own = () if settings.host in (*_ANY, *LOCAL_NAMES) else checked_hosts([settings.host])
    except ValueError as error:
        raise ConfigError(str(error)) from error
    prefix = "/" + settings.prefix.strip("/") if settings.prefix.strip("/") else ""
    if not _PREFIX.fullmatch(prefix):
        raise ConfigError(f"--prefix {settings.prefix}: a path such as /news, of letters, digits and - . _ ~")
    if prefix and prefix.split("/")[1] in first_parts():
        raise ConfigError(f"--prefix {prefix}: the site has pages of its own there; choose another, such as /news")
    return replace(settings, prefix=prefix, host_names=names + own, cors=origins)


async def _serve(settings: Settings, on_ready: Callable[[str], None]) -> None:
    with _listen(settings) as listening:
        pages, queries = _pools(settings)
        async with pages, queries:
            rules = Rules(settings.host_names, settings.cors)
            site = Site(settings.base, str(settings.output), settings.prefix, rules)
            server = _server(settings, create_app(site, PoolJobs(pages, queries)), (pages, queries))
            running = asyncio.ensure_future(server.serve([listening]))
            while not server.started and not running.done():
                await asyncio.sleep(0.01)
            if server.started:
                on_ready(_address(settings, listening))
            await running


def _server(settings: Settings, app: Any, pools: Iterable[WorkerPool]) -> Any:
    import uvicorn

    class Server(uvicorn.Server):
        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            """End; whoever waits for an answer that takes too long is told so, before his connection is cut."""
            late = asyncio.ensure_future(_closed(pools))
            await super().shutdown(sockets)
            late.cancel()

        @contextmanager
        def capture_signals(self) -> Iterator[None]:
            """End on a signal as one who was asked to, not as one who was killed by it."""
            loop = asyncio.get_running_loop()
            signals = (signal.SIGINT, signal.SIGTERM)
            for number in signals:
                loop.add_signal_handler(number, self.handle_exit, number, None)
            try:
                yield
            finally:
                for number in signals:
                    loop.remove_signal_handler(number)

    config = uvicorn.Config(
        app,
        http="httptools",
        ws="none",
        lifespan="off",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.prefix or settings.host_names),  # a proxy on this machine may tell of its HTTPS
        forwarded_allow_ips="127.0.0.1,::1",
        timeout_graceful_shutdown=GRACE_S + 2,
    )
    return Server(config)


async def _closed(pools: Iterable[WorkerPool]) -> None:
    await asyncio.sleep(GRACE_S)
    for pool in pools:
        await pool.close()


def _pools(settings: Settings) -> tuple[WorkerPool, WorkerPool]:
    """The processes that make pages, and those that answer queries."""
    store = settings.output / "store"
    size = settings.workers or max(2, os.cpu_count() or 2)
    warm = Call("kg.serve.pages.warm:warm")
    slow = _ABANDONED_PAGE_S
    pages = WorkerPool(store, size, PAGE_LIMITS, warm, base=settings.base, waiting=1024, abandoned_s=slow)
    return pages, WorkerPool(store, size, settings.limits, base=settings.base)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        # an address that nobody listens at any more can be had again at once; one where somebody does, never
        return socket.create_server((settings.host.strip("[]"), settings.port), family=family, backlog=2048)
    except OSError as error:
        is_taken = error.errno == errno.EADDRINUSE
        advice = "; choose another port with --port, or 0 for any that is free" if is_taken else ""
        reason = "the port is taken" if is_taken else error.strerror
        raise ConfigError(f"cannot listen at {settings.host}, port {settings.port}: {reason}{advice}") from error


def _address(settings: Settings, listening: socket.socket) -> str:
    host = "127.0.0.1" if settings.host in _ANY else settings.host.strip("[]")
    shown = f"[{host}]" if ":" in host else host
    return f"http://{shown}:{listening.getsockname()[1]}{settings.prefix}/"
