"""The sums of a snapshot show a changed byte in any file that matters, and cost little where files are shared."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.store import PublishingStore, sums
from kg.store.snapshots import current

GRAPH, LINE = "https://data.example/id/article/1/2", "<x:a> <x:b> <x:c> ."


@pytest.fixture
def snapshot(tmp_path: Path) -> Path:
    with PublishingStore(tmp_path / "store") as store:
        store.commit({GRAPH: [LINE]})  # type: ignore[list-item]
    found = current(tmp_path / "store")
    assert found
    return found


def test_a_sound_snapshot_has_sums_of_all_that_matters(snapshot: Path) -> None:
    assert list(sums.wrong(snapshot)) == []
    told = (snapshot / sums.FILE).read_text("utf-8")
    assert "  CURRENT\n" in told
    assert "  search/base\n" in told
    assert ".sst\n" in told


def test_a_changed_byte_a_lost_file_and_lost_sums_are_told(snapshot: Path) -> None:
    file = max(snapshot.glob("*.sst"), key=lambda f: f.stat().st_size)
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)
    assert list(sums.wrong(snapshot)) == [(file.name, "has other bytes than were written")]
    file.unlink()
    assert list(sums.wrong(snapshot)) == [(file.name, "is gone")]
    (snapshot / sums.FILE).write_bytes(b"\xff")
    assert list(sums.wrong(snapshot)) == [(sums.FILE, "cannot be read")]
    (snapshot / sums.FILE).unlink()
    assert list(sums.wrong(snapshot)) == []


def test_what_is_a_link_to_a_file_of_the_snapshot_before_keeps_its_sum(tmp_path: Path) -> None:
    before, after = tmp_path / "1", tmp_path / "2"
    before.mkdir()
    after.mkdir()
    (before / "a").write_bytes(b"1")
    (before / "b").write_bytes(b"2")
    sums.write(before)
    os.link(before / "a", after / "a")
    (after / "b").write_bytes(b"3")
    (before / "a").write_bytes(b"0")  # had it been read again, the damage would count as what was written
    sums.write(after, before)
    assert list(sums.wrong(after)) == [("a", "has other bytes than were written")]


def test_tables_that_only_the_store_has_get_sums_when_it_is_closed(tmp_path: Path) -> None:
    place = tmp_path / "store"
    with PublishingStore(place) as store:
        store.commit({GRAPH: [LINE]})  # type: ignore[list-item]
    assert list(sums.wrong(place, is_snapshot=False)) == []
    [table, *_] = sorted(place.glob("*.sst"))
    assert f"  {table.name}\n" in (place / sums.FILE).read_text("utf-8")
    raw = bytearray(table.read_bytes())
    raw[0] ^= 1
    table.unlink()
    table.write_bytes(raw)
    sums.write_tables(place)  # what is known of a table stays
    assert list(sums.wrong(place, is_snapshot=False)) == [(table.name, "has other bytes than were written")]
    table.unlink()
    assert list(sums.wrong(place, is_snapshot=False)) == []


def test_a_line_of_the_sums_that_cannot_be_read_is_told(snapshot: Path) -> None:
    file = snapshot / sums.FILE
    file.write_text(file.read_text("utf-8").replace("  CURRENT", " CURRENT"), "utf-8")
    assert list(sums.wrong(snapshot)) == [(sums.FILE, "cannot be read")]
