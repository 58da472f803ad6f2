"""A store that lacks what is kept: lost, cut short, or under another base. It is loaded, and says the same."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.loading import invented
from kg.config import default_config
from kg.errors import StoreError
from kg.pipeline.build import settle
from kg.pipeline.compacting import compact
from kg.pipeline.kept import Kept, KeptArticles
from kg.pipeline.projection import Projection
from kg.pipeline.workplace import Workplace
from kg.rdf import Statement
from kg.rdf.revisions import history_graph, revision
from kg.store import OxigraphStore, PublishingStore, open_current
from kg.store.bulk import LoadingStore
from kg.store.recovery import begin_load, is_cut_short

ROOT = Path(__file__).parents[2]
BASE, OTHER = "https://data.example/id/", "https://other.example/kg/"
Content = tuple[dict[str, list[Statement]], list[Statement]]


@pytest.fixture(autouse=True)
def begun(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The loads that were begun; they begin with little."""
    loads: list[Path] = []
    monkeypatch.setattr("kg.store.bulk.WORTH", 1)
    monkeypatch.setattr("kg.store.bulk.FULL", 100_000)
    monkeypatch.setattr("kg.store.bulk.begin_load", lambda folder: (loads.append(folder), begin_load(folder)))
    return loads


@pytest.fixture
def place(tmp_path: Path) -> Workplace:
    """A folder with ten articles."""
    place = Workplace(tmp_path / "output")
    place.create()
    kept = KeptArticles(place)
    with PublishingStore(place.store) as store:
        projection = Projection(store, BASE, "settings")
        for number in range(10):
            one = Kept("1", ("names/1",), *invented(number, 2))
            with kept.replacing(one):
                projection.put(one)
    return place


def committed(place: Workplace, base: str) -> Content:
    """What commits one by one make of what is kept."""
    store = OxigraphStore()
    settle(KeptArticles(place), Projection(store, base, "settings"))
    return content(store)


def content(store: OxigraphStore) -> Content:
    return {graph: list(store.statements(graph)) for graph in store.graphs()}, sorted(store.merged())


def shown(place: Workplace) -> Content:
    with open_current(place.store) as store:
        return content(store)


def put_in(place: Workplace, base: str = BASE) -> None:
    with PublishingStore(place.store) as store:
        settle(KeptArticles(place), Projection(store, base, "settings"))


def test_a_lost_store_is_loaded_and_says_what_commits_would_make_it_say(place: Workplace, begun: list[Path]) -> None:
    expected = committed(place, BASE)
    assert shown(place) == expected
    assert len(expected[0]) == 10
    shutil.rmtree(place.store)
    begun.clear()
    put_in(place)
    assert begun
    assert shown(place) == expected


def test_under_another_base_the_store_is_made_anew_with_its_history(place: Workplace, begun: list[Path]) -> None:
    first = next(iter(KeptArticles(place).entries().values()))
    with PublishingStore(place.store) as store:
        told = revision(BASE + first.version, f"{BASE}{first.id}/0123456789abcdef")
        store.commit({history_graph(BASE): [told]})
    begun.clear()
    before = shown(place)
    with PublishingStore(place.store) as store:
        settle(KeptArticles(place), Projection(store, OTHER, "settings"))
        assert shown(place) == before, "readers have it when it is whole"
    assert begun
    graphs, merged = shown(place)
    [line] = graphs.pop(history_graph(OTHER))
    assert line == revision(OTHER + first.version, f"{OTHER}{first.id}/0123456789abcdef")
    expected = committed(place, OTHER)
    assert graphs == expected[0]
    assert merged == sorted([*expected[1], line])
    assert not [line for line in merged if f"<{BASE}" in line]


CUT = """
import os, signal, sys
from pathlib import Path
import kg.store.bulk as bulk
import kg.store.publishing as publishing
from benchmarks.loading import invented
from kg.pipeline.kept import Kept, KeptArticles
from kg.pipeline.projection import Projection
from kg.pipeline.workplace import Workplace
from kg.store import PublishingStore

publishing.PAUSE_S = 1000.0
place = Workplace(Path(sys.argv[1]))
place.create()
kept = KeptArticles(place)
store = PublishingStore(place.store)
projection = Projection(store, sys.argv[2], "settings")
for number in range(10):
    one = Kept("1", ("names/1",), *invented(number, 2))
    with kept.replacing(one):
        projection.put(one)
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_articles_that_waited_when_a_build_was_killed_are_not_lost(tmp_path: Path, begun: list[Path]) -> None:
    place = Workplace(tmp_path / "output")
    command = [sys.executable, "-c", CUT, str(place.folder), BASE]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == -signal.SIGKILL
    assert len(shown(place)[0]) == 1, "the others waited in memory"
    put_in(place)
    assert shown(place) == committed(place, BASE)
    assert len(shown(place)[0]) == 10


def test_a_base_is_changed_whenever_that_is_cut_short(place: Workplace) -> None:
    before = shown(place)
    with PublishingStore(place.store) as store:
        store.begin_anew({})
        assert store.is_made_again
        assert store.graphs() == ()
    assert shown(place) == before
    put_in(place, OTHER)
    assert shown(place) == committed(place, OTHER)


KILLED = """
import os, sys
from pathlib import Path
import kg.store.bulk as bulk
from kg.pipeline.build import settle
from kg.pipeline.kept import KeptArticles
from kg.pipeline.projection import Projection
from kg.pipeline.workplace import Workplace
from kg.store import PublishingStore

