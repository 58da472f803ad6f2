"""Every command on a folder that somebody sent, in which any of the files may be a link, or a pipe.

A link may lead to a file of whoever uses the folder: no command opens that, shows what it holds, changes or removes it.
Whoever opens a pipe waits for ever: no command does. Nor does any end in an error that nobody thought of.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import sys
import tarfile
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from time import sleep

import pytest
from broken_graphs import made
from crash.forkserver import ForkServer

from kg.cli.border import UNEXPECTED
from kg.files import UNFINISHED
from kg.pipeline import Workplace
from kg.store.snapshots import current

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="that a file is opened is heard of from Linux")
SECRET = "芝麻开门：这个文件不在文件夹里。"  # noqa: S105 - nobody's
LONGEST_S = 60
NEW = "0" * 16
KINDS: dict[str, Callable[[Workplace], list[Path]]] = {
    "texts": lambda place: sorted(place.texts.iterdir()),
    "record": lambda place: [min(place.annotations.iterdir())],
    "new record": lambda place: [place.annotations / f"{NEW}.json"],
    "waiting record": lambda place: [place.annotations / f"{NEW}.json.waiting"],
    "earlier version": lambda place: [min(place.revisions.glob("*/*.json"))],
    "earlier versions": lambda place: [min(place.revisions.iterdir())],
    "damaged record": lambda place: [place.damaged / f"{NEW}.json"],
    "rescued graphs": lambda place: [place.damaged / "rescued.json"],
    "layout.json": lambda place: [place.folder / "layout.json"],
    "remote.json": lambda place: [place.remote],
    "report.json": lambda place: [place.report],
    "graph.ttl": lambda place: [place.turtle],
    "graph.html": lambda place: [place.page],
    "name of the snapshot": lambda place: [place.snapshots / "current"],
    "what has changed": lambda place: [place.snapshots / "behind"],
    "lock of the snapshot": lambda place: [place.snapshots / f"{newest(place).name}.lock"],
    "snapshot": lambda place: [newest(place)],
    "table of the snapshot": lambda place: [min(newest(place).glob("*.sst"))],
    "sums of the snapshot": lambda place: [newest(place) / "sums"],
    "index": lambda place: [newest(place) / "search"],
    "part of the index": lambda place: [newest(place) / "search" / "base"],
    "lock": lambda place: [place.folder / "store.lock"],
    "mark of a load": lambda place: [place.folder / "store.loading"],
    "store": lambda place: [place.store],
    "file of the store": lambda place: [place.store / "CURRENT"],
    "table of the store": lambda place: [min(place.store.glob("*.sst"))],
    "lock of the store": lambda place: [place.store / "LOCK"],
    "links of a backup": lambda place: [place.folder / ".backup-1"],
    "unfinished file": lambda place: [place.texts / f".unfinished-1-0123abcd-{'f' * 64}.txt"],
}
FOLDERS = {"earlier versions", "snapshot", "index", "store", "links of a backup"}
READING = (
    ("search", "芝麻开门"),
    ("check",),
    ("check", "--deep"),
    ("export", "nquads", "TO/graph.nq"),
    ("backup", "TO/b.tar.gz", "--wait", "0"),
)
SHOWING = (("stats",), ("revisions",), ("view", "--no-open", "--file", "TO/page.html"))
SHOWN = {"texts", "record", "earlier version", "layout.json", "remote.json", "report.json", "snapshot"}
"""The kinds of file that commands which only show something meet otherwise than those that look at all of them."""
WRITING = (("build", "ARTICLES"), ("repair",), ("remove", "b.md"), ("compact",))
OPENING = {READING[0], READING[2], READING[4], SHOWING[0], *WRITING[:2]}
"""The commands that open between them whatever the others open; pipes are laid for these alone, to save time."""


def newest(place: Workplace) -> Path:
    found = current(place.store)
    assert found
    return found


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("strangers")
    made(folder).joinpath("damaged").mkdir()
    return folder


@pytest.fixture(scope="module")
def commands() -> Iterator[ForkServer]:
    with ForkServer() as server:
        yield server


@dataclass
class Watch:
    """Hears whether files are opened."""

    _handle: int

    def was_opened(self) -> bool:
        """Whether one was since this was asked last."""
        try:
            return bool(os.read(self._handle, 1 << 16))
        except BlockingIOError:
            return False


@contextmanager
def watched(*files: Path) -> Iterator[Watch]:
    """Files, or folders with what lies in them, whose opening is heard of."""
    libc, on_open = ctypes.CDLL(None, use_errno=True), 0x20
    handle = libc.inotify_init1(os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        for file in files:
            assert libc.inotify_add_watch(handle, os.fsencode(file), on_open) >= 0, os.strerror(ctypes.get_errno())
        yield Watch(handle)
    finally:
        os.close(handle)


def planted(whole: Path, to: Path, kind: str, with_what: str, secret: Path) -> Workplace:
    """A copy of the folder in which something is a link to a secret, or a pipe."""
    shutil.copytree(whole / "output", to, symlinks=True)
    place = Workplace(to)
    for file in KINDS[kind](place):
        if file.is_dir():
            shutil.rmtree(file)
        else:
            file.unlink(missing_ok=True)
        if with_what == "link":
            file.symlink_to(secret)
        else:
            os.mkfifo(file)
    return place


def ended(commands: ForkServer, said: Path, *arguments: object) -> tuple[int, str]:
    """The status of a command, and all that it says."""
    pid = commands.start(arguments, said, said.with_suffix(".told"), cwd=str(said.parent))
    late = threading.Timer(LONGEST_S, os.killpg, (pid, signal.SIGKILL))
    late.start()
    try:
        status = commands.wait(pid)
    finally:
        late.cancel()
    return status, said.read_text("utf-8", "replace") + said.with_suffix(".told").read_text("utf-8", "replace")


def shown(folder: Path) -> list[Path]:
    """The files that hold the secret, archives unpacked; links and pipes are not looked into."""
    found = []
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            if file.name.endswith(".tar.gz"):
                with tarfile.open(file) as archive:
                    content = b"".join(archive.extractfile(member).read() for member in archive)  # type: ignore[union-attr]
            else:
                content = file.read_bytes()
            found += [file] if SECRET.encode() in content else []
    return found


def typed(tmp_path: Path, command: tuple[str, ...]) -> list[str]:
    """A command with the places that it is to use."""
    return [
        word.replace("TO", str(tmp_path / "to")).replace("ARTICLES", str(tmp_path / "articles")) for word in command
    ]


@pytest.fixture
def around(whole: Path, tmp_path: Path) -> Path:
    """A folder for what commands make, and two articles for them to read."""
    for name in ("to", "articles"):
        (tmp_path / name).mkdir()
    for name in ("a.md", "b.md"):
        shutil.copy(whole / name, tmp_path / "articles")
    return tmp_path


def secrets(folder: Path, kind: str) -> Path:
    """What is nobody's business: a file, or a folder with files of such names as kg itself gives."""
    secret = folder / "secret"
    if kind in FOLDERS:
        secret.mkdir()
        for name in ("mine", f"{UNFINISHED}1-0123abcd-mine.json", f"000009-{'f' * 64}.json"):
            (secret / name).write_text(SECRET, "utf-8")
    else:
        secret.write_text(SECRET, "utf-8")
    return secret


