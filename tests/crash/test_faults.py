"""Rights that are missing, a second writer, files that are damaged: one line that says what to do, and data intact."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from crash import states
from crash.corpus import Corpus
from crash.forkserver import ForkServer

ARTICLES = 3
READING = (("stats",), ("search", "融资"), ("export", "nquads"))
ASKING = (*READING, ("query", "articles"))  # in a process of its own, which takes a while to begin
pytestmark = pytest.mark.skipif(os.name != "posix", reason="needs fork")


class Place:
    """A graph, and what it shall be."""

    def __init__(self, server: ForkServer, root: Path) -> None:
        self.server = server
        self.root = root
        self.corpus = Corpus(root / "articles", ARTICLES)
        self.output = root / "output"
        self.saved = root / "saved"
        self.build = ("build", self.corpus.folder)
        for version in (0, 1):  # so that there are earlier versions
            for number in range(ARTICLES):
                self.corpus.put(number, version)
            self.demand(0, *self.build)
        shutil.copytree(self.output, self.saved)
        self.content = states.content(self.output)

    def kg(self, *arguments: object, output: Path | None = None, **options: object) -> tuple[int, str]:
        """Run a command on the graph; gives its status and its messages."""
        return self.server.kg(*arguments, "-o", output or self.output, said=self.root / "said", **options)

    def demand(self, status: int, *arguments: object, said: str = "", **options: object) -> str:
        """Run a command that must end so, and say so in one line where it ends with an error."""
        found, told = self.kg(*arguments, **options)
        on_standard_output = (self.root / "said").read_text("utf-8", "replace")[-1500:]
        assert found == status, f"{arguments}: exit status {found}\n{told}{on_standard_output}"
        assert "Traceback" not in told
        assert "unexpected" not in told
        if said:
            assert re.fullmatch(rf"kg: .*{said}.*\n", told), told
        return told

    def restored(self) -> None:
        """As it was in the beginning."""
        if self.output.is_dir():
            shutil.rmtree(self.output)
        elif self.output.exists():
            self.output.unlink()
        shutil.copytree(self.saved, self.output)

    def demand_sound(self) -> None:
        """The graph must be what a build into a new folder gives."""
        assert states.content(self.output) == self.content
        self.demand(0, "check", "--deep")


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    with ForkServer() as made:
        yield made


@pytest.fixture(scope="module")
def made(server: ForkServer, tmp_path_factory: pytest.TempPathFactory) -> Place:
    return Place(server, tmp_path_factory.mktemp("faults"))


@pytest.fixture
def place(made: Place) -> Place:
    made.restored()
    return made


# rights


def deny(path: Path) -> None:
    """Let nobody write a file, or a folder with all in it."""
    for file in [path, *path.rglob("*")] if path.is_dir() else [path]:
        file.chmod(file.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))


def allow(path: Path) -> None:
    """Take that back."""
    for file in [path, *path.rglob("*")] if path.is_dir() else [path]:
        file.chmod(file.stat().st_mode | stat.S_IWUSR)


def test_who_may_not_write_may_read(place: Place) -> None:
    deny(place.output)
    for command in ASKING:
        place.demand(0, *command, powerless=True)
    for command in (place.build, ("remove", "a00.json"), ("compact",), ("repair",)):
        place.demand(5, *command, said="no permission.* run the same command again", powerless=True)
    allow(place.output)
    place.demand(0, *place.build, powerless=True)
    place.demand_sound()


@pytest.mark.parametrize("inner", ["store", "snapshots", "texts", "annotations", "."])
def test_a_folder_that_may_not_be_written_is_named_and_the_same_command_goes_on_later(place: Place, inner: str) -> None:
    for number in range(ARTICLES):
        place.corpus.put(number, 2)
    denied = place.output / inner
    if inner == ".":
        denied.chmod(0o555)
    else:
        deny(denied)
    try:
        told = place.demand(5, *place.build, said="no permission.* run the same command again", powerless=True)
        assert str(place.output if inner == "." else denied) in told
    finally:
        allow(denied)
        for number in range(ARTICLES):
            place.corpus.put(number, 1)
    place.demand(0, *place.build)
    place.demand(0, "check", "--deep")


def test_a_file_that_may_become_no_larger_says_so(place: Place) -> None:
    place.demand(5, *place.build, said="graph.html.* larger than this system allows.*", most=100_000)
    place.demand(0, *place.build)
    place.demand_sound()


# others


def test_a_second_writer_is_told_to_wait_and_readers_are_not(place: Place) -> None:
    place.corpus.put(0, 2)
    said, told = place.root / "first.said", place.root / "first.told"
    pid = place.server.start([*place.build, "--again", "-o", place.output], said, told)
    try:
        stopped = _stop_at_work(pid, place.output)
        for command in (place.build, ("remove", "a01.json"), ("compact",), ("repair",)):
            place.demand(5, *command, said="(in use by another program|being built); try again when that is done")
        for command in ASKING:
            place.demand(0, *command)
    finally:
        os.kill(pid, signal.SIGCONT)
        status = place.server.wait(pid)
        place.corpus.put(0, 1)
    assert stopped
    assert status == 0, told.read_text("utf-8")
    place.demand(0, *place.build)
    place.demand(0, "check", "--deep")


def _stop_at_work(pid: int, output: Path) -> bool:
    """Stop a build as soon as it has the store."""
    import fcntl

    with (output / "store.lock").open("rb") as lock:
        for _ in range(30_000):
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                os.kill(pid, signal.SIGSTOP)
                return True
            fcntl.flock(lock, fcntl.LOCK_UN)
            time.sleep(0.001)
    return False


# damage


def _first(folder: Path, pattern: str = "*") -> Path:
    return min(folder.glob(pattern))


def _newest(output: Path) -> Path:
    return output / "snapshots" / (output / "snapshots" / "current").read_text("ascii").strip()


def junk(file: Path) -> None:
    """Let a file hold anything but what it should; others that it shares a place with on the disk stay as they are."""
    file.unlink()
    file.write_bytes(b"\0\xffnonsense" * 20)


def flip(file: Path) -> None:
    """Change some bytes in the middle of a file."""
    content = bytearray(file.read_bytes())
    for place in range(len(content) // 3, min(len(content), len(content) // 3 + 40)):
        content[place] ^= 0x5A
    file.unlink()
    file.write_bytes(content)


def _current_texts(output: Path) -> Iterator[Path]:
    """The texts of the articles as they are, not of earlier versions, which no build reads again."""
    for record in (output / "annotations").iterdir():
        yield output / "texts" / f"{json.loads(record.read_bytes())['sha256']}.txt"


def all_of(files: Iterator[Path], damage: Callable[[Path], None]) -> None:
    """Damage every one."""
    for file in list(files):
        damage(file)


def folder_instead(file: Path) -> None:
    """Put a folder in the place of a file."""
    file.unlink(missing_ok=True)
    file.mkdir()
    (file / "x").write_text("x")


def file_instead(folder: Path) -> None:
    """Put a file in the place of a folder."""
    shutil.rmtree(folder)
    folder.write_text("x")


def gone(path: Path) -> None:
    """Remove it."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink()