bulk.WORTH, bulk._load = 1, lambda *_: os._exit(9)
place = Workplace(Path(sys.argv[1]))
with PublishingStore(place.store) as store:
    settle(KeptArticles(place), Projection(store, sys.argv[2], "settings"))
"""


def killed_while_it_loads(place: Workplace, base: str) -> None:
    command = [sys.executable, "-c", KILLED, str(place.folder), base]
    assert subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode == 9
    assert is_cut_short(place.store)


def damage_one(place: Workplace) -> None:
    sorted(place.annotations.glob("*.json"))[0].write_text("{}")


def tell_history(place: Workplace, base: str, *, publish: bool = True) -> str:
    """A revision that only the store knows of, as in the history of an older build; gives it under a base."""
    last = list(KeptArticles(place).entries().values())[-1]
    with PublishingStore(place.store) as store:
        store.hold_back()
        store.commit({history_graph(BASE): [revision(BASE + last.version, f"{BASE}{last.id}/0123456789abcdef")]})
        if publish:
            store.publish()
        else:
            LoadingStore.close(store)
    return revision(base + last.version, f"{base}{last.id}/0123456789abcdef")


@pytest.mark.threat("crash")
@pytest.mark.parametrize("kills", [0, 2])
@pytest.mark.parametrize("base", [BASE, OTHER])
def test_what_only_a_store_knew_outlives_its_loss_and_kills_while_it_is_made_again(
    place: Workplace, base: str, kills: int
) -> None:
    expected = committed(place, base)
    line = tell_history(place, base)
    damage_one(place)
    if base == BASE:
        shutil.rmtree(place.store)
    for _ in range(kills):
        killed_while_it_loads(place, base)
    put_in(place, base)
    graphs, merged = shown(place)
    assert graphs.pop(history_graph(base)) == [line]
    assert graphs == expected[0], "that of the damaged record too"
    assert merged == sorted([*expected[1], line])
    put_in(place, base)
    assert shown(place)[1] == merged


@pytest.mark.threat("crash")
def test_what_no_snapshot_had_yet_outlives_another_base(place: Workplace) -> None:
    line = tell_history(place, OTHER, publish=False)
    assert history_graph(BASE) not in shown(place)[0]
    killed_while_it_loads(place, OTHER)
    put_in(place, OTHER)
    assert shown(place)[0][history_graph(OTHER)] == [line]


def test_an_article_that_is_removed_does_not_come_back_with_a_lost_store(place: Workplace) -> None:
    kept = KeptArticles(place)
    gone = next(iter(kept.entries().values()))
    kept.forget(gone.id)
    shutil.rmtree(place.store)
    put_in(place)
    assert len(shown(place)[0]) == 9
    assert BASE + gone.version not in shown(place)[0]


@pytest.mark.parametrize("base", [BASE, OTHER])
@pytest.mark.parametrize("is_lost", [False, True])
def test_where_no_record_is_left_nothing_is_taken_out(place: Workplace, base: str, is_lost: bool) -> None:
    before = shown(place)
    for file in place.annotations.iterdir():
        file.unlink()
    if is_lost:
        shutil.rmtree(place.store)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"has no record left.*as from a backup"):
            put_in(place, base)
        assert shown(place) == before


@pytest.mark.parametrize("is_lost", [False, True])
def test_compacting_changes_no_base(place: Workplace, is_lost: bool) -> None:
    put_in(place, OTHER)
    graphs = sorted(shown(place)[0])
    if is_lost:
        shutil.rmtree(place.store)
    else:
        file = next(place.annotations.iterdir())
        shutil.copy(file, f"{file}.waiting")  # as a killed build leaves it
    compact(place.folder, config=replace(default_config(), base=BASE))
    assert sorted(shown(place)[0]) == graphs
