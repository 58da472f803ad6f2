"""A chain of commands, each killed at some moment and each started on what the one before left.

Moments are chosen by a seed: a part of the time that a command usually takes, or the n-th time that something happens
in a certain part of the folder (:mod:`crash.watching`), which finds the short steps too. A seed gives the same commands
and moments; what the machine has done by then is never quite the same.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from pathlib import Path
from typing import Any

from crash import states
from crash.corpus import VERSIONS, Corpus, file_name, has_text_of
from crash.forkserver import ForkServer
from crash.states import Known, State
from crash.watching import Watch

ARTICLES = 10
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
SOON_S = 0.003
"""How long after a step a kill may come."""


@dataclass(frozen=True)
class Moment:
    """When to kill: so long after the start, or after the ``count``-th time that something happens in a step."""

    seconds: float
    step: str = ""
    count: int = 0


@dataclass(frozen=True)
class Command:
    """What is run. ``kind`` is its name, or ``first`` for a build into a new folder; ``target`` takes an export."""

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
    seconds: float
    said: str
    steps: Counter[str]


class Campaign:
    """The chain.

    Args:
        server: where commands run.
        root: an empty folder for all of it.
        seed: decides about commands and moments.
    """

    def __init__(self, server: ForkServer, root: Path, seed: int) -> None:
        self.server = server
        self.seed = seed
        self.root = root
        self.place = root / "place"
        self.output = self.place / "output"
        self.before = root / "before"
        self.place.mkdir(parents=True)
        self.corpus = Corpus(root / "articles", ARTICLES)
        self.chance = random.Random(seed)  # noqa: S311 - moments, not secrets
        self.known = Known()
        self.usual: dict[str, Usual] = {}
        self.possible: dict[int, set[int | None]] = {number: {None} for number in range(ARTICLES)}
        self.earlier: dict[int, list[int]] = {}
        self.visible: dict[str, dict[int, int]] = {"store": {}, "readers": {}}
        self.hits: Counter[tuple[str, str]] = Counter()
        self.commands: Counter[str] = Counter()
        self.number = 0

    # what goes before

    def learn(self) -> None:
        """Build every version of every article without interruption, and learn how long commands usually take."""
        for version in range(VERSIONS):
            for number in range(ARTICLES):
                self.corpus.put(number, version)
            settings = SETTINGS[1] if version == 0 else {}
            self.run_whole(Command("build" if version else "first", self.build_arguments(), settings=settings))
            state = self.server.call("crash.states:read", self.output)
            self.known.learn(state, self.server.call("crash.states:lines_of", self.output))
        self.run_whole(Command("remove", ("remove", file_name(0), "-o", str(self.output)), (0,)))
        for format_ in EXPORTS:
            self.run_whole(self.export(format_))
        for kind in self._others():
            self.run_whole(self._other(kind))
        shutil.rmtree(self.output)
        shutil.rmtree(self.place / "restored", ignore_errors=True)

    def run_whole(self, command: Command) -> Run:
        """Run a command that nothing interrupts."""
        run = self._run(command, None)
        assert run.status == 0, f"{command.arguments}: {run.status}\n{run.said}"
        return run

    def build_arguments(self) -> tuple[str, ...]:
        """What a build of the articles as they are is called with; it tells of every article."""
        return ("build", str(self.corpus.folder), "-o", str(self.output), "-v")

    def export(self, format_: str) -> Command:
        """An export to where the last one of this format went."""
        target = str(self.place / EXPORTS[format_])
        return Command("export", ("export", format_, target, "-o", str(self.output)), target=target)

    @staticmethod
    def _others() -> tuple[str, ...]:
        """Further commands that write, where this kg has them."""
        from kg.cli.main import COMMANDS

        return tuple(name for name in ("compact", "repair", "backup", "restore") if name in COMMANDS)

    def _other(self, kind: str) -> Command:
        backup, restored = str(self.place / "backup.tar.gz"), str(self.place / "restored")
        if kind == "backup":
            return Command(kind, (kind, backup, "-o", str(self.output)), target=backup)
        if kind == "restore":
            return Command(kind, (kind, backup, "-o", restored), target=restored)
        return Command(kind, (kind, "-o", str(self.output)))

    # one round

    def kill_until(self, kills: int, *, whole_every: int) -> None:
        """Go on until so many commands were killed at their work; every so many kills one build is left alone."""
        landed, whole = sum(self.hits.values()), 0
        self.start_over()
        while landed < kills:
            self.number += 1
            command = self._next_command()
            self._round(command, self._moment(command))
            landed = sum(self.hits.values())
            if landed >= (whole + 1) * whole_every:
                whole += 1
                print(self.told(), flush=True)
                self.compare_with_a_fresh_build()
                if self.chance.random() < 0.6:
                    self.start_over()
        self.compare_with_a_fresh_build()

    def start_over(self) -> None:
        """From here on the graph is one that was never built, of some of the articles."""
        shutil.rmtree(self.output, ignore_errors=True)
        self.possible = {number: {None} for number in range(ARTICLES)}
        self.earlier = {}
        self.visible = {"store": {}, "readers": {}}
        for number in range(ARTICLES):
            if self.chance.random() < 0.8:
                self.corpus.put(number, self.chance.randrange(VERSIONS))

    def _next_command(self) -> Command:
        kept = [number for number, found in self.possible.items() if None not in found]
        kinds = ["build"] * 5 + (["remove"] * 2 + ["export"] * 2 if kept else [])
        kinds += list(self._others()) if kept else []
        kind = self.chance.choice(kinds)
        if kind == "remove":
            gone = self.chance.sample(kept, min(len(kept), self.chance.randint(1, 3)))
            for number in gone:
                if number in self.corpus.versions and self.chance.random() < 0.5:
                    self.corpus.take(number)
            names = (file_name(number) for number in gone)
            return Command(kind, ("remove", *names, "-o", str(self.output)), tuple(gone))
        if kind == "export":
            return self.export(self.chance.choice(sorted(EXPORTS)))
        if kind != "build":
            return self._other(kind)
        if kept:
            for number in self.chance.sample(range(ARTICLES), self.chance.randint(1, 6)):
                self.corpus.put(number, self.chance.randrange(VERSIONS))
        return Command("build" if kept else "first", self.build_arguments(), settings=self.chance.choice(SETTINGS))

    def _moment(self, command: Command) -> Moment:
        usual = self.usual[command.kind]
        if self.chance.random() < 0.4:
            return Moment(usual.seconds * self.chance.uniform(0, 1.1))
        step = self.chance.choice(sorted(usual.steps))
        delay = self.chance.choice((0.0, self.chance.uniform(0, SOON_S)))
        return Moment(delay, step, self.chance.randint(1, usual.steps[step]))

    def _round(self, command: Command, moment: Moment) -> None:
        with self._told(command, moment):
            self._save()
            exported = self._exported(command)
            run = self._run(command, moment)
            self.commands[command.kind] += 1
            if run.status < 0:
                self.hits[command.kind, run.step] += 1
            else:
                assert run.status == 0, f"exit status {run.status}\n{run.said}"
            self.verify(command, run)
            self.demand_whole(command, exported)
            if command.kind == "restore":
                self._demand_restored(Path(command.target), is_done=run.status >= 0)

    @contextmanager
    def _told(self, command: Command, moment: Moment) -> Iterator[None]:
        """A fault says which round it was in, and how to see it again."""
        try:
            yield
        except AssertionError as error:
            told = {"command": asdict(command), "moment": asdict(moment), "versions": self.corpus.versions}
            (self.root / "round.json").write_text(json.dumps(told, indent=1), "utf-8")
            raise AssertionError(
                f"{error}\n\nseed {self.seed}, command {self.number}: kg {' '.join(command.arguments)}\n"
                f"killed {_when(moment)}\nwhat it was started on lies in {self.before}, what it left in {self.place};\n"
                f"again, 20 times: PYTHONPATH=.:tests python -m crash.campaign {self.root}"
            ) from error

    def _save(self) -> None:
        shutil.rmtree(self.before, ignore_errors=True)
        shutil.copytree(self.place, self.before)

    def _run(self, command: Command, moment: Moment | None) -> Run:
        said, told = self.root / "said", self.root / "told"
        told.write_bytes(b"")  # a command that is killed at once does not even do that
        steps: Counter[str] = Counter()
        with Watch(self.place) as watch:
            start = time.monotonic()
            pid = self.server.start(command.arguments, said, told, settings=command.settings)
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
        return Run(status, step, seconds, told.read_text("utf-8", "replace"), steps)

    # what is asked of it

    def verify(self, command: Command, run: Run) -> None:
        """Nothing is cut, nothing that was told is lost; after a command that ended well, all is in step."""
        state = self.server.call("crash.states:read", self.output)
        found = states.faults(state, self.known)
        kept = states.kept(state)
        before = {number: possible.copy() for number, possible in self.possible.items()}
        self._allow(command, run)
        for number, possible in self.possible.items():
            if kept.get(number) not in possible:
                found.append(f"article {number}: version {kept.get(number)} is kept, not one of {possible}")
        found += self._vanished(state, before)
        self._note_earlier(before, kept)
        self.possible = {number: {kept.get(number)} for number in self.possible}
        if run.status >= 0 and command.kind in ("first", "build", "remove", "repair"):
            found += in_step(state, self.known)
            found += self._lost_versions(state)
        if run.status >= 0 and command.kind == "compact" and state["store"]["graphs"] != state["readers"]["graphs"]:
            found.append("readers do not see what the store has")
        assert not found, "\n".join(found)

    def _allow(self, command: Command, run: Run) -> None:
        """What may be kept now: where the command told of an article, only what it told."""
        told = set(run.said.splitlines())
        ended = run.status >= 0
        if command.kind in ("build", "first"):
            for number, version in self.corpus.versions.items():
                is_done = ended or file_name(number) in told
                self.possible[number] = {version} if is_done else self.possible[number] | {version}
        for number in command.removes:
            is_done = ended or f"removed {file_name(number)}" in told
            self.possible[number] = {None} if is_done else self.possible[number] | {None}

    def _vanished(self, state: State, before: dict[int, set[int | None]]) -> list[str]:
        """What is shown must have been shown before, or be what was or is kept: nothing goes missing in between."""
        found = []
        for place, earlier in self.visible.items():
            if place == "store" and state[place] is None:
                self.visible[place] = {}  # being loaded or swapped: the next command puts it right
                continue
            now = states.shown(state[place], self.known) if state[place] else {}
            for number, possible in self.possible.items():
                allowed = {earlier.get(number)} | possible | before[number]
                if now.get(number) not in allowed:
                    found.append(f"{place}: article {number} is shown as {now.get(number)}, not one of {allowed}")
            self.visible[place] = now
        return found

    def _note_earlier(self, before: dict[int, set[int | None]], kept: dict[int, int]) -> None:
        for number, versions in before.items():
            old, new = next(iter(versions)), kept.get(number)
            if new is None:
                self.earlier.pop(number, None)
            elif old is not None and has_text_of(new) != has_text_of(old):
                self.earlier.setdefault(number, []).append(old)

    def _lost_versions(self, state: State) -> list[str]:
        """What is amiss with the earlier versions of articles, and with what the store tells of them."""
        found = []
        expected = [[number, version] for number in sorted(self.earlier) for version in self.earlier[number]]
        if state["revisions"] != expected:
            found.append(f"earlier versions: {state['revisions']}, not {expected}")
        name, kept = self.known.articles, states.kept(state)
        for number, versions in self.earlier.items():
            for old, new in pairwise([*versions, kept[number]]):
                told = (f"<{name[number, new]}>", f"<{name[number, old]}>")
                if not any(told[0] in line and told[1] in line for line in state["store"]["history"]):
                    found.append(f"the history does not tell that {told[0]} came after {told[1]}")
        return found

    def compare_with_a_fresh_build(self) -> None:
        """One build without interruption gives what a build into a new folder gives, and leaves nothing else."""
        self.number += 1
        for number, (version,) in ((n, tuple(v)) for n, v in self.possible.items()):
            if version is not None and number not in self.corpus.versions:
                self.corpus.put(number, version)
        command, fresh = Command("build", self.build_arguments()), self.root / "fresh"
        with self._told(command, Moment(-1)):
            self._save()
            run = self._run(command, None)
            assert run.status == 0, f"exit status {run.status}\n{run.said}"
            self.verify(command, run)
            status, said = self.server.kg("build", self.corpus.folder, "-o", fresh, said=self.root / "said")
            assert status == 0, said
            here, there = (self.server.call("crash.states:content", folder) for folder in (self.output, fresh))
            different = sorted(name for name in here.keys() | there.keys() if here.get(name) != there.get(name))
            assert not different, f"not what a fresh build gives: {different}"
        shutil.rmtree(fresh)

    def demand_whole(self, command: Command, before: dict[str, str]) -> None:
        """What an export left must be as before, or what an export gives that nothing interrupts."""
        if self._exported(command) == before or command.kind == "restore":
            return
        if command.kind == "backup":
            status, said = self.server.kg("backup", "--verify", command.target, said=self.root / "said")
            assert status == 0, f"{command.target} is not whole: {said}"
            return
        fresh = self.server.call("crash.campaign:exported_anew", self.output, command.arguments[1])
        for name, digest in self._exported(command).items():
            assert digest in (before.get(name), fresh[name]), f"{command.target}: {name} is not whole"

    def _demand_restored(self, folder: Path, *, is_done: bool) -> None:
        """A restored graph is there whole or not at all."""
        if not folder.exists() or (not is_done and not any(folder.iterdir())):
            assert not is_done, f"{folder}: is not there"
            return
        state = self.server.call("crash.states:read", folder)
        found = states.faults(state, self.known) + in_step(state, self.known)
        assert not found, "restored: " + "\n".join(found)
        left = [file.name for file in self.place.iterdir() if is_done and file.name.startswith(".restored")]
        assert not left, f"left behind: {left}"
        shutil.rmtree(folder)

    def _exported(self, command: Command) -> dict[str, str]:
        return digests(command.target) if command.target else {}

    def told(self) -> str:
        """Where the kills landed, as a table: the commands by the steps."""
        kinds, steps = sorted({kind for kind, _ in self.hits}), sorted({step for _, step in self.hits})
        lines = [f"seed {self.seed}: {sum(self.hits.values())} kills in {sum(self.commands.values())} commands"]
        lines.append(f"{'':10}" + "".join(f"{step:>10}" for step in steps))
        lines += [f"{kind:10}" + "".join(f"{self.hits[kind, step]:10}" for step in steps) for kind in kinds]
        return "\n".join(lines)


def _when(moment: Moment) -> str:
    if moment.step:
        return f"{moment.seconds * 1000:.1f} ms after «{moment.step}» happened {moment.count} times"
    return f"after {moment.seconds:.3f} s" if moment.seconds >= 0 else "never"


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


def in_step(state: State, known: Known) -> list[str]:
    """What is wrong after a command that ended well: all must show what is kept, and nothing else be left."""
    kept, found = states.kept(state), []
    shown = {place: states.shown(state[place], known) if state[place] else None for place in ("store", "readers")}
    found += [f"{place}: shows {there}, kept is {kept}" for place, there in shown.items() if there != kept]
    if state.get("index") is None:
        found.append("there is no search index")
    marks = sorted(kept.items())
    if [tuple(mark) for mark in state["files"].get("graph.ttl", {}).get("marks", ())] != marks:
        found.append(f"graph.ttl does not show what is kept, which is {marks}")
    if state["files"].get("report.json", {}).get("graph", {}).get("articles") != len(kept):
        found.append("report.json does not count what is kept")
    return found + [f"left behind: {name}" for name in state["litter"]]


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


def again(root: Path, times: int = 20) -> None:
    """Run the round that failed once more, on what it was started on."""
    told: dict[str, Any] = json.loads((root / "round.json").read_text("utf-8"))
    command, moment = Command(**told["command"]), Moment(**told["moment"])
    with ForkServer() as server:
        learned = Campaign(server, root / "again", 0)
        learned.learn()
        learned.place, learned.output = root / "place", root / "place" / "output"
        learned.corpus = Corpus(root / "articles", ARTICLES)
        learned.corpus.versions = {int(number): version for number, version in told["versions"].items()}
        for attempt in range(times):
            shutil.rmtree(learned.place)
            shutil.copytree(root / "before", learned.place)
            kept = states.kept(server.call("crash.states:read", learned.output))
            learned.possible = {number: {kept.get(number)} for number in range(ARTICLES)}
            run = learned._run(command, moment)
            print(attempt, run.status, run.step)
            learned.verify(command, run)


if __name__ == "__main__":
    import sys

    again(Path(sys.argv[1]))
