from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.rdf import DEFAULT_BASE, Statement
from kg.store import OxigraphStore, PublishingStore, identity, open_current, query
from kg.store.lock import SnapshotLock
from kg.store.publishing import publish_missing
from kg.store.snapshots import current
from kg.store.worker import _Reader

ROOT = Path(__file__).parents[2]
A = Statement("<x:a> <x:p> <x:o> .")
needs_flock = pytest.mark.skipif(os.name != "posix", reason="there is no flock here")


def lines(graph: int, count: int = 200) -> list[Statement]:
    return [Statement(f"<x:{graph}> <x:p{i}> <x:o> .") for i in range(count)]


def folders(path: Path) -> list[str]:
    return sorted(file.name for file in path.with_name("snapshots").iterdir() if file.is_dir())


@contextmanager
def running(code: str, *arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Python code in another process, which ends with the block."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=env) as process:
        try:
            yield process
        finally:
            process.kill()


WRITER = """
import sys
import kg.store.publishing
from kg.rdf import DEFAULT_BASE, Statement
from kg.store import PublishingStore

kg.store.publishing.PAUSE_S, kg.store.publishing.SHARE = 0.0, 0.5
with PublishingStore(sys.argv[1]) as store:
    for graph in range(300):
        store.replace_graph(f"x:{graph}", [Statement(f"<x:{graph}> <x:p{i}> <x:o> .") for i in range(200)])
"""


@pytest.mark.threat("crash")
@needs_flock
def test_readers_see_whole_graphs_and_no_error_while_another_process_writes(tmp_path: Path) -> None:
    path, seen = tmp_path / "store", set()
    with running(WRITER, path) as writer:
        while not identity(path):
            time.sleep(0.001)
        while writer.poll() is None:
            with open_current(path) as store:
                graphs = store.graphs()
                assert all(len(list(store.statements(graph))) == 200 for graph in graphs)
                assert len(store) == 200 * len(graphs)
                seen.add(len(graphs))
            if len(seen) in (2, 4):
                assert query(path, "ASK { GRAPH ?g { ?s ?p ?o } }") is True
        assert writer.returncode == 0
    assert len(seen) > 3, "the reader saw the store grow"
    with open_current(path) as store:
        assert len(store.graphs()) == 300


def test_a_snapshot_stays_as_it_is_while_the_writer_goes_on_and_disappears_afterwards(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with PublishingStore(path) as writer:
        writer.replace_graph("x:0", lines(0))
        with open_current(path) as reader:
            first = reader.identity
            for graph in range(1, 20):
                writer.replace_graph(f"x:{graph}", lines(graph))
            writer.remove_graph("x:0")
            assert writer.publish() != first
            assert reader.graphs() == ("x:0",)
            assert reader.construct("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }") == tuple(sorted(lines(0)))
            assert len(folders(path)) == 2
        writer.replace_graph("x:20", lines(20))
        writer.publish()
    assert len(folders(path)) == 1
    assert [p.name for p in path.with_name("snapshots").glob("*.lock")] == [f"{folders(path)[0]}.lock"]


def test_a_reader_in_another_process_keeps_its_snapshot_too(tmp_path: Path) -> None:
    path = tmp_path / "store"
    reader = """
import sys
from kg.store import open_current
with open_current(sys.argv[1]) as store:
    print("open", flush=True)
    sys.stdin.readline()
    print(len(store), flush=True)
"""
    with PublishingStore(path) as writer:
        writer.replace_graph("x:0", lines(0))
        with running(reader, path) as other:
            assert other.stdout is not None
            assert other.stdin is not None
            assert other.stdout.readline() == "open\n"
            [held] = folders(path)
            writer.replace_graph("x:1", lines(1))
            writer.publish()
            assert held in folders(path)
            other.stdin.write("\n")
            other.stdin.flush()
            assert other.stdout.readline() == "200\n"
        writer.replace_graph("x:2", lines(2))
        writer.publish()
        assert held not in folders(path)


def test_the_first_commit_is_published_at_once_and_later_ones_after_a_while(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with PublishingStore(path) as writer:
        assert identity(path)
        with open_current(path) as reader:
            assert reader.graphs() == ()
        writer.replace_graph("x:0", lines(0))
        first = identity(path)
        with open_current(path) as reader:
            assert reader.graphs() == ("x:0",)
        for graph in range(1, 10):
            writer.replace_graph(f"x:{graph}", lines(graph, 5))
        assert identity(path) == first
    assert identity(path) != first
    with open_current(path) as reader:
        assert len(reader.graphs()) == 10


def test_who_changes_nothing_publishes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with PublishingStore(path) as writer:
        writer.replace_graph("x:0", lines(0))
    before = identity(path)
    with PublishingStore(path) as writer:
        writer.replace_graph("x:0", lines(0))
        assert writer.publish() == before
    assert identity(path) == before


def test_no_two_snapshots_have_the_same_identity(tmp_path: Path) -> None:
    path, known = tmp_path / "store", set()
    for _ in range(2):
        with PublishingStore(path) as writer:
            for graph in range(3):
                writer.replace_graph(f"x:{graph}", lines(graph))
                known.add(writer.publish())
        shutil.rmtree(path)
        shutil.rmtree(path.with_name("snapshots"))
        assert identity(path) == ""
    assert len(known) == 6


def test_there_is_one_writer_and_it_does_not_mind_readers(tmp_path: Path) -> None:
    path = tmp_path / "store"
    PublishingStore(path).close()
    with open_current(path), PublishingStore(path), pytest.raises(StoreError, match="in use by another program"):
        PublishingStore(path)


KILLED = """
import os, sys
from kg.rdf import DEFAULT_BASE, Statement
from kg.store import PublishingStore
import kg.store.publishing

def die(*_, **__):
    os.kill(os.getpid(), 9)

store = PublishingStore(sys.argv[1])
store.replace_graph("x:0", [Statement("<x:0> <x:p> <x:o> .")])
store.publish()
if sys.argv[2] == "removing":
    def half(folder):
        os.unlink(folder / "CURRENT")
        die()
    kg.store.publishing.shutil.rmtree = half
elif sys.argv[2] != "committed":
    setattr(PublishingStore, sys.argv[2], die)
store.replace_graph("x:1", [Statement("<x:1> <x:p> <x:o> .")])
if sys.argv[2] == "committed":
    die()
store.publish()
"""


@pytest.mark.threat("crash")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize(
    ("step", "readers_see"),
    [("committed", 1), ("backup", 1), ("_switch_to", 1), ("_sweep", 2), ("removing", 2)],
)
def test_a_writer_killed_between_the_steps_leaves_readers_a_whole_snapshot(
    tmp_path: Path, step: str, readers_see: int
) -> None:
    path = tmp_path / "store"
    with running(KILLED, path, step) as writer:
        assert writer.wait(60) == -signal.SIGKILL
    with open_current(path) as reader:
        assert len(reader.graphs()) == readers_see
    PublishingStore(path).close()
    with open_current(path) as reader:
        assert reader.graphs() == ("x:0", "x:1")
    assert len(folders(path)) == 1
    assert len(list(path.with_name("snapshots").iterdir())) == 3  # the snapshot, its lock, and the file that names it


def test_a_store_of_an_older_version_is_read_and_gets_a_snapshot_when_it_is_next_written(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with OxigraphStore(path) as older:
        older.replace_graph("x:0", lines(0))
    assert identity(path) == ""
    with open_current(path) as reader:
        assert reader.graphs() == ("x:0",)
        assert reader.identity == ""
        publish_missing(path)  # somebody reads it
        assert identity(path) == ""
    with PublishingStore(path), open_current(path) as reader:
        assert reader.graphs() == ("x:0",)
        assert reader.identity
    shutil.rmtree(path.with_name("snapshots"))
    publish_missing(path)
    assert identity(path)


def test_while_a_lost_store_is_made_again_readers_have_the_last_snapshot(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with PublishingStore(path) as writer:
        for graph in range(3):
            writer.replace_graph(f"x:{graph}", lines(graph))
    shutil.rmtree(path)
    with PublishingStore(path) as writer:
        writer.replace_graph("x:1", lines(1))
        with open_current(path) as reader:
            assert len(reader.graphs()) == 3
    with open_current(path) as reader:
        assert reader.graphs() == ("x:1",)


@pytest.mark.threat("paths")
@pytest.mark.parametrize("content", ["", "../store", "999", "nonsense", "1/../../x"])
def test_a_file_that_names_no_snapshot_leads_nowhere_else(tmp_path: Path, content: str) -> None:
    path = tmp_path / "store"
    with PublishingStore(path) as writer:
        writer.replace_graph("x:0", lines(0))
    (tmp_path / "snapshots" / "current").write_text(content)
    with open_current(path) as reader:  # the store itself
        assert reader.path == path
        assert reader.graphs() == ("x:0",)
    PublishingStore(path).close()
    with open_current(path) as reader:
        assert reader.path is not None
        assert reader.path.parent == tmp_path / "snapshots"


@pytest.mark.threat("paths")
@pytest.mark.skipif(os.name != "posix", reason="there are no named pipes")
@pytest.mark.parametrize("kind", ["link", "pipe"])
@pytest.mark.parametrize("name", ["current", "1", "1.lock", "1/CURRENT", "1/LOCK", "1/search", "1/sums"])
def test_what_is_no_file_among_the_snapshots_is_neither_followed_nor_waited_for(
    tmp_path: Path, name: str, kind: str
) -> None:
    path = tmp_path / "out" / "store"
    with PublishingStore(path) as writer:
        writer.replace_graph("x:0", lines(0))
    there, elsewhere = path.with_name("snapshots"), tmp_path / "elsewhere"
    name = f"{current(path).name}{name[1:]}" if name[0] == "1" else name
    if (there / name).exists():
        (there / name).rename(elsewhere)
    if kind == "link":
        (there / name).symlink_to(elsewhere)
    else:
        os.mkfifo(there / name)

    def led_to() -> dict[str, bytes]:
        files = elsewhere.rglob("*") if elsewhere.is_dir() else [elsewhere]
        return {file.name: file.read_bytes() for file in files if file.is_file()}

    before = led_to()
    with suppress(StoreError), open_current(path) as reader:
        assert reader.graphs() == ("x:0",)
    PublishingStore(path).close()
    with open_current(path) as reader:
        assert reader.graphs() == ("x:0",)
        assert not reader.path.is_symlink()
    assert led_to() == before


def test_a_snapshot_can_be_read_where_nothing_can_be_written(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with PublishingStore(path) as writer:
        writer.replace_graph("x:0", lines(0))
    older = tmp_path / "older" / "store"
    with OxigraphStore(older) as store:
        store.replace_graph("x:0", lines(0))
    mount = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && ! touch "$1/x" 2>/dev/null || exit 77; '
    code = "import sys; from kg.store import open_current; print([len(open_current(p)) for p in sys.argv[1:]])"
    for without_lock in (False, True):
        if without_lock:
            (tmp_path / "snapshots" / "1.lock").unlink(missing_ok=True)
            for lock in (*tmp_path.rglob("*.lock"),):
                lock.unlink()
        shell = mount + 'cd / && exec "$2" -c "$3" "$1/store" "$1/older/store"'
        command = ["unshare", "-m", "sh", "-c", shell, "sh", str(tmp_path), sys.executable, code]
        try:
            done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        except FileNotFoundError:
            pytest.skip("needs unshare")
        if done.returncode in (1, 77) and "Traceback" not in done.stderr:
            pytest.skip("needs the right to mount")
        assert done.stdout == "[200, 200]\n", done.stderr


def test_a_store_that_is_not_there_is_not_made_by_asking_for_its_snapshot(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="no store here"):
        open_current(tmp_path / "store")
    publish_missing(tmp_path / "store")
    assert identity(tmp_path / "store") == ""
    assert list(tmp_path.iterdir()) == []


@needs_flock
def test_a_worker_that_cannot_get_ready_with_a_snapshot_lets_go_of_it(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with PublishingStore(path) as store:
        store.replace_graph("x:g", [A])
        store.publish()
        store.replace_graph("x:g", lines(1))
    init = {"function": "kg.store.snapshots:identity", "arguments": {"no": "such argument"}}
    with pytest.raises(TypeError):
        _Reader({"path": path, "base": DEFAULT_BASE, "wait_s": 0, "init": init}).renew()
    lock = SnapshotLock.removing(current(path))
    assert lock is not None
    lock.release()