HEALED: dict[str, Callable[[Path], object]] = {
    "a record is damaged": lambda o: junk(_first(o / "annotations")),
    "a record has other bytes": lambda o: flip(_first(o / "annotations")),
    "a record is gone": lambda o: gone(_first(o / "annotations")),
    "texts have other bytes": lambda o: all_of(_current_texts(o), flip),
    "texts are gone": lambda o: all_of(_current_texts(o), gone),
    "the store is gone": lambda o: gone(o / "store"),
    "the snapshot's files have other bytes": lambda o: all_of(_newest(o).glob("*.sst"), flip),
    "the snapshot's manifest is damaged": lambda o: junk(_first(_newest(o), "MANIFEST*")),
    "the snapshot is no store": lambda o: gone(_newest(o) / "CURRENT"),
    "the snapshot is gone": lambda o: gone(_newest(o)),
    "all snapshots are gone": lambda o: gone(o / "snapshots"),
    "current is damaged": lambda o: junk(o / "snapshots" / "current"),
    "current leads elsewhere": lambda o: (o / "snapshots" / "current").write_text("../../../../etc\n"),
    "current names none": lambda o: (o / "snapshots" / "current").write_text("999\n"),
    "the index is damaged": lambda o: junk(_newest(o) / "search" / "base"),
    "the index is gone": lambda o: gone(_newest(o) / "search"),
    "the turtle is damaged": lambda o: junk(o / "graph.ttl"),
}
"""What the next build puts right by itself."""


