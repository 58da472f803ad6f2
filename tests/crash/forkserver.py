"""Commands of kg in processes that start at once: a server that has imported everything forks one for each.

A command takes half a second to import what it needs, and a test of hundreds of them has no time for that. The server
itself never opens a store, which has threads that a fork would not take along: whatever opens one is done in a child.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import pkgutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Self

ROOT = Path(__file__).resolve().parents[2]


class ForkServer:
    """The client of a server.

    Args:
        before: a command that the server is started by, such as ``unshare -Urm``.
    """

    def __init__(self, *before: str) -> None:
        paths = os.pathsep.join([str(ROOT), str(ROOT / "tests")])
        self._server = subprocess.Popen(
            [*before, sys.executable, "-m", "crash.forkserver"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE if before else None,
            encoding="utf-8",
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": paths, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"},
        )
        self.pid = int(self._reply()["pid"])

    def start(self, arguments: Sequence[object], said: Path, told: Path, **options: object) -> int:
        """Start ``kg`` with its output in the file ``said`` and its messages in ``told``; gives its process.

        Options are ``cwd``, ``env``, ``powerless`` (whether it has no more rights than any user, where it is root's),
        ``most`` (how large a file may become, in bytes), ``settings`` (of modules: ``{"module:NAME": value}``).
        """
        request = {"do": "start", "arguments": [*map(str, arguments)], "said": str(said), "told": str(told), **options}
        return int(self._ask(request)["pid"])

    def wait(self, pid: int) -> int:
        """The exit status of a process that was started, or the negative number of the signal that ended it."""
        return int(self._ask({"do": "wait", "pid": pid})["status"])

    def kg(self, *arguments: object, said: Path, **options: object) -> tuple[int, str]:
        """Run a command to its end; gives its status and its messages. Files with both lie at ``said``."""
        told = said.with_suffix(".told")
        status = self.wait(self.start(arguments, said, told, **options))
        return status, told.read_text("utf-8", "replace")

    def call(self, function: str, *arguments: object, **options: object) -> Any:
        """What a function (``module:name``) answers in a child; what it takes and gives goes through JSON."""
        reply = self._ask({"do": "call", "function": function, "arguments": arguments, **options})
        if "failed" in reply:
            raise AssertionError(f"{function}{arguments}:\n{reply['failed']}")
        return reply["answer"]

    def _ask(self, request: Mapping[str, object]) -> dict[str, Any]:
        assert self._server.stdin is not None
        self._server.stdin.write(json.dumps(request, default=str) + "\n")
        self._server.stdin.flush()
        return self._reply()

    def _reply(self) -> dict[str, Any]:
        assert self._server.stdout is not None
        line = self._server.stdout.readline()
        if not line:
            raise OSError(f"there is no such server: {self._server.stderr.read() if self._server.stderr else ''}")
        found: dict[str, Any] = json.loads(line)
        return found

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.communicate()  # it ends when nobody can ask any more


def _serve() -> None:
    _get_ready()
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # nothing that a child says gets between the answers
    for line in _said(out):
        request = json.loads(line)
        out.write(json.dumps(_DOING[request["do"]](request)) + "\n")
        out.flush()


def _said(out: Any) -> Any:
    out.write(json.dumps({"pid": os.getpid()}) + "\n")
    out.flush()
    return sys.stdin


_PARTS = ("kg.cli", "kg.pipeline", "kg.publish", "kg.store")
_LIBRARIES = ("networkx", "numpy", "pyoxigraph", "pypinyin", "pyvis.network")
"""What commands import only when they need it."""


def _get_ready() -> None:
    """Import all that commands need, load the models, and do once what is slower the first time."""
    for part in _PARTS:
        for module in pkgutil.walk_packages(importlib.import_module(part).__path__, f"{part}."):
            importlib.import_module(module.name)
    for name in (*_LIBRARIES, "crash.states", "crash.commands"):
        importlib.import_module(name)
    import tempfile

    from crash.corpus import Corpus

    from kg.config import default_config
    from kg.pipeline import extract_facts, read_articles
    from kg.rdf import article_graph
    from kg.store import OxigraphStore

    config, store = default_config(), OxigraphStore()  # in memory it has no threads
    with tempfile.TemporaryDirectory() as folder:
        corpus = Corpus(Path(folder) / "articles", 1)
        corpus.put(0, 0)
        for article in read_articles(corpus.folder):
            graph = article_graph(extract_facts(article), config.base, config.digest)
            store.commit({graph.name: graph.statements})
    store.close()
    threads = len(os.listdir("/proc/self/task"))
    assert threads == 1, f"{threads} threads: no process may be forked here"
    gc.freeze()  # or each process would copy what its collector looks at


def _start(request: dict[str, Any]) -> dict[str, Any]:
    return {"pid": _forked(lambda: _command(request), request)}


def _forked(run: Any, request: dict[str, Any]) -> int:
    pid = os.fork()
    if pid:
        return pid
    status = 71
    try:
        os.setsid()
        os.chdir(request.get("cwd") or "/")
        os.environ.update(request.get("env") or {})
        for place, value in (request.get("settings") or {}).items():
            module, _, name = place.partition(":")
            setattr(importlib.import_module(module), name, value)
        if most := request.get("most"):
            import resource

            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
        if request.get("powerless"):
            _give_up_powers()
        status = run()
    finally:
        os._exit(status)


def _give_up_powers() -> None:
    """Let root be nobody to whom rights do not matter: it has no capabilities afterwards."""
    import ctypes

    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if ctypes.CDLL(None, use_errno=True).capset(header, none):
        raise OSError(ctypes.get_errno(), "capset")


def _command(request: dict[str, Any]) -> int:
    from kg.cli.main import main

    for name, number in ((os.devnull, 0), (request["said"], 1), (request["told"], 2)):
        file = os.open(name, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)
        os.dup2(file, number)
        os.close(file)
    try:
        main(request["arguments"])
    except SystemExit as end:
        return int(end.code or 0)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def _wait(request: dict[str, Any]) -> dict[str, Any]:
    _, status = os.waitpid(request["pid"], 0)
    return {"status": os.waitstatus_to_exitcode(status)}


def _call(request: dict[str, Any]) -> dict[str, Any]:
    reader, writer = os.pipe()

    def run() -> int:
        import traceback

        module, _, name = request["function"].partition(":")
        try:
            found = {"answer": getattr(importlib.import_module(module), name)(*request["arguments"])}
        except Exception:
            found = {"failed": traceback.format_exc()}
        with os.fdopen(writer, "w", encoding="utf-8") as stream:
            json.dump(found, stream)
        return 0

    pid = _forked(run, request)
    os.close(writer)
    with os.fdopen(reader, encoding="utf-8") as stream:
        said = stream.read()
    _, status = os.waitpid(pid, 0)
    reply: dict[str, Any] = json.loads(said) if said else {"failed": f"its process ended with {status}"}
    return reply


_DOING = {"start": _start, "wait": _wait, "call": _call}

if __name__ == "__main__":
    sys.path[:] = [path for path in sys.path if path != ""]
    _serve()
