from __future__ import annotations

import csv
import io
import json
from typing import Any

import pyoxigraph as ox
import pytest

from kg.errors import LimitError, QueryError
from kg.store import OxigraphStore
from kg.store.formats import GRAPHS, TABLES, write_answer

ROWS = r"""SELECT ?a ?b ?c {
  VALUES (?a ?b ?c) {
    (<x:a?b=1&c=2> "星桥科技 \"&<>'\t\r\n\\ ]]>" UNDEF)
    (UNDEF "a"@zh-Hans 4.20)
    (<x:b> "2026-03-29"^^<http://www.w3.org/2001/XMLSchema#date> true)
    (UNDEF UNDEF UNDEF)
    (<x:c> "" "-7"^^<http://www.w3.org/2001/XMLSchema#integer>)
  }
}"""
EMPTY = "SELECT ?a { ?a <x:none> ?b }"


def written(sparql: str, rows: int = 1000, **formats: str) -> tuple[dict[str, Any], bytes]:
    out = io.BytesIO()
    with OxigraphStore() as store:
        store.replace_graph("x:g", [])
        wanted = {"table": "json", "graph": "turtle", **formats}
        head = write_answer(store.raw(sparql), out, **wanted, rows=rows, prefixes={"x": "x:"})
    return head, out.getvalue()


@pytest.mark.parametrize("table", ["json", "xml", "tsv"])
@pytest.mark.parametrize("sparql", [ROWS, EMPTY])
def test_tables_are_read_back_as_they_were(table: str, sparql: str) -> None:
    head, data = written(sparql, table=table)
    back = ox.parse_query_results(data, format=getattr(ox.QueryResultsFormat, table.upper()))
    expected = ox.Store().query(sparql)
    assert isinstance(back, ox.QuerySolutions)
    assert isinstance(expected, ox.QuerySolutions)
    assert back.variables == expected.variables
    found = [tuple(row) for row in back]
    assert found == [tuple(row) for row in expected]
    assert head == {"form": "select", "format": table, "media_type": TABLES[table], "rows": len(found)}


def test_csv_is_what_programs_and_spreadsheets_read() -> None:
    _, data = written(ROWS, table="csv")
    table = list(csv.reader(io.StringIO(data.decode(), newline="")))
    assert table[0] == ["a", "b", "c"]
    assert table[1] == ["x:a?b=1&c=2", "星桥科技 \"&<>'\t\r\n\\ ]]>", ""]
    assert table[4] == ["", "", ""]
    assert table[5] == ["x:c", "", "-7"]
    for formula in ("=1+1", "+1", "-1", "@A1", "\\t=1"):
        _, data = written(f'SELECT ("{formula}" AS ?x) {{}}', table="csv")
        assert data.startswith(b"x\r\n'")
    for number, cell in (("=1+1", "'=1+1"), ("-1,=2", '"\'-1,=2"'), ("-1.5E3", "-1500"), ("-INF", "-INF")):
        _, data = written(f'SELECT (STRDT("{number}", xsd:double) AS ?x) {{}}', table="csv")
        assert data.decode() == f"x\r\n{cell}\r\n"


def test_what_xml_cannot_hold_is_replaced() -> None:
    _, data = written('SELECT ("a\\u0000\\u0008b" AS ?x) {}', table="xml")
    assert "<literal>a\ufffd\ufffdb</literal>" in data.decode()
    _, data = written('SELECT ("a\\u0000\\u0008b" AS ?x) {}', table="json")
    assert json.loads(data)["results"]["bindings"][0]["x"]["value"] == "a\0\bb"


def test_blank_nodes_keep_apart() -> None:
    for table in ("json", "xml", "tsv", "csv"):
        _, data = written("SELECT (BNODE() AS ?a) (BNODE() AS ?b) {}", table=table)
        assert data


@pytest.mark.parametrize("table", list(TABLES))
def test_yes_and_no_have_every_format_of_a_table(table: str) -> None:
    head, data = written("ASK {}", table=table)
    assert b"true" in data
    assert head["form"] == "ask"


@pytest.mark.parametrize("graph", list(GRAPHS))
def test_triples_are_written_once_each_in_the_same_order(graph: str) -> None:
    sparql = "CONSTRUCT { ?a <x:p> 1 } { VALUES ?a { <x:c> <x:a> <x:b> <x:a> } }"
    head, data = written(sparql, graph=graph)
    assert head == {"form": "construct", "format": graph, "media_type": GRAPHS[graph], "rows": 3}
    media = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}
    back = [quad.triple.subject for quad in ox.parse(data, format=media[graph])]
    assert back == [ox.NamedNode("x:a"), ox.NamedNode("x:b"), ox.NamedNode("x:c")]


def test_more_rows_than_allowed_and_unknown_formats_are_errors() -> None:
    for table in TABLES:
        with pytest.raises(LimitError, match="more than 4 rows"):
            written(ROWS, rows=4, table=table)
        assert written(ROWS, rows=5, table=table)[0]["rows"] == 5
    with pytest.raises(LimitError, match="more than 1 triples"):
        written("CONSTRUCT { <x:a> <x:p> ?a } { VALUES ?a { 1 2 } }", rows=1)
    with pytest.raises(QueryError, match="no such format"):
        written(ROWS, table="html")
