"""What the command line prints: a terminal shows it and does not obey it."""

from __future__ import annotations

import csv
import json
from io import StringIO
from typing import TYPE_CHECKING

from fuzz.grammar import MARKUP, NAMES, split, strings
from fuzz.target import Target, must
from kg.cli.rows import render, table
from kg.rdf import Iri, Literal, Value
from kg.rdf.namespaces import XSD

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_OBEYED = {*map(chr, (*range(32), *range(0x7F, 0xA0))), *"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"} - {
    "\n"
}
TOKENS = (
    "\x1b]0;x\x07",
    "\x1b[2J",
    "\x9b31m",
    "\u202e",
    "\x08",
    "\r",
    "INF",
    "1e9",
    "NaN",
    "sNaN",
    "9" * 30,
    *MARKUP,
    *NAMES,
    "␞",
)


def check(data: bytes) -> None:
    some = split(data, 4)
    values: list[Value] = [
        Literal(some[0]),
        Iri(some[1]),
        Literal(some[2], datatype=XSD.iri + "decimal"),
        Literal(some[3], datatype=XSD.iri + "boolean"),
    ]
    columns = ("a", "b", "c", "d")
    rows = [dict(zip(columns, values[n:] + values[:n], strict=True)) for n in range(4)]
    shown = "".join(render("table", columns, rows))
    must(not _OBEYED & set(shown), "a table holds nothing that a terminal obeys")
    must(shown.count("\n") == len(rows) + 2, "a row is a line")
    must("".join(table(columns, [["甲", "", some[0][:0], "乙"]], 20)), "a table is never empty")
    read = list(csv.reader(StringIO("".join(render("csv", columns, rows)), newline="")))
    must([len(row) for row in read] == [4] * 5, "CSV has a cell for each value")
    must(not any(c.startswith(("=", "@", "\t", "\r")) for row in read for c in row), "no cell is a formula")
    must(len(json.loads("".join(render("json", columns, rows)))["results"]["bindings"]) == 4, "JSON is JSON")
    lines = "".join(render("jsonl", columns, rows)).split("\n")
    must([len(json.loads(line, parse_constant=_refused)) for line in lines[:-1]] == [4] * 4, "each line is JSON")


def _refused(name: str) -> object:
    raise ValueError(f"{name} is no JSON")


def cases() -> SearchStrategy[bytes]:
    return strings(4)


TARGET = Target(
    "a table holds nothing that a terminal obeys, a row is a line; CSV holds no formula; JSON is JSON",
    check,
    cases,
    ("kg.cli.rows",),
    TOKENS,
    longest=512,
)
