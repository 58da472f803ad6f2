"""Kills between two steps of replacing or removing records: which record counts, and how a removal goes on."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from broken_graphs import CONFIG, changed, flipped, state

from kg.errors import ConfigError
from kg.model import Annotations
from kg.pipeline import Workplace, build, remove
from kg.pipeline.backup import backup
from kg.pipeline.checking import check_deep
from kg.pipeline.kept import KeptArticles, _serialised
from kg.pipeline.repair import repair
from kg.store import OxigraphStore


def record(place: Workplace) -> Path:
    [entry] = [entry for entry in KeptArticles(place).entries().values() if entry.source_file == "b.md"]
    return KeptArticles(place).file_of(entry.id)


def waiting(file: Path) -> Path:
    return file.with_name(f"{file.name}.waiting")


def after_a_kill(
    place: Workplace, whole: Path, file: Path, by: str, *, is_lost: bool, is_waiting_whole: bool
) -> dict[str, object]:
    """What there is once a command has met a record that is lost or damaged, and another that waits beside it."""
    shutil.copy(file, waiting(file))
    if not is_waiting_whole:
        flipped(waiting(file))
    flipped(file)
    if is_lost:
        file.unlink()
    _do(by, place, whole)
    assert not waiting(file).exists()
    return state(place)


@pytest.mark.parametrize("by", ["build", "backup", "repair"])
@pytest.mark.parametrize("is_lost", [True, False])
def test_a_record_that_waits_counts_where_the_other_is_lost_or_damaged(
    place: Workplace, whole: Path, is_lost: bool, by: str
) -> None:
    before, file = state(place), record(place)
    now = after_a_kill(place, whole, file, by, is_lost=is_lost, is_waiting_whole=True)
    assert {name: now[name] for name in before} == before
    assert (place.damaged / file.name).exists() is not is_lost
    shutil.rmtree(place.damaged, ignore_errors=True)
    assert check_deep(place.folder, config=CONFIG).findings == ()


@pytest.mark.parametrize("by", ["build", "backup", "repair"])
@pytest.mark.parametrize("is_lost", [True, False])
def test_where_neither_can_be_read_the_graph_stays_and_the_article_is_named(
    place: Workplace, whole: Path, is_lost: bool, by: str
) -> None:
    before, file = state(place), record(place)
    now = after_a_kill(place, whole, file, by, is_lost=is_lost, is_waiting_whole=False)
    assert now["store"] == before["store"]
    assert {name for name in before if name.startswith("texts/")} <= now.keys()
    [fault] = check_deep(place.folder, config=CONFIG).faults
    assert fault.where == "b.md"


def test_of_two_that_are_whole_the_older_counts(place: Workplace, whole: Path) -> None:
    before, file = state(place), record(place)
    [id] = [id for id, entry in KeptArticles(place).entries().items() if entry.source_file == "b.md"]
    other = replace(KeptArticles(place).load(id), annotations=Annotations())
    waiting(file).write_bytes(_serialised(other))
    _do("build", place, whole)
    assert not waiting(file).exists()
    assert state(place) == before


class Stop(BaseException):
    """Ends what is going on, as a kill does."""


@pytest.mark.parametrize(
    ("at", "nth"),
    [
        ("kg.pipeline.projection.Projection.drop", 1),
        ("kg.pipeline.projection.Projection.drop", 2),
        ("kg.pipeline.kept.KeptArticles._forget_rest", 1),
        ("kg.pipeline.kept.KeptArticles._forget_rest", 2),
        ("kg.pipeline.kept.KeptArticles.sweep", 1),
        ("kg.pipeline.kept.KeptArticles.published", 1),
    ],
)
def test_a_removal_that_was_killed_goes_on_when_it_is_repeated(
    place: Workplace, at: str, nth: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[object] = []

    def stop(*_: object) -> None:
        calls.append(_)
        if len(calls) == nth:
            raise Stop

    with monkeypatch.context() as patched:
        patched.setattr(at, stop)
        patched.setattr("kg.pipeline.job.settle", lambda kept, projection: kept.entries())
        with pytest.raises(Stop):
            remove(["a.md", "b.md"], place.folder, config=CONFIG)
    assert sorted(remove(["a.md", "b.md"], place.folder, config=CONFIG)) == ["a.md", "b.md"]
    assert not list(place.annotations.iterdir())
    assert not list(place.texts.iterdir())
    assert state(place)["snapshot"] == {}
    assert check_deep(place.folder, config=CONFIG).findings == ()
    with pytest.raises(ConfigError, match=r"no article «a\.md»"):
        remove(["a.md"], place.folder, config=CONFIG)


def test_the_texts_of_a_killed_removal_are_in_no_backup_and_go_though_another_record_is_damaged(
    place: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = record(place)
    gone = [text for text in place.texts.iterdir() if "岚岳资本" not in text.read_text("utf-8")]
    flipped(file)
    changed(place, f"DROP GRAPH <{one_graph(place, file)}>")

    def stop(*_: object) -> None:
        raise Stop

    with monkeypatch.context() as patched:
        patched.setattr("kg.pipeline.kept.KeptArticles._forget_rest", stop)
        with pytest.raises(Stop):
            remove(["a.md"], place.folder, config=CONFIG)
    assert all(text.exists() for text in gone)
    backup(place.folder.parent / "b.tar.gz", place.folder, config=CONFIG)
    assert len(gone) == 2
    assert not [text for text in gone if text.exists()]


def one_graph(place: Workplace, file: Path) -> str:
    with OxigraphStore(place.store, read_only=True) as store:
        [graph] = [graph for graph in store.graphs() if file.stem in graph]
    return graph


def _do(by: str, place: Workplace, whole: Path) -> None:
    if by == "build":
        build([whole.parent / "a.md"], place.folder, config=CONFIG)
    if by == "backup":
        backup(place.folder.parent / "b.tar.gz", place.folder, config=CONFIG)
    if by == "repair":
        repair(place.folder, config=CONFIG)