@pytest.mark.parametrize("damage", HEALED)
def test_what_can_be_made_again_is_made_by_the_next_build(place: Place, damage: str) -> None:
    HEALED[damage](place.output)
    for command in READING:
        status, told = place.kg(*command)
        assert status in (0, 5), told
        assert status == 0 or f"`kg repair -o {place.output}`" in told, told
        assert "Traceback" not in told
    status, told = place.kg(*place.build)
    assert status == 0, told
    place.demand_sound()


NAMED: dict[str, Callable[[Path], object]] = {
    "the store's files are damaged": lambda o: all_of((o / "store").glob("*.sst"), junk),
    "the store's files have other bytes": lambda o: all_of((o / "store").glob("*.sst"), flip),
    "one of the store's files is gone": lambda o: gone(_first(o / "store", "*.sst")),
    "the store's manifest is damaged": lambda o: junk(_first(o / "store", "MANIFEST*")),
    "the store's current file is damaged": lambda o: junk(o / "store" / "CURRENT"),
    "the store's current file is gone": lambda o: gone(o / "store" / "CURRENT"),
}
"""What a command names, and `kg repair` makes again."""


@pytest.mark.threat("crash")
@pytest.mark.parametrize("damage", NAMED)
def test_a_damaged_store_is_named_and_made_again_by_repair(place: Place, damage: str) -> None:
    NAMED[damage](place.output)
    for command in READING:
        place.demand(0, *command)  # they ask the snapshot
    place.demand(5, *place.build, said="kg repair")
    place.demand(0, "repair")
    place.demand(0, *place.build)
    place.demand_sound()


IN_THE_WAY: dict[str, tuple[Callable[[Path], object], str]] = {
    "annotations/{}": (lambda o: folder_instead(_first(o / "annotations")), "a folder is in its place"),
    "store": (lambda o: file_instead(o / "store"), ""),
    "snapshots": (lambda o: file_instead(o / "snapshots"), "a file is in the place of a folder"),
    "snapshots/current": (lambda o: folder_instead(o / "snapshots" / "current"), "a folder is in its place"),
    "snapshots/behind": (lambda o: folder_instead(o / "snapshots" / "behind"), "a folder is in its place"),
    "graph.ttl": (lambda o: folder_instead(o / "graph.ttl"), "a folder is in its place"),
    "graph.html": (lambda o: folder_instead(o / "graph.html"), "a folder is in its place"),
    "report.json": (lambda o: folder_instead(o / "report.json"), "a folder is in its place"),
    "store.lock": (lambda o: folder_instead(o / "store.lock"), "a folder is in its place"),
    "texts": (lambda o: file_instead(o / "texts"), "a file is in the place of a folder"),
    "annotations": (lambda o: file_instead(o / "annotations"), "a file is in the place of a folder"),
}
"""What others put where kg has its files; moved away, all goes on."""


