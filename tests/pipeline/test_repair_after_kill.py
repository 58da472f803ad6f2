"""Builds that are killed: what they leave is mended by the next build, and by a repair too."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from broken_graphs import CHANGED, CONFIG, copied, made, state

from kg.pipeline import build
from kg.pipeline.checking import check_deep
from kg.pipeline.repair import repair

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


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("whole"))


@pytest.mark.parametrize(("moment", "nth"), MOMENTS)
def test_what_a_killed_build_leaves_is_mended(whole: Path, tmp_path: Path, moment: str, nth: int) -> None:
    place = copied(whole, tmp_path / "output")
    sources = [tmp_path / "a.md", tmp_path / "d.md"]
    sources[0].write_text(CHANGED.replace("40亿元", "50亿元"), "utf-8")
    sources[1].write_text("# 远帆资本募资\n\n4月2日，远帆资本宣布募集5亿元。\n", "utf-8")
    command = [sys.executable, "-c", KILLED, moment, str(nth), str(place.folder), *map(str, sources)]
    assert subprocess.run(command, check=False, timeout=120).returncode == 9
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
