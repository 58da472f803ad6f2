"""Files that are there whole or not at all, whoever else writes them and whatever was cut short before."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kg.errors import StoreError
from kg.files import UNFINISHED, demand_own, no_link, read_own, sweep, sync, unfinished, whole_file, write_whole

LEFT = (f"{UNFINISHED}a.ttl", f"{UNFINISHED}12-0123abcd-a.ttl")


def names(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir()}


def test_of_two_who_write_one_file_each_gives_it_whole(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    with whole_file(file) as first:
        first.write_bytes(b"first, whole")
        second = whole_file(file)
        other = second.__enter__()
        other.write_bytes(b"sec")
    assert file.read_bytes() == b"first, whole"
    other.write_bytes(b"second, whole")
    second.__exit__(None, None, None)
    assert file.read_bytes() == b"second, whole"
    assert names(tmp_path) == {"a.ttl"}


@pytest.mark.parametrize("left", LEFT)
def test_what_a_killed_writer_left_goes_when_the_file_is_written_again(tmp_path: Path, left: str) -> None:
    others = {f"{UNFINISHED}b.ttl", ".a.ttl", "unfinished-a.ttl"}
    for name in (left, *others):
        (tmp_path / name).write_bytes(b"half")
    with whole_file(tmp_path / "a.ttl") as file:
        file.write_bytes(b"whole")
    assert names(tmp_path) == {"a.ttl", *others}


def test_a_sweep_leaves_what_is_being_written(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    for name in (*LEFT, "a.ttl"):
        (tmp_path / name).write_bytes(b"there")
    with whole_file(tmp_path / "a.ttl") as file:
        file.write_bytes(b"new")
        sweep(tmp_path)
        assert names(tmp_path) == {"a.ttl", file.name}
    assert (tmp_path / "a.ttl").read_bytes() == b"new"
    assert names(tmp_path) == {"a.ttl"}


def test_a_long_name_is_no_hindrance(tmp_path: Path) -> None:
    file = tmp_path / ("名" * 80 + ".nt")
    write_whole(file, b"whole")
    assert names(tmp_path) == {file.name}


@pytest.mark.parametrize("name", ["", "a.ttl", UNFINISHED, f"x{UNFINISHED}a.ttl"])
def test_other_names_are_of_no_unfinished_file(name: str) -> None:
    assert unfinished(name) == ""


@pytest.mark.parametrize("name", LEFT)
def test_an_unfinished_file_tells_what_it_was_to_become(name: str) -> None:
    assert unfinished(name) == "a.ttl"


def test_a_file_gets_its_name_when_it_is_on_the_disk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, synced = tmp_path / "a", []

    def fsync(handle: int) -> None:
        synced.append(os.pread(handle, 9, 0))
        assert not file.exists()

    monkeypatch.setattr(os, "fsync", fsync)
    write_whole(file, b"whole")
    assert synced == [b"whole"]


@pytest.mark.parametrize(("number", "is_told"), [(errno.EIO, True), (errno.EINVAL, False)])
def test_a_disk_that_does_not_take_it_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int, is_told: bool
) -> None:
    def fsync(_: int) -> None:
        raise OSError(number, "no")

    monkeypatch.setattr(os, "fsync", fsync)
    file = tmp_path / "a"
    if is_told:
        with pytest.raises(StoreError, match="the disk has a fault"):
            write_whole(file, b"whole")
        assert not names(tmp_path)
    else:
        write_whole(file, b"whole")
        sync(tmp_path)
        assert file.read_bytes() == b"whole"


def test_a_file_is_read_as_a_whole_up_to_the_size_that_it_may_have(tmp_path: Path) -> None:
    file = tmp_path / "a"
    for size in (0, 1, 99, 100):
        file.write_bytes(b"x" * size)
        assert read_own(file, 100) == b"x" * size
    with file.open("ab") as stream:
        stream.truncate(1 << 40)
    with pytest.raises(OSError, match="larger than any that kg writes, which has 100 bytes"):
        read_own(file, 100)
    with pytest.raises(FileNotFoundError):
        read_own(tmp_path / "b")


def put(kind: str, file: Path) -> None:
    """Something that is no file."""
    if kind == "a pipe":
        os.mkfifo(file)
    elif kind == "a folder":
        file.mkdir()
    else:
        file.symlink_to({"a device": "/dev/zero", "nothing": "no such file", "a file": __file__}[kind])


@pytest.mark.threat("paths")
@pytest.mark.skipif(os.name != "posix", reason="there are no named pipes")
@pytest.mark.parametrize("kind", ["a pipe", "a folder", "a device", "nothing", "a file"])
def test_what_is_no_file_of_our_own_is_neither_read_nor_waited_for(tmp_path: Path, kind: str) -> None:
    file = tmp_path / "a"
    put(kind, file)
    with pytest.raises(OSError, match=r"ymbolic link|directory|pipe or a device"):
        read_own(file)
    with pytest.raises(OSError):  # noqa: PT011 - each in its own words
        no_link(file, os.O_WRONLY | os.O_CREAT)
    if kind == "a folder":
        demand_own(tmp_path)
        return
    with pytest.raises(OSError) as refused:  # noqa: PT011
        demand_own(tmp_path)
    assert refused.value.filename == str(file)
    write_whole(file, b"ours")
    assert read_own(file) == b"ours"
    demand_own(tmp_path)


@pytest.mark.threat("paths", control=True)
def test_what_is_just_opened_is_read_through_a_link(tmp_path: Path) -> None:
    put("a file", tmp_path / "a")
    assert (tmp_path / "a").read_bytes() == Path(__file__).read_bytes()
