"""A disk that is full at any step: one line says so, data stay as they were, the same command completes it later."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from crash import states
from crash.corpus import Corpus
from crash.forkserver import ForkServer

ARTICLES = 3
PLENTY = 64 << 20
FULL = re.compile(r"kg: (?P<place>\S+): .*no space left.*; free some and run the same command again.*\n")
LOADING = {"kg.store.bulk:WORTH": 5_000, "kg.store.bulk:FULL": 60_000}


def mount(folder: str) -> None:
    """For a process in a namespace of its own: a disk."""
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={PLENTY}", "kg-test", folder], check=True)


def resize(folder: str, free: int | None) -> None:
    """Change how many bytes of it are free; plenty if None."""
    there = os.statvfs(folder)
    used = (there.f_blocks - there.f_bfree) * there.f_frsize
    size = PLENTY if free is None else used + free
    subprocess.run(["mount", "-o", f"remount,size={max(4096, size)}", "kg-test", folder], check=True)


def used(folder: str) -> int:
    """How many of its bytes are taken."""
    there = os.statvfs(folder)
    return (there.f_blocks - there.f_bfree) * there.f_frsize


class Disk:
    """A small disk in memory, which only the processes of its server see, and a graph on it."""

    def __init__(self, server: ForkServer, root: Path) -> None:
        self.server = server
        self.root = root
        self.folder = root / "disk"
        self.output = self.folder / "output"
        self.corpus = Corpus(root / "articles", ARTICLES)
        self.known = states.Known()
        self.failed: set[str] = set()
        self.folder.mkdir()
        self._call("mount", self.folder)

    def _call(self, name: str, *arguments: object) -> object:
        return self.server.call(f"crash.test_disk_full:{name}", *arguments)

    def put(self, version: int) -> None:
        """Let all articles have this version."""
        for number in range(ARTICLES):
            self.corpus.put(number, version)

    def kg(self, *arguments: object, output: Path | None = None, **options: object) -> tuple[int, str]:
        """Run a command on the graph; neither what it says nor what it reads is on the disk."""
        return self.server.kg(*arguments, "-o", output or self.output, said=self.root / "said", **options)

    def whole(self, *arguments: object, **options: object) -> None:
        """Run a command with plenty of space."""
        self._call("resize", self.folder, None)
        status, said = self.kg(*arguments, **options)
        assert status == 0, said

    def learn(self) -> int:
        """Build what shall be, with plenty of space and elsewhere; gives how many bytes a graph takes."""
        for version in (0, 1):
            self.put(version)
            output = self.folder / f"learnt{version}"
            self.whole("build", self.corpus.folder, output=output)
            self.known.learn(self.server.call("crash.states:learnt", output))
        taken = self._call("used", self.folder)
        assert isinstance(taken, int)
        return taken // 2

    def fill(self, free: int, *arguments: object, **options: object) -> bool:
        """Run a command with little space; whether it failed for want of it, which must be said, and harm nothing."""
        self._call("resize", self.folder, free)
        status, said = self.kg(*arguments, **options)
        self._call("resize", self.folder, None)
        told = FULL.fullmatch(said)
        assert status == 0 or (status == 5 and told), f"{free} bytes free: exit status {status}\n{said}"
        if told:
            self.failed |= set(Path(told["place"]).relative_to(self.folder).parts)
        if self.output.name in self._call("names", self.folder):  # type: ignore[operator]
            found = states.faults(self.server.call("crash.states:read", self.output), self.known)
            assert not found, f"{free} bytes free: {found}"
        return status != 0

    def demand_as_fresh(self, version: int) -> None:
        """The graph must be what a build into a new folder gives."""
        here, there = (
            self.server.call("crash.states:content", f) for f in (self.output, self.folder / f"learnt{version}")
        )
        assert here == there


def names(folder: str) -> list[str]:
    """What lies in a folder."""
    return sorted(os.listdir(folder))


@pytest.fixture(scope="module")
def server() -> Iterator[ForkServer]:
    try:
        made = ForkServer("unshare", *(("-m",) if os.geteuid() == 0 else ("-Urm",)))
    except OSError as error:
        pytest.skip(f"needs a namespace of its own: {error}")
    with made:
        yield made


@pytest.fixture(scope="module")
def disk(server: ForkServer, tmp_path_factory: pytest.TempPathFactory) -> Disk:
    try:
        return Disk(server, tmp_path_factory.mktemp("full"))
    except AssertionError as error:
        pytest.skip(f"needs the right to mount a tmpfs: {error}")


@pytest.fixture(scope="module")
def size(disk: Disk) -> int:
    """How many bytes a graph takes."""
    return disk.learn()


@pytest.mark.threat("crash")
@pytest.mark.parametrize("settings", [{}, LOADING], ids=["each article", "many at once"])
def test_a_first_build(disk: Disk, size: int, settings: dict[str, object]) -> None:
    disk.server.call("shutil:rmtree", disk.output, True)
    disk.put(0)
    disk.failed = set()
    build = ("build", disk.corpus.folder)
    failed = [disk.fill(int(part * size), *build, settings=settings) for part in (0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.7)]
    assert failed[0]
    assert {"store", "snapshots"} & disk.failed
    assert {"texts", "annotations", "graph.ttl", "graph.html"} & disk.failed, disk.failed
    disk.whole(*build)
    disk.demand_as_fresh(0)


@pytest.fixture
def built(disk: Disk, size: int) -> Disk:
    """The graph of the first versions, with plenty of space."""
    disk.put(0)
    disk.whole("build", disk.corpus.folder)
    disk.failed = set()
    return disk


@pytest.mark.threat("crash")
def test_an_update(built: Disk, size: int) -> None:
    built.put(1)
    failed = [built.fill(int(part * size), "build", built.corpus.folder) for part in (0, 0.05, 0.1, 0.2, 0.3)]
    assert failed[0]
    built.whole("build", built.corpus.folder)
    built.demand_as_fresh(1)


def test_who_only_reads_needs_no_space(built: Disk) -> None:
    built._call("resize", built.folder, 0)
    for command in (("stats",), ("search", "融资"), ("export", "nquads"), ("query", "articles"), ("check", "--deep")):
        status, said = built.kg(*command)
        assert status == 0, f"{command}: {said}"


def test_removing_an_article(built: Disk) -> None:
    removing = ("remove", "a00.json")
    assert built.fill(0, *removing)
    built.whole("build", built.corpus.folder)
    built.demand_as_fresh(0)
    built.whole(*removing)
    assert len(states.kept(built.server.call("crash.states:read", built.output), built.known)) == ARTICLES - 1


@pytest.mark.parametrize("format_", ["nquads", "turtle", "csv", "graphml", "jsonld", "pyvis"])
def test_an_export_leaves_nothing_of_itself_and_the_older_one_whole(built: Disk, format_: str) -> None:
    target = built.folder / f"export.{format_}"
    assert built.fill(0, "export", format_, target)
    left = built._call("digests", target)
    built.whole("export", format_, target)
    whole = built._call("digests", target)
    assert isinstance(left, dict)
    assert isinstance(whole, dict)
    assert left.items() <= whole.items()
    assert built.fill(0, "export", format_, target)
    assert built._call("digests", target) == whole
    built.server.call("crash.test_disk_full:remove", target)


def digests(target: str) -> dict[str, str]:
    """The digest of an exported file, or of each in an exported folder; nothing unfinished may lie there."""
    from crash.commands import digests

    path = Path(target)
    assert not [name for name in os.listdir(path if path.is_dir() else path.parent) if name.startswith(".")]
    return digests(target)


def remove(target: str) -> None:
    """Remove a file or a folder."""
    import shutil

    if Path(target).is_dir():
        shutil.rmtree(target)
    else:
        Path(target).unlink()


def test_a_page(built: Disk) -> None:
    page = built.folder / "page.html"
    assert built.fill(4096, "view", "--no-open", "--file", page)
    assert page.name not in built._call("names", built.folder)  # type: ignore[operator]


def test_compacting(built: Disk, size: int) -> None:
    assert built.fill(0, "compact")
    assert built.fill(size, "compact", settings={"kg.store.compact:ROOM": 0})
    built.whole("compact")
    built.whole("build", built.corpus.folder)
    built.demand_as_fresh(0)


def test_a_backup_and_a_restored_graph(built: Disk, size: int) -> None:
    backup, restored = built.folder / "backup.tar.gz", built.folder / "restored"
    assert built.fill(0, "backup", backup)
    assert backup.name not in built._call("names", built.folder)  # type: ignore[operator]
    built.whole("backup", backup)
    for part in (0, 0.2, 0.5):
        assert built.fill(int(part * size), "restore", backup, output=restored)
        assert restored.name not in built._call("names", built.folder)  # type: ignore[operator]
    built.whole("restore", backup, output=restored)
    here, there = (built.server.call("crash.states:content", folder) for folder in (restored, built.output))
    assert here == there
    assert not states.faults(built.server.call("crash.states:read", restored), built.known)
    built.server.call("shutil:rmtree", restored)
