"""The table in docs/security.md names the tests that hold each threat off, and for each a control that can fail.

With KG_UPDATE_DOCS=1 the names in the table are written anew from the marks in the tests instead of being compared.
"""

from __future__ import annotations

import ast
import os
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "docs" / "security.md"
ROW = re.compile(r"^\| `([\w-]+)` \| ([^|]+) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
THREATS = {
    *("xss", "offline", "edges", "service", "jsonld-context", "rdfxml", "feed-bombs", "yaml", "compressed"),
    *("redos", "endless-query", "injection", "iris", "paths", "csv", "server", "fetching", "crash"),
    *("terminal", "settings", "remote", "archives"),
}
Marks = dict[tuple[str, bool], list[str]]


def marks_in(source: str, path: str) -> Marks:
    """The tests of a file that hold a threat off (False) or are a control (True), by threat."""
    found: Marks = {}
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.threat":
                    [threat] = [ast.literal_eval(argument) for argument in mark.args]
                    is_control = any(k.arg == "control" and ast.literal_eval(k.value) for k in mark.keywords)
                    found.setdefault((threat, is_control), []).append(f"{path}::{node.name}")
    return found


def all_marks() -> Marks:
    """The marks of all tests, sorted."""
    found: Marks = {}
    for file in sorted((ROOT / "tests").rglob("test_*.py")):
        text = file.read_text("utf-8")
        if "mark.threat(" in text:
            for key, names in marks_in(text, file.relative_to(ROOT).as_posix()).items():
                found.setdefault(key, []).extend(names)
    return {key: sorted(names) for key, names in found.items()}


def written(names: list[str]) -> str:
    """Names as the table has them."""
    return "<br>".join(f"`{name}`" for name in names)


def test_every_threat_is_held_off_by_a_test_and_has_a_control():
    marks = all_marks()
    assert {threat for threat, _ in marks} == THREATS
    for threat in sorted(THREATS):
        assert marks.get((threat, False)), f"{threat}: no test"
        assert marks.get((threat, True)), f"{threat}: no control"


def test_the_table_names_the_tests_that_are_there_and_no_others():
    text, marks = DOCUMENT.read_text("utf-8"), all_marks()
    if os.environ.get("KG_UPDATE_DOCS"):
        text = ROW.sub(
            lambda row: (
                f"| `{row[1]}` | {row[2]} | {row[3]} | {written(marks.get((row[1], False), []))} "
                f"| {written(marks.get((row[1], True), []))} |"
            ),
            text,
        )
        DOCUMENT.write_text(text, "utf-8")
    rows = {row[1]: row for row in ROW.finditer(text)}
    assert set(rows) == THREATS
    for threat, row in rows.items():
        assert row[4] == written(marks.get((threat, False), [])), threat
        assert row[5] == written(marks.get((threat, True), [])), threat


def test_the_marks_of_a_source_are_seen():
    source = '@pytest.mark.threat("a")\n@pytest.mark.threat("b", control=True)\ndef test_x(): ...\ndef test_y(): ...\n'
    assert marks_in(source, "f") == {("a", False): ["f::test_x"], ("b", True): ["f::test_x"]}
    with pytest.raises(ValueError, match="unpack"):
        marks_in("@pytest.mark.threat()\ndef test_x(): ...\n", "f")
