"""What is built of ``web/`` and committed is what its sources say; with Node at hand, it is built again to see."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WEB = ROOT / "web"
BUILT = ("publish/page/built/*.js", "publish/page/built/*.css", "serve/static/*.js", "serve/static/*.css")
REGISTRY = re.compile(r"registry\.|npmjs|verdaccio|artifactory|nexus", re.I)


def built(under: Path) -> dict[str, bytes]:
    """Path → contents of what is built."""
    return {str(p.relative_to(under)): p.read_bytes() for pattern in BUILT for p in sorted(under.glob(pattern))}


@pytest.fixture(scope="module")
def node() -> str:
    """Node, where it and the packages are."""
    found = shutil.which("node")
    if not found:
        pytest.skip("no Node here; only who changes web/ needs it")
    if not (WEB / "node_modules").is_dir():
        pytest.skip("no packages here: run `npm ci --ignore-scripts` in web/")
    return found


def run(*command: str) -> None:
    done = subprocess.run(command, cwd=WEB, capture_output=True, encoding="utf-8", timeout=300)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"


def test_the_sources_build_what_is_committed(node: str, tmp_path: Path) -> None:
    run(node, "build.mjs", str(tmp_path))
    again, committed = built(tmp_path), built(ROOT / "kg")
    assert sorted(again) == sorted(committed)
    assert [name for name in again if again[name] != committed[name]] == [], "run `npm run build` in web/"


def test_the_types_agree(node: str) -> None:
    run("npm", "run", "--silent", "check")


def test_the_scripts_own_tests_pass(node: str) -> None:
    run("npm", "test", "--silent")


def test_the_lock_file_names_no_registry() -> None:
    lock = (WEB / "package-lock.json").read_text("utf-8")
    assert REGISTRY.findall(lock) == []
    packages = json.loads(lock)["packages"]
    assert all("resolved" not in package for package in packages.values())
    assert all("integrity" in package for name, package in packages.items() if name)


def test_what_is_built_names_no_registry_and_loads_nothing() -> None:
    found = built(ROOT / "kg")
    assert [name for name, contents in found.items() if REGISTRY.search(contents.decode("utf-8"))] == []
    styles = {name: contents.decode("utf-8") for name, contents in found.items() if name.endswith(".css")}
    assert [name for name, style in styles.items() if re.search(r"""@import|url\(\s*["']?(?!data:|#)""", style)] == []
    assert [name for name, contents in found.items() if b"sourceMappingURL" in contents] == []


def test_scripts_bring_the_licences_of_what_they_contain() -> None:
    """MIT, ISC and BSD ask for it in every copy, and a page is sent without the package."""
    explorer = (ROOT / "kg/publish/page/built/explorer.js").read_text("utf-8")
    sparql = (ROOT / "kg/serve/static/sparql.js").read_text("utf-8")
    of = {script: script.partition("*/")[0] for script in (explorer, sparql)}
    assert all(notice.startswith("/*! This file contains parts of") for notice in of.values())
    assert all(word in of[explorer] for word in ("d3-zoom", "Mike Bostock", "d3-ease", "Robert Penner"))
    assert all(word in of[sparql] for word in ("@codemirror/view", "Marijn Haverbeke", "d3-force", "Mike Bostock"))
