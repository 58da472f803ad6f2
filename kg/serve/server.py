"""Starts the server, tells where it is, and ends it gracefully."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.errors import ConfigError
from kg.serve.app import Site, create_app
from kg.serve.guards import Rules, checked_hosts
from kg.serve.jobs import PoolJobs
from kg.store.limited import QueryLimits
from kg.store.pool import WorkerPool

GRACE_S = 5
"""How long answers that are being sent may take when the server ends."""


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
    asyncio.run(_serve(_checked(settings), on_ready))


def _checked(settings: Settings) -> Settings:
    try:
        names = checked_hosts(settings.host_names)
    except ValueError as error:
        raise ConfigError(str(error)) from error
    prefix = "/" + settings.prefix.strip("/") if settings.prefix.strip("/") else ""
    return replace(settings, prefix=prefix, host_names=names)


async def _serve(settings: Settings, on_ready: Callable[[str], None]) -> None:
    import uvicorn

    listening = _listen(settings)
    with listening:
        pages, queries = _pools(settings)
        async with pages, queries:
            rules = Rules(settings.host_names, settings.cors)
            site = Site(settings.base, str(settings.output), settings.prefix, rules)
            config = uvicorn.Config(
                create_app(site, PoolJobs(pages, queries)),
                root_path=settings.prefix,
                log_level="warning",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                lifespan="off",
                timeout_graceful_shutdown=GRACE_S,
            )
            server = uvicorn.Server(config)
            running = asyncio.ensure_future(server.serve([listening]))
            while not server.started and not running.done():
                await asyncio.sleep(0.01)
            if server.started:
                on_ready(_address(settings, listening))
            await running


def _pools(settings: Settings) -> tuple[WorkerPool, WorkerPool]:
    """The processes that make pages, and those that answer queries."""
    store = settings.output / "store"
    size = settings.workers or max(2, os.cpu_count() or 2)
    pages = WorkerPool(store, size, PAGE_LIMITS, base=settings.base, waiting=1024)
    return pages, WorkerPool(store, size, settings.limits, base=settings.base)


def _listen(settings: Settings) -> socket.socket:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        listening.listen(2048)
    except OSError as error:
        listening.close()
        advice = "choose another port with --port, or 0 for any that is free"
        raise ConfigError(f"cannot listen at {settings.host}:{settings.port}: {error.strerror}; {advice}") from error
    return listening


def _address(settings: Settings, listening: socket.socket) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    shown = "127.0.0.1" if host in ("0.0.0.0", "[::]") else host  # noqa: S104 - only looked at
    return f"http://{shown}:{listening.getsockname()[1]}{settings.prefix}/"
