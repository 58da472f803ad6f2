"""A store that is written anew: the same statements in less room, and a sound store whenever that is cut short."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.rdf import Statement
from kg.store import OxigraphStore, PublishingStore, identity, open_current
from kg.store.compact import bytes_beside, bytes_on_disk, write_anew
from kg.store.recovery import new_folder, old_folder
from kg.store.search import search
from kg.store.snapshots import current

ROOT = Path(__file__).parents[2]
Content = tuple[dict[str, list[Statement]], list[Statement]]


def lines(graph: int, round_: int = 0, count: int = 40) -> list[Statement]:
    return [
        Statement("<x:all> <x:p> <x:o> ."),
        *(Statement(f'<x:{graph}> <x:p{i}> "{graph * 7919**5 + i} 好\\n{round_}"@zh .') for i in range(count)),
    ]


def content(store: OxigraphStore) -> Content:
    return {graph: list(store.statements(graph)) for graph in store.graphs()}, sorted(store.merged())


@pytest.fixture
def worn(tmp_path: Path) -> Path:
    """A store that many small commits have left."""
    with PublishingStore(tmp_path / "store") as store:
        for round_ in range(3):
            for graph in range(12):
                store.commit({f"x:{graph}": lines(graph, round_)})
        store.commit({}, ["x:3"])
    return tmp_path / "store"


def everything(folder: Path) -> Content:
    with OxigraphStore(folder, read_only=True) as store:
        return content(store)


def in_tables(folder: Path) -> int:
    """The bytes of statements; RocksDB's notes take some hundred thousand more."""
    return sum(file.stat().st_size for file in folder.glob("*.sst"))


def names(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.parent.iterdir())


def test_a_store_written_anew_says_the_same_in_less_room_and_readers_get_it(worn: Path) -> None:
    before, was, beside = everything(worn), identity(worn), names(worn)
    with PublishingStore(worn) as store:
        tables = in_tables(worn)
        done = store.compact()
        assert in_tables(worn) < tables / 2
        assert content(store) == before
        assert done.quads == sum(map(len, before[0].values())) + len(before[1])
        store.commit({"x:new": lines(99)})
        assert "x:new" in store.graphs()
    assert done.after < done.before
    assert identity(worn) != was
    with open_current(worn) as store:
        assert store.graphs() == tuple(sorted([*before[0], "x:new"]))
    assert names(worn) == beside
    snapshot = current(worn)
    assert snapshot is not None
    assert [p.name for p in snapshot.parent.iterdir() if p.is_dir()] == [snapshot.name]


def test_a_reader_keeps_what_it_has_open_and_a_second_writer_is_refused(worn: Path) -> None:
    before = everything(worn)
    with open_current(worn) as reader, PublishingStore(worn) as store:
        store.compact()
        assert content(reader) == before
        with pytest.raises(StoreError, match="in use by another program"):
            PublishingStore(worn)
        with open_current(worn) as other:
            assert other.identity != reader.identity
            assert content(other) == before
    assert content_of_current(worn) == before


def content_of_current(store: Path) -> Content:
    with open_current(store) as reader:
        return content(reader)


@pytest.mark.parametrize("state", ["a part of the new one", "no store", "both stores"])
def test_whatever_a_killed_writer_left_the_next_one_has_a_sound_store(worn: Path, state: str) -> None:
    before, beside = everything(worn), names(worn)
    with OxigraphStore(worn) as store:
        write_anew(store._store, new_folder(worn))
    if state == "a part of the new one":
        next(new_folder(worn).glob("*.sst")).unlink()
        (new_folder(worn) / "CURRENT").unlink()
    else:
        worn.rename(old_folder(worn))
    if state == "both stores":
        new_folder(worn).rename(worn)
        (old_folder(worn) / "CURRENT").unlink()  # it was being removed
    assert content_of_current(worn) == before
    with PublishingStore(worn) as store:
        assert content(store) == before
    assert content_of_current(worn) == before
    assert names(worn) == beside


def test_without_room_nothing_is_begun(worn: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before, was, beside = everything(worn), identity(worn), names(worn)
    monkeypatch.setattr("kg.store.compact.ROOM", 1 << 60)
    with PublishingStore(worn) as store, pytest.raises(StoreError, match=r"takes \d+ MB, \d+ MB are free.*nothing was"):
        store.compact()
    assert (everything(worn), identity(worn), names(worn)) == (before, was, beside)


LIMITED = """
import resource, sys
from kg.errors import StoreError
from kg.store import PublishingStore

with PublishingStore(sys.argv[1]) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, resource.RLIM_INFINITY))
    try:
        store.compact()
    except StoreError as error:
        print(error)
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on files")
def test_what_cannot_be_written_leaves_everything_as_it_was(worn: Path) -> None:
    before, was, beside = everything(worn), identity(worn), names(worn)
    command = [sys.executable, "-c", LIMITED, str(worn)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "larger than this system allows" in done.stdout
    assert "nothing was changed" in done.stdout
    assert (everything(worn), identity(worn), names(worn)) == (before, was, beside)


def test_a_copy_of_the_store_that_a_person_keeps_beside_it_is_left_alone(worn: Path) -> None:
    for name in ("store.old", "store.new", "store.bak"):
        shutil.copytree(worn, worn.with_name(name))
    with PublishingStore(worn) as store:
        store.compact()
    assert all(everything(worn.with_name(name))[0] for name in ("store.old", "store.new", "store.bak"))


def test_what_is_searched_for_is_found_afterwards(tmp_path: Path) -> None:
    from searched_news import NEWS, kept

    store = kept(tmp_path, NEWS)
    with open_current(store) as reader:
        before = search(reader, "光合")
    with PublishingStore(store) as writer:
        writer.compact()
    with open_current(store) as reader:
        assert search(reader, "光合") == before
        assert before.total


def test_files_with_several_names_count_once(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    for folder in (one, other):
        folder.mkdir()
    (one / "a").write_bytes(b"x" * 100_000)
    alone = bytes_on_disk(one)
    assert alone >= 100_000
    os.link(one / "a", other / "a")
    assert bytes_on_disk(one, other) < alone + 20_000
    assert bytes_beside(other, one) < 20_000
    (other / "b").write_bytes(b"y" * 100_000)
    assert bytes_beside(other, one) >= 100_000
    assert bytes_on_disk(tmp_path / "missing") == 0
