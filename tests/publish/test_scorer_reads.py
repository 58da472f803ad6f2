"""What is written is what the scorer reads: the facts, row by row."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from examples_of_facts import TEXT, facts
from gold_form import gold_form

from benchmarks.shared import scorer, shared
from kg.publish.serialise import write_file
from kg.rdf import article_graph
from kg.store import OxigraphStore

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(shared() is None, reason="KG_SHARED names no folder with gold/ in it: no scorer to read with"),
]
SUFFIXES = {"turtle": ".ttl", "trig": ".trig", "nquads": ".nq", "ntriples": ".nt"}


OTHERWISE_WRITTEN = ("quote", "kind", "aliases")


def rows(form: dict[str, Any]) -> Counter[str]:
    """Rows to compare: several names in any order, without what the two forms write in different words."""

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return sorted((k, plain(v)) for k, v in value.items() if v is not None and k not in OTHERWISE_WRITTEN)
        return sorted(map(repr, map(plain, value))) if isinstance(value, list) else value

    def named(kind: str, row: dict[str, Any]) -> dict[str, Any]:
        if kind == "figures":  # of 元 and CNY the scorer reads one
            row = {**row, "unit": scorer().unit_class(row["unit"])}
        row = {k: [v] if isinstance(v, str) else v for k, v in {"participants": [], **row}.items()}
        return {**row, "name": [*row["name"], *row["aliases"]]} if kind == "entities" else row

    return Counter(repr(plain(named(kind, row))) for kind, found in form.items() if kind != "article" for row in found)


@pytest.mark.parametrize("format_", sorted(SUFFIXES))
def test_the_scorer_reads_the_facts_back(format_: str, tmp_path: Path) -> None:
    articles = [facts(), facts(TEXT + "完。", "二.md")]
    path = tmp_path / f"graph{SUFFIXES[format_]}"
    with OxigraphStore() as store:
        for article in articles:
            graph = article_graph(article)
            store.replace_graph(graph.name, graph.statements)
        write_file(store, format_, path)
    read = scorer().read_graph(path)
    assert set(read) == {"星桥.md", "二.md"}
    for article in articles:
        expected = rows(gold_form(article))
        assert rows(read[article.article.source_file]) == expected
