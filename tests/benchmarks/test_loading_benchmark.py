"""The benchmark of loading runs, and what it makes up is what it says."""

from __future__ import annotations

import pytest

from benchmarks.loading import SENTENCES, invented, run
from kg.pipeline.kept import Kept
from kg.pipeline.projection import Projection
from kg.store import OxigraphStore


@pytest.mark.parametrize("size", sorted(SENTENCES))
def test_an_invented_article_has_about_as_many_statements_as_its_size_says(size: int) -> None:
    projection = Projection(OxigraphStore(), "https://data.example/id/", "settings")
    counts = [
        len(projection.graph(Kept("1", ("names/1",), *invented(n, SENTENCES[size]))).statements) for n in range(20)
    ]
    assert abs(sum(counts) / 20 - size) < size / 6


def test_everything_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    run(5, 304)
    said = capsys.readouterr().out
    for what in ("rdflib", "first build", "nothing changed", "store lost", "update", "removal", "compact"):
        assert what in said
