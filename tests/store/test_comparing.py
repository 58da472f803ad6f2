"""A merged graph that is out of step is found whatever is wrong with it, and made again."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.rdf import Statement
from kg.store import OxigraphStore
from kg.store.comparing import MergedChecker, has_same_files, merge_again, out_of_step, sums

BASE = "https://data.example/id/"
SHARED = Statement(f'<{BASE}company/1> <https://schema.org/name> "星桥\\n科技"@zh .')
OWN = Statement(f'<{BASE}claim/1> <https://schema.org/text> "他说：\\"好\\"\U0001f600"@zh .')
OTHER = Statement(f'<{BASE}claim/2> <https://schema.org/text> "\x7f\\t制表"@zh .'.replace("\\t", "\t"))


@pytest.fixture
def store() -> OxigraphStore:
    made = OxigraphStore()
    made.commit({f"{BASE}article/1/1": [SHARED, OWN], f"{BASE}article/2/2": [SHARED, OTHER]})
    return made


def problems(store: OxigraphStore) -> list[str]:
    checker = MergedChecker(BASE)
    for graph in store.graphs():
        checker.add(store.statements(graph))
    return list(checker.problems(store))


def test_a_statement_that_two_graphs_share_is_expected_once(store: OxigraphStore) -> None:
    assert problems(store) == []
    assert list(out_of_step(store)) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (f"DELETE DATA {{ {OWN} }}", "lacks 1 statements"),
        (f"DELETE DATA {{ {SHARED} }}", "lacks 1 statements"),
        ("INSERT DATA { <x:a> <x:b> <x:c> }", "has 1 of no graph, such as <x:a>"),
        (f"DELETE DATA {{ {OWN} }} ; INSERT DATA {{ <x:a> <x:b> <x:c> }}", "lacks 1 statements"),
    ],
)
def test_what_is_out_of_step_is_told_and_made_again(store: OxigraphStore, change: str, said: str) -> None:
    before = set(store.merged())
    store.change(change)
    assert said in problems(store)[0]
    assert said in next(out_of_step(store))
    merge_again(store)
    assert problems(store) == []
    assert set(store.merged()) == before


def test_of_very_many_that_are_out_of_step_only_so_many_are_counted(
    store: OxigraphStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.store.comparing._MOST", 2)
    store.change("INSERT DATA { <x:a> <x:b> 1, 2, 3 . GRAPH <x:g> { <x:a> <x:b> 4, 5 } GRAPH <x:h> { <x:a> <x:b> 4 } }")
    store.change("DELETE DATA { <x:a> <x:b> 4, 5 }")
    assert [line.partition(", such")[0] for line in out_of_step(store)] == [
        "the graph that queries read lacks 2 statements of the articles' graphs",
        "the graph that queries read has more than 2 of no graph",
    ]


def test_the_same_statement_in_two_graphs_that_should_not_share_it_is_no_fault(store: OxigraphStore) -> None:
    store.commit({f"{BASE}article/3/3": [OWN]})
    assert problems(store) == []


def test_sums_tell_which_graphs_differ(store: OxigraphStore) -> None:
    other = OxigraphStore()
    other.commit({g: list(store.statements(g)) for g in store.graphs()})
    assert sums(store) == sums(other)
    other.change(f"DELETE DATA {{ GRAPH <{BASE}article/1/1> {{ {OWN} }} }}")
    mine, its = sums(store), sums(other)
    assert [graph for graph in mine if mine[graph] != its[graph]] == [f"{BASE}article/1/1"]


def test_links_to_the_same_tables_are_the_same_files_and_copies_are_not(tmp_path: Path) -> None:
    with OxigraphStore(tmp_path / "a") as store:
        store.commit({f"{BASE}article/1/1": [OWN]})
        store.backup(tmp_path / "b")
    assert has_same_files(tmp_path / "a", tmp_path / "b")
    [table, *_] = (tmp_path / "b").glob("*.sst")
    raw = table.read_bytes()
    table.unlink()
    table.write_bytes(raw)
    assert not has_same_files(tmp_path / "a", tmp_path / "b")