def contents(secret: Path) -> dict[str, bytes]:
    """All of it, by name."""
    return {file.name: file.read_bytes() for file in (secret.iterdir() if secret.is_dir() else [secret])}


@pytest.mark.threat("paths")
@pytest.mark.parametrize("with_what", ["link", "pipe"])
@pytest.mark.parametrize("kind", KINDS)
def test_no_command_follows_a_link_or_waits_for_a_pipe(
    whole: Path, around: Path, commands: ForkServer, kind: str, with_what: str
) -> None:
    secret = secrets(around, kind)
    before = contents(secret)
    place = planted(whole, around / "read", kind, with_what, secret)
    with watched(secret) as watch:
        for number, command in enumerate((*READING, *(SHOWING if kind in SHOWN else ()), *WRITING)):
            if with_what == "pipe" and command not in OPENING:
                continue
            if command in WRITING:
                place = planted(whole, around / f"written-{number}", kind, with_what, secret)
            status, said = ended(commands, around / f"{number}.said", *typed(around, command), "-o", place.folder)
            assert status >= 0, f"{command} waits"
            assert status != UNEXPECTED, f"{command}: {said}"
            assert not watch.was_opened(), command
            assert SECRET not in said, command
        if (archive := around / "to" / "b.tar.gz").exists():
            status, said = ended(commands, around / "r.said", "restore", archive, "-o", around / "to" / "restored")
            assert status == 0, said
    assert contents(secret) == before
    assert not shown(around / "to")


