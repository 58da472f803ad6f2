"""The same statements under another base."""

from __future__ import annotations

import pytest

from kg.rdf import Statement
from kg.rdf.revisions import rebased

OLD, NEW = "https://old.example/kg/", "https://new.example/id#"


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        (f"<{OLD}article/1> <p:p> <{OLD}text/1> .", f"<{NEW}article/1> <p:p> <{NEW}text/1> ."),
        (f"<{OLD}role/ceo> <p:p> <{OLD}news/1> .", f"<{NEW}role/ceo> <p:p> <{OLD}news/1> ."),
        (f'<{OLD}claim/1> <p:p> "a> <{OLD}text/1> ." .', f'<{NEW}claim/1> <p:p> "a> <{OLD}text/1> ." .'),
        (f'<x:y> <{OLD}text/p> "1"^^<{OLD}text/d> .', f'<x:y> <{OLD}text/p> "1"^^<{OLD}text/d> .'),
    ],
)
def test_what_kg_names_gets_the_new_base_and_nothing_else_changes(statement: str, expected: str) -> None:
    assert rebased(Statement(statement), OLD, NEW) == expected