@pytest.mark.parametrize("name", IN_THE_WAY)
def test_what_is_in_the_way_is_named_and_touched_by_nobody(place: Place, name: str) -> None:
    damage, said = IN_THE_WAY[name]
    path = place.output / name.format(_first(place.output / "annotations").name)
    damage(place.output)
    there = (path / "x").read_text() if path.is_dir() else path.read_text()
    told = place.demand(5, *place.build, said=said or "not a directory")
    assert str(path) in told
    assert there == ((path / "x").read_text() if path.is_dir() else path.read_text())
    gone(path)
    if name == "annotations":
        for command in (place.build, ("remove", "a00.json")):
            place.demand(5, *command, said="annotations: is gone")
        shutil.copytree(place.saved / name, path)
    place.demand(0, *place.build)
    place.demand(0, "repair")
    place.demand_sound()


DEEP: dict[str, Callable[[Path], object]] = {
    "the index has other bytes": lambda o: flip(_newest(o) / "search" / "base"),
    "the lock of the snapshot is a folder": lambda o: folder_instead(_newest(o).with_name(_newest(o).name + ".lock")),
    "texts of earlier versions are gone": lambda o: all_of((o / "texts").iterdir(), gone),
}
"""What neither readers nor a build mind."""


@pytest.mark.parametrize("damage", DEEP)
def test_damage_that_only_a_deep_check_sees(place: Place, damage: str) -> None:
    DEEP[damage](place.output)
    place.demand(0, *place.build)
    place.demand(1, "check", "--deep")
    place.demand(0, "repair")
    place.demand_sound()


def test_a_folder_of_a_newer_kg_is_left_alone(place: Place) -> None:
    (place.output / "layout.json").write_text('{"layout": 99, "kg": "9.9"}\n', "utf-8")
    before = {file: file.stat().st_mtime_ns for file in sorted(place.output.rglob("*"))}
    for command in (place.build, *READING, ("compact",), ("repair",), ("remove", "a00.json"), ("check",)):
        place.demand(5, *command, said="layout 99, written by kg 9.9")
    assert before == {file: file.stat().st_mtime_ns for file in sorted(place.output.rglob("*"))}


def test_who_repeats_a_killed_removal_is_told_that_it_is_done_and_finds_it_done(place: Place) -> None:
    outputs = ("graph.ttl", "graph.html", "report.json")
    place.demand(0, "remove", "a00.json")
    for name in outputs:  # as if it had been killed before it wrote them
        shutil.copy2(place.saved / name, place.output / name)
    place.demand(2, "remove", "a00.json", said="no article «a00.json» in this graph")
    assert "a00.json" not in (place.output / "graph.ttl").read_text("utf-8")
    written = [(place.output / name).stat().st_mtime_ns for name in outputs]
    place.demand(2, "remove", "a00.json", said="no article «a00.json» in this graph")
    assert written == [(place.output / name).stat().st_mtime_ns for name in outputs]


def test_a_build_goes_on_while_the_graph_is_served(place: Place) -> None:
    said, told = place.root / "serve.said", place.root / "serve.told"
    pid = place.server.start(["serve", "-o", place.output, "--port", "0", "--no-open", "--workers", "1"], said, told)
    try:
        for _ in range(6000):
            if told.exists() and "http://" in told.read_text("utf-8"):
                break
            time.sleep(0.01)
        place.demand(0, *place.build, "--again")
        place.demand(0, "remove", "a00.json")
        place.demand(0, *place.build)
    finally:
        os.kill(pid, signal.SIGTERM)
        status = place.server.wait(pid)
    assert status == 0, told.read_text("utf-8")
    assert "Traceback" not in told.read_text("utf-8")
    assert states.content(place.output) == place.content


def test_nothing_says_more_than_it_should_of_a_sound_graph(place: Place) -> None:
    """The control: what the tests above look for is not said of a graph without faults."""
    for command in (*READING, place.build, ("compact",), ("repair",)):
        told = place.demand(0, *command)
        assert "kg repair" not in told
    place.demand_sound()