@pytest.mark.threat("paths")
@pytest.mark.parametrize("kind", ["texts", "record", "earlier versions", "earlier version", "snapshot", "index"])
def test_no_page_of_a_server_shows_what_a_link_leads_to(
    whole: Path, around: Path, commands: ForkServer, kind: str
) -> None:
    secret = secrets(around, kind)
    place = planted(whole, around / "served", kind, "link", secret)
    id = min(place.annotations.iterdir()).stem
    with watched(secret) as watch, serving(commands, around, place.folder) as port:
        for page in ("/", f"/id/article/{id}", f"/id/article/{id}/versions", "/search?q=%E8%8A%9D%E9%BA%BB"):
            assert not port or SECRET not in asked(port, page)
        assert not watch.was_opened()


@contextmanager
def serving(commands: ForkServer, folder: Path, output: Path) -> Iterator[int]:
    """A server over a folder, by its port; 0 where it refuses that."""
    told = folder / "serve.told"
    words = ("serve", "-o", output, "--port", 0, "--workers", 1, "--no-open")
    pid = commands.start(words, folder / "serve.said", told, cwd=str(folder))
    late = threading.Timer(LONGEST_S, os.killpg, (pid, signal.SIGKILL))
    late.start()
    try:
        while not (told.exists() and told.read_text("utf-8").endswith("\n")):
            sleep(0.02)
        found = re.match(r"http://127\.0\.0\.1:([0-9]+)/", told.read_text("utf-8"))
        yield int(found[1]) if found else 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGINT)
        status = commands.wait(pid)
        late.cancel()
    assert status not in (-signal.SIGKILL, UNEXPECTED), told.read_text("utf-8")


def asked(port: int, page: str) -> str:
    """A page of a server."""
    with closing(HTTPConnection("127.0.0.1", port, timeout=LONGEST_S)) as connection:
        connection.request("GET", page)
        return connection.getresponse().read().decode("utf-8")


@pytest.mark.threat("paths", control=True)
def test_the_same_commands_without_links_do_open_what_lies_in_the_folder(
    whole: Path, around: Path, commands: ForkServer
) -> None:
    opened = set()
    for number, command in enumerate((*READING, *SHOWING, *WRITING)):
        place = Workplace(Path(shutil.copytree(whole / "output", around / f"copy-{number}")))
        with watched(*place.texts.iterdir(), newest(place) / "search" / "base", place.report) as watch:
            status, said = ended(commands, around / f"{number}.said", *typed(around, command), "-o", place.folder)
            assert status == (1 if command[0] == "search" else 0), said
            opened |= {command[0]} if watch.was_opened() else set()
    assert opened >= {"search", "check", "view", "backup", "build"}
    place = Workplace(Path(shutil.copytree(whole / "output", around / "served")))
    id = min(place.annotations.iterdir()).stem
    with watched(*place.texts.iterdir()) as watch, serving(commands, around, place.folder) as port:
        assert "星桥科技" in asked(port, f"/id/article/{id}")
        assert watch.was_opened()
    (around / "copy-0" / "texts" / f"{'f' * 64}.txt").write_text(SECRET, "utf-8")
    ended(commands, around / "b.said", "backup", around / "to" / "c.tar.gz", "-o", around / "copy-0")
    assert shown(around / "to") == [around / "to" / "c.tar.gz"]
