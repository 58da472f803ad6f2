"""Extractors by name: the built-in ones, and those that other packages add."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg.registry
from kg.errors import ConfigError
from kg.model import Extractor
from kg.registry import BUILT_IN, extractor_names, find_extractor

ADDED = """
class Mine:
    name, version, requires, provides = "mine", "1", frozenset(), frozenset()
    def __call__(self, article, so_far):
        return so_far
"""


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_built_in_extractor_can_be_made(name: str) -> None:
    extractor: Extractor = find_extractor(name)()
    assert extractor.name == name


def test_another_package_adds_an_extractor_through_an_entry_point(tmp_path: Path) -> None:
    (tmp_path / "mine.py").write_text(ADDED, "utf-8")
    info = tmp_path / "mine-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mine\nVersion: 1\n", "utf-8")
    (info / "entry_points.txt").write_text("[kg.extractors]\nmine = mine:Mine\nbroken = mine:Nothing\n", "utf-8")
    code = f"""
import sys; sys.path.insert(0, {str(tmp_path)!r})
from kg.registry import extractor_names, find_extractor
print(find_extractor("mine")().name, extractor_names()[-2:])
try:
    find_extractor("broken")
except Exception as error:
    print(type(error).__name__)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines() == ["mine ('broken', 'mine')", "ConfigError"]


def test_an_unknown_name_is_answered_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match="no extractor is called «nonsense»; known: names, posts"):
        find_extractor("nonsense")
    assert extractor_names()[: len(BUILT_IN)] == tuple(BUILT_IN)


def test_the_registry_promises_no_plug_ins_but_extractors() -> None:
    text = Path(kg.registry.__file__).read_text("utf-8")
    assert "kg.readers" not in text
    assert "kg.stores" not in text
