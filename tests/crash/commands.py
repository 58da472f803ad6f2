"""Commands of kg, run to their end or killed at some moment, and what that moment was."""

from __future__ import annotations

import os
import signal
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from crash.forkserver import ForkServer
from crash.watching import Watch

EXPORTS = {
    "nquads": "graph.nq",
    "turtle": "graph.ttl",
    "csv": "tables",
    "graphml": "graph.graphml",
    "jsonld": "g.jsonld",
}
SETTINGS: tuple[dict[str, object], ...] = (
    {},
    {"kg.store.bulk:WORTH": 5_000, "kg.store.bulk:FULL": 150_000},
    {"kg.store.bulk:WORTH": 1 << 30, "kg.store.publishing:PAUSE_S": 0, "kg.store.publishing:SHARE": 1},
)
"""What builds are run with besides the usual: loading of few articles too, a snapshot after each article."""
BUILDS = ("first", "build", "rebase")
"""The kinds of command that are builds: into a new folder, of a graph that is there, of one under another base."""


@dataclass(frozen=True)
class Moment:
    """When to kill: so long after the start, or after the ``count``-th time that something happens in a step."""

    seconds: float
    step: str = ""
    count: int = 0

    def __str__(self) -> str:
        if self.step:
            return f"{self.seconds * 1000:.1f} ms after «{self.step}» happened {self.count} times"
        return f"after {self.seconds:.3f} s" if self.seconds >= 0 else "never"


@dataclass(frozen=True)
class Command:
    """What is run. ``kind`` is its name, or one of :data:`BUILDS`; ``target`` takes an export, a backup, a restored
    graph."""

    kind: str
    arguments: tuple[str, ...]
    removes: tuple[int, ...] = ()
    target: str = ""
    settings: dict[str, object] = field(default_factory=dict)


@dataclass
class Usual:
    """How a kind of command usually goes."""

    seconds: float
    steps: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True)
class Run:
    """How one command went. ``status`` is below 0 if it was killed."""

    status: int
    step: str
    said: str

    @property
    def has_ended(self) -> bool:
        """Whether nobody killed it."""
        return self.status >= 0


class Runner:
    """Runs commands.

    Args:
        server: where.
        place: what is watched for what happens.
        root: the current folder of the commands; what they say is written there.
    """

    def __init__(self, server: ForkServer, place: Path, root: Path) -> None:
        self.server = server
        self.place = place
        self.root = root
        self.usual: dict[str, Usual] = {}

    def run(self, command: Command, moment: Moment | None) -> Run:
        """Run a command, and kill it at a moment if it is still there then."""
        said, told = self.root / "said", self.root / "told"
        told.write_bytes(b"")  # a command that is killed at once does not even do that
        steps: Counter[str] = Counter()
        with Watch(self.place) as watch:
            start = time.monotonic()
            pid = self.server.start(command.arguments, said, told, cwd=self.root, settings=command.settings)
            process = os.pidfd_open(pid)
            try:
                step = _let_run(watch, process, moment, start, steps)
                _kill(pid)
            finally:
                os.close(process)
            seconds = time.monotonic() - start
            status = self.server.wait(pid)
            steps.update(watch.steps())
        if status >= 0:
            usual = self.usual.setdefault(command.kind, Usual(seconds))
            usual.seconds = (usual.seconds + seconds) / 2
            usual.steps |= steps
        return Run(status, step, told.read_text("utf-8", "replace"))


def _kill(pid: int) -> None:
    """Kill a process and all that it started; it may not have a group of its own yet."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except ProcessLookupError:
        os.kill(pid, signal.SIGKILL)


def _let_run(watch: Watch, process: int, moment: Moment | None, start: float, steps: Counter[str]) -> str:
    """Wait until the moment has come or the process has ended; gives the step that it was in."""
    step = "start"
    deadline = start + (moment.seconds if moment and not moment.step else 120)
    while time.monotonic() < deadline:
        ended = watch.wait(process, deadline - time.monotonic())
        for step in watch.steps():
            steps[step] += 1
            if moment and step == moment.step and steps[step] >= moment.count:
                time.sleep(moment.seconds)
                return step
        if ended:
            break
    return step


def digests(target: str) -> dict[str, str]:
    """The digest of a file, or of each file in a folder, that is no unfinished one."""
    from hashlib import sha256

    path = Path(target)
    files = path.iterdir() if path.is_dir() else [path] if path.exists() else []
    return {
        file.name if path.is_dir() else "": sha256(file.read_bytes()).hexdigest()
        for file in files
        if file.is_file() and not file.name.startswith(".")
    }


def exported_anew(output: str, format_: str) -> dict[str, str]:
    """The digests of an export that nothing interrupts."""
    import tempfile
    from contextlib import redirect_stderr
    from io import StringIO

    from kg.cli.main import cli

    with tempfile.TemporaryDirectory() as folder, redirect_stderr(StringIO()):
        target = Path(folder) / EXPORTS[format_]
        cli.main(["export", format_, str(target), "-o", output], standalone_mode=False)
        return digests(str(target))
