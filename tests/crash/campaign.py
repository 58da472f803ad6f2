"""A chain of commands, each killed at some moment and each started on what the one before left.

Moments are chosen by a seed: a part of the time that a command usually takes, or the n-th time that something happens
in a certain part of the folder (:mod:`crash.watching`), which finds the short steps too. A seed gives the same commands
and moments; what the machine has done by then is never quite the same.

Now and then the settings name another base, under which the next build makes the store anew, and now and then the disk
loses records, and the store with them (:mod:`crash.losses`): what commands meet then is killed like all else.
"""

from __future__ import annotations

import json
import os
import random
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crash import states
from crash.commands import BUILDS, EXPORTS, SETTINGS, Command, Moment, Run, Runner, digests
from crash.corpus import VERSIONS, Corpus, file_name
from crash.expected import Expected, earlier, found, in_step, versions
from crash.forkserver import ForkServer
from crash.losses import lose_records, lose_store
from crash.states import Known, State

ARTICLES = 8
BASES = ("https://w3id.org/newskg/id/", "https://other.example/kg/")
SOON_S = 0.003
"""How long after a step a kill may come."""
LOSSES = 0.1
"""How likely it is that the disk loses something before a command, where all is there."""


class Campaign:
    """The chain.

    Args:
        server: where commands run.
        root: an empty folder for all of it.
        seed: decides about commands and moments.

    Attributes:
        hits: where the kills landed: the row of the command in the table, and the step.
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
        self.runner = Runner(server, self.place, root)
        self.chance = random.Random(seed)  # noqa: S311 - moments, not secrets
        self.known = Known()
        self.expected = Expected(self.known, ARTICLES)
        self.lost_in_backup: set[int] = set()
        self.seen: dict[Path, State] = {}
        self.hits: Counter[tuple[str, str]] = Counter()
        self.number = self.commands = 0
        self.use_base(BASES[0])

    def use_base(self, base: str) -> None:
        """From here on the IRIs that commands make begin with this."""
        self.base = base
        (self.root / "kg.toml").write_text(f'base = "{base}"\n', "utf-8")

    # what goes before

    def learn(self) -> None:
        """Build every version of every article without interruption, and learn how long commands usually take."""
        for base in BASES[::-1]:
            self.use_base(base)
            for version in range(VERSIONS):
                for number in range(ARTICLES):
                    self.corpus.put(number, version)
                kind = "build" if version else "rebase" if self.output.exists() else "first"
                settings = SETTINGS[0 if version else 1]
                self.run_whole(Command(kind, self.build_arguments(), settings=settings))
                others = [other for other in BASES if other != base]
                self.known.learn(states.learnt(self.output, others))
        self.run_whole(Command("remove", ("remove", file_name(0), "-o", str(self.output)), (0,)))
        for format_ in EXPORTS:
            self.run_whole(self.export(format_))
        for kind in self._others():
            self.run_whole(self._other(kind))
        shutil.rmtree(self.output)
        shutil.rmtree(self.place / "restored", ignore_errors=True)

    def run_whole(self, command: Command) -> Run:
        """Run a command that nothing interrupts."""
        run = self.runner.run(command, None)
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
            self._lose_something()
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
        self.expected = Expected(self.known, ARTICLES)
        for number in range(ARTICLES):
            if self.chance.random() < 0.8:
                self.corpus.put(number, self.chance.randrange(VERSIONS))

    def _lose_something(self) -> None:
        """Now and then: records of articles that are shown, and mostly the store too; then readers alone know them."""
        is_store_lost = self.chance.random() < 0.7
        shown = self.expected.visible["readers" if is_store_lost else "store"]
        kept = [number for number in sorted(shown) if self._record(number).is_file()]
        if self.expected.lost or len(kept) < 3 or self.chance.random() >= LOSSES:
            return
        lost = self.chance.sample(kept, self.chance.randint(1, 2))
        lose_records(map(self._record, lost), self.chance)
        if is_store_lost:
            lose_store(self.output)
        for number in lost:
            if number in self.corpus.versions and self.chance.random() < 0.6 and len(self.corpus.versions) > 1:
                self.corpus.take(number)  # or the next build reads it again
        self.expected.look(self.read(self.output), lost)

    def _record(self, number: int) -> Path:
        return self.output / "annotations" / f"{self.known.files[number]}.json"

    def _next_command(self) -> Command:
        there = sorted(self.expected.there)
        kinds = ["build"] * 5 + (["remove"] * 2 + ["export"] * 2 + ["rebase"] * 2 if there else [])
        kinds += list(self._others()) if there else []
        kind = self.chance.choice(kinds)
        if kind == "remove":
            return self._remove(there)
        if kind == "export":
            return self.export(self.chance.choice(sorted(EXPORTS)))
        if kind not in BUILDS:
            return self._other(kind)
        if kind == "rebase":
            self.use_base(BASES[self.base == BASES[0]])
        if there:
            for number in self.chance.sample(range(ARTICLES), self.chance.randint(1, 5)):
                if number not in self.expected.lost or self.chance.random() < 0.4:
                    self.corpus.put(number, self.chance.randrange(VERSIONS))
        return Command(kind if there else "first", self.build_arguments(), settings=self.chance.choice(SETTINGS))

    def _remove(self, there: list[int]) -> Command:
        if lost := self.expected.lost:  # some record must be left, or nothing at all is taken out
            there.remove(min(set(there) - lost))
        gone = self.chance.sample(there, min(len(there), self.chance.randint(1, 3)))
        for number in gone:
            if number in self.corpus.versions and self.chance.random() < 0.5 and len(self.corpus.versions) > 1:
                self.corpus.take(number)
        names = (file_name(number) for number in gone)
        return Command("remove", ("remove", *names, "-o", str(self.output)), tuple(gone))

    def _moment(self, command: Command) -> Moment:
        usual = self.runner.usual[command.kind]
        if self.chance.random() < 0.4:
            return Moment(usual.seconds * self.chance.uniform(0, 1.1))
        step = self.chance.choice(sorted(usual.steps))
        delay = self.chance.choice((0.0, self.chance.uniform(0, SOON_S)))
        return Moment(delay, step, self.chance.randint(1, usual.steps[step]))

    def _round(self, command: Command, moment: Moment) -> None:
        row = f"{command.kind}, lost" if self.expected.lost else command.kind
        with self._told(command, moment):
            self._save()
            exported = self._exported(command)
            if command.kind == "backup":
                self.lost_in_backup |= self.expected.lost
            run = self.runner.run(command, moment)
            self.commands += 1
            if not run.has_ended:
                self.hits[row, run.step] += 1
            self.verify(command, run)
            self.demand_whole(command, exported)
            if command.kind == "restore":
                self._demand_restored(Path(command.target), is_done=run.has_ended)

    @contextmanager
    def _told(self, command: Command, moment: Moment) -> Iterator[None]:
        """A fault says which round it was in, and how to see it again."""
        told = {"command": asdict(command), "moment": asdict(moment), "base": self.base}
        told |= {"versions": self.corpus.versions, "lost": sorted(self.expected.lost)}
        try:
            yield
        except AssertionError as error:
            (self.root / "round.json").write_text(json.dumps(told, indent=1), "utf-8")
            raise AssertionError(
                f"{error}\n\nseed {self.seed}, command {self.number}: kg {' '.join(command.arguments)}\n"
                f"killed {moment}\nwhat it was started on lies in {self.before}, what it left in {self.place};\n"
                f"again, 20 times: PYTHONPATH=.:tests python -m crash.campaign {self.root}"
            ) from error

    def _save(self) -> None:
        shutil.rmtree(self.before, ignore_errors=True)
        shutil.copytree(self.place, self.before, copy_function=_taken)

    # what is asked of it

    def read(self, output: Path) -> State:
        """What there is in a folder of results; what is as it was the last time is not read again."""
        try:
            self.seen[output] = states.read(output, self.seen.get(output))
        except Exception as error:
            raise AssertionError(f"{output}: cannot be read: {type(error).__name__}: {error}") from error
        return self.seen[output]

    def verify(self, command: Command, run: Run) -> None:
        """Nothing is cut, nothing that was told is lost; after a command that ended well, all is in step."""
        state = self.read(self.output)
        faults = self.expected.faults(state, command, run, self.corpus.versions, self.base)
        assert not faults, "\n".join(faults)

    def compare_with_a_fresh_build(self) -> None:
        """One build without interruption gives what a build into a new folder gives, and leaves nothing else."""
        self.number += 1
        for number, version in self.expected.there.items():
            if number not in self.corpus.versions:
                self.corpus.put(number, version)
        command, fresh = Command("build", self.build_arguments()), self.root / "fresh"
        with self._told(command, Moment(-1)):
            self._save()
            self.verify(command, self.run_whole(command))
            build = ("build", self.corpus.folder, "-o", fresh)
            status, said = self.server.kg(*build, said=self.root / "said", cwd=self.root)
            assert status == 0, said
            here, there = states.content(self.output), states.content(fresh)
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
        fresh = self.server.call("crash.commands:exported_anew", self.output, command.arguments[1], cwd=self.root)
        for name, digest in self._exported(command).items():
            assert digest in (before.get(name), fresh[name]), f"{command.target}: {name} is not whole"

    def _demand_restored(self, folder: Path, *, is_done: bool) -> None:
        """A restored graph is there whole or not at all."""
        if not folder.exists() or (not is_done and not any(folder.iterdir())):
            assert not is_done, f"{folder}: is not there"
            return
        state = self.read(folder)
        faults = states.faults(state, self.known, self.lost_in_backup)
        there = found(state, self.known, self.lost_in_backup, range(ARTICLES))
        faults += in_step(state, self.known, versions(there))
        assert not faults, "restored: " + "\n".join(faults)
        left = [file.name for file in self.place.iterdir() if is_done and file.name.startswith(".restored")]
        assert not left, f"left behind: {left}"
        shutil.rmtree(folder)

    def _exported(self, command: Command) -> dict[str, str]:
        return digests(command.target) if command.target else {}

    def told(self) -> str:
        """Where the kills landed, as a table: the commands by the steps."""
        rows, steps = sorted({row for row, _ in self.hits}), sorted({step for _, step in self.hits})
        lines = [f"seed {self.seed}: {sum(self.hits.values())} kills in {self.commands} commands"]
        lines.append(f"{'':14}" + "".join(f"{step:>10}" for step in steps))
        lines += [f"{row:14}" + "".join(f"{self.hits[row, step]:10}" for step in steps) for row in rows]
        return "\n".join(lines)


def _taken(file: str, to: str) -> None:
    """Copy a file into which something may be written; a link does for those that are only replaced."""
    folder, name = os.path.split(file)
    is_written = os.path.basename(folder) in ("store", ".store.new", ".store.old") and not name.endswith(".sst")
    if is_written or name == "behind":
        shutil.copy2(file, to)
    else:
        os.link(file, to)


def again(root: Path, times: int = 20) -> None:
    """Run the round that failed once more, on what it was started on."""
    told: dict[str, Any] = json.loads((root / "round.json").read_text("utf-8"))
    command, moment = Command(**told["command"]), Moment(**told["moment"])
    with ForkServer() as server:
        learned = Campaign(server, root / "again", 0)
        learned.learn()
        learned.place, learned.output = root / "place", root / "place" / "output"
        learned.runner.place = learned.place
        learned.use_base(told["base"])
        learned.corpus = Corpus(root / "articles", ARTICLES)
        learned.corpus.versions = {int(number): version for number, version in told["versions"].items()}
        for attempt in range(times):
            shutil.rmtree(learned.place)
            shutil.copytree(root / "before", learned.place)
            learned.expected = Expected(learned.known, ARTICLES)
            state = learned.read(learned.output)
            learned.expected.look(state, told["lost"])
            learned.expected.earlier = earlier(state, learned.known)
            run = learned.runner.run(command, moment)
            print(attempt, run.status, run.step)
            learned.verify(command, run)


if __name__ == "__main__":
    import sys

    again(Path(sys.argv[1]))
