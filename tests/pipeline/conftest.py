"""A small graph with all that one can have in it, to be broken (:mod:`broken_graphs`)."""

from __future__ import annotations

from pathlib import Path

import pytest
from broken_graphs import copied, made

from kg.pipeline import Workplace


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a graph; its sources lie beside it, and nobody changes either."""
    return made(tmp_path_factory.mktemp("whole"))


@pytest.fixture
def place(whole: Path, tmp_path: Path) -> Workplace:
    """A copy of it, which a test may change."""
    return copied(whole, tmp_path / "output")
