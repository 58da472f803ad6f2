"""Builds that are killed: what they leave is mended by the next build, and by a repair too."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from broken_graphs import CHANGED, CONFIG, state

from kg.pipeline import Workplace, build, open_store, remove
from kg.pipeline.backup import backup
from kg.pipeline.checking import check_deep
from kg.pipeline.kept import RESCUED, Entry, KeptArticles
from kg.pipeline.repair import repair
from kg.pipeline.restore import restore
from kg.store.publishing import PublishingStore

# the process ends, as if killed, when the named function of kg is called for the n-th time
KILLED = """
import os, sys
from importlib import import_module
module, _, path = sys.argv[1].partition(":")
*owners, name = path.split(".")
owner = import_module(module)
for part in owners:
    owner = getattr(owner, part)
real, calls = getattr(owner, name), [int(sys.argv[2])]
def call(*args, **kwargs):
    calls[0] -= 1
    if not calls[0]:
        os._exit(9)
    return real(*args, **kwargs)
setattr(owner, name, call)
from kg.config import default_config
from kg.pipeline import build
build(sys.argv[4:], sys.argv[3], config=default_config())
"""
MOMENTS = [
    ("kg.pipeline.revisions:Revisions.add", 1),  # the store shows the new version, the record is the old one
    ("kg.store.publishing:PublishingStore.publish", 1),  # after the first of two articles
    ("kg.pipeline.job:write_outputs", 1),
]
OTHER = "https://other.example/kg/"
SHOWING = "kg.pipeline.projection:Projection.show"
SHOWN = "kg.store.publishing:PublishingStore._publish_when_due"


@pytest.fixture
def sources(tmp_path: Path) -> list[Path]:
    """One that is kept and has another text now, and a new one."""
    (tmp_path / "a.md").write_text(CHANGED.replace("40亿元", "50亿元"), "utf-8")
    (tmp_path / "d.md").write_text("# 远帆资本募资\n\n4月2日，远帆资本宣布募集5亿元。\n", "utf-8")
    return [tmp_path / "a.md", tmp_path / "d.md"]


def killed(moment: str, nth: int, place: Workplace, *sources: Path) -> None:
    command = [sys.executable, "-c", KILLED, moment, str(nth), str(place.folder), *map(str, sources)]
    assert subprocess.run(command, check=False, timeout=120).returncode == 9


def entry_of(place: Workplace, source: str) -> Entry:
    [found] = [entry for entry in KeptArticles(place).entries().values() if entry.source_file == source]
    return found


def is_shown(place: Workplace, entry: Entry) -> bool:
    with open_store(place.folder, config=CONFIG) as store:
        return any(f"{entry.id}/" in graph for graph in store.graphs())


@pytest.mark.parametrize(("moment", "nth"), MOMENTS)
def test_what_a_killed_build_leaves_is_mended(
    place: Workplace, sources: list[Path], tmp_path: Path, moment: str, nth: int
) -> None:
    killed(moment, nth, place, *sources)
    left = check_deep(place.folder, config=CONFIG)
    assert left.findings
    assert all(finding.mends for finding in left.faults), left.faults
    other = tmp_path / "other"
    shutil.copytree(place.folder, other)
    build(sources, place.folder, config=CONFIG)
    assert check_deep(place.folder, config=CONFIG).findings == ()
    assert repair(other, config=CONFIG).left == ()
    assert check_deep(other, config=CONFIG).findings == ()
    build(sources, other, config=CONFIG)
    assert state(type(place)(other)) == state(place)


@pytest.mark.threat("crash")
@pytest.mark.parametrize("moment", [SHOWING, SHOWN])
def test_an_article_that_lost_its_record_outlives_a_kill_while_it_is_read_again(
    place: Workplace, sources: list[Path], moment: str
) -> None:
    lost = entry_of(place, "a.md")
    KeptArticles(place).file_of(lost.id).unlink()
    killed(moment, 1, place, sources[0])
    build(sources[1:], place.folder, config=CONFIG)
    assert is_shown(place, lost)
    [left] = check_deep(place.folder, config=CONFIG).findings
    assert left.node == lost.version
    assert left.problem == "the record of this earlier version is lost"


@pytest.mark.threat("crash")
def test_an_article_that_came_back_after_a_killed_removal_may_lose_its_record(
    place: Workplace, sources: list[Path]
) -> None:
    kept, gone = KeptArticles(place), entry_of(place, "a.md")
    kept.forget(gone.id)  # and killed
    killed("kg.pipeline.kept:KeptArticles.sync", 1, place, sources[0])
    kept.file_of(gone.id).unlink()
    build(sources[1:], place.folder, config=CONFIG)
    assert is_shown(place, gone)


@pytest.mark.threat("crash")
def test_what_only_a_snapshot_knows_outlives_a_kill_while_the_store_is_begun(
    place: Workplace, sources: list[Path]
) -> None:
    lost, other = entry_of(place, "a.md"), entry_of(place, "b.md")
    KeptArticles(place).file_of(lost.id).unlink()
    shutil.rmtree(place.store)
    killed("kg.store.publishing:index.is_available", 1, place, sources[1])
    assert (place.store / "CURRENT").is_file()
    build(sources[1:], place.folder, config=CONFIG)
    assert is_shown(place, lost)
    assert is_shown(place, other)


def test_a_repair_that_makes_a_lost_store_again_names_the_record_that_is_lost_too(place: Workplace) -> None:
    lost = entry_of(place, "a.md")
    KeptArticles(place).file_of(lost.id).unlink()
    shutil.rmtree(place.store)
    left = repair(place.folder, config=CONFIG).left
    assert "its record is lost" in " ".join(finding.problem for finding in left)
    assert is_shown(place, lost)


@pytest.mark.threat("crash")
@pytest.mark.parametrize("is_removed", [False, True])
def test_what_a_killed_repair_saved_comes_back_under_the_base_of_now_and_not_once_it_was_removed(
    place: Workplace, is_removed: bool
) -> None:
    lost, graph = entry_of(place, "a.md"), OTHER + entry_of(place, "a.md").version
    statement = f'<{OTHER}{lost.id}> <https://schema.org/headline> "x" .'
    place.damaged.mkdir()
    if is_removed:
        (place.damaged / RESCUED).write_text(json.dumps({graph: [statement]}), "utf-8")
        remove(["a.md"], place.folder, config=CONFIG)
    else:
        remove(["a.md"], place.folder, config=CONFIG)
        (place.damaged / RESCUED).write_text(json.dumps({graph: [statement]}), "utf-8")
    repair(place.folder, config=CONFIG)
    assert is_shown(place, lost) is not is_removed
    with open_store(place.folder, config=CONFIG) as store:
        assert not [name for name in store.graphs() if name.startswith(OTHER)]
    assert not (place.damaged / RESCUED).exists()


@pytest.mark.threat("crash")
@pytest.mark.parametrize("by", ["build", "backup", "remove"])
def test_what_a_killed_repair_saved_is_taken_in_by_whoever_comes_first(
    place: Workplace, sources: list[Path], tmp_path: Path, by: str
) -> None:
    lost = entry_of(place, "a.md")
    KeptArticles(place).file_of(lost.id).unlink()
    with open_store(place.folder, config=CONFIG) as store:
        graphs = {graph: list(store.statements(graph)) for graph in store.graphs() if f"{lost.id}/" in graph}
    place.damaged.mkdir()
    (place.damaged / RESCUED).write_text(json.dumps(graphs), "utf-8")
    for folder in (place.store, place.snapshots):
        shutil.rmtree(folder)
    if by == "backup":
        with PublishingStore(place.store):  # killed as soon as it was there
            pass
        backup(tmp_path / "backup.tar.gz", place.folder, config=CONFIG)
        restored = Workplace(tmp_path / "restored")
        restore(tmp_path / "backup.tar.gz", restored.folder, config=CONFIG)
        assert is_shown(restored, lost)
    else:
        [refusal] = build(sources[1:], place.folder, config=CONFIG).refused
        assert (refusal.source, "what the graph has of it stays" in refusal.reason) == ("a.md", True)
    assert is_shown(place, lost)
    assert not (place.damaged / RESCUED).exists()
    assert place.text_file(lost.sha256).exists()
    if by == "remove":
        remove(["a.md"], place.folder, config=CONFIG)
        assert not is_shown(place, lost)
        assert not place.text_file(lost.sha256).exists()


@pytest.mark.threat("crash")
def test_a_backup_after_a_killed_first_build_shows_all_that_it_kept(sources: list[Path], tmp_path: Path) -> None:
    place = Workplace(tmp_path / "first")
    killed("kg.pipeline.kept:KeptArticles.sync", 1, place, *sources)
    kept = KeptArticles(place).entries().values()
    assert len(kept) == 2
    assert not all(is_shown(place, entry) for entry in kept)
    backup(tmp_path / "backup.tar.gz", place.folder, config=CONFIG)
    restored = Workplace(tmp_path / "restored")
    restore(tmp_path / "backup.tar.gz", restored.folder, config=CONFIG)
    assert all(is_shown(restored, entry) for entry in kept)
    assert check_deep(restored.folder, config=CONFIG).findings == ()
