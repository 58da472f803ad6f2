"""Files that others read: RDF says the same in every format, no cell of a table is a formula, XML is XML."""

from __future__ import annotations

import csv
import tempfile
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import pyoxigraph as ox

from fuzz.grammar import MARKUP, NAMES, split, strings
from fuzz.rows import STRINGS, facts_of
from fuzz.target import Target, must
from kg.publish import to_networkx
from kg.publish.graphml import write_graphml
from kg.publish.serialise import write
from kg.publish.tables import write_tables
from kg.rdf import article_graph
from kg.store import OxigraphStore

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_FORMS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
    "jsonld": ox.RdfFormat.JSON_LD,
}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="kg-fuzz-"))


def check(data: bytes) -> None:
    graph = article_graph(facts_of(split(data, STRINGS)))
    with OxigraphStore() as store:
        store.replace_graph(graph.name, graph.statements)
        must(tuple(store.statements(graph.name)) == graph.statements, "the store says what was put in")
        wanted = {str(q.triple) for q in ox.parse("\n".join(graph.statements), ox.RdfFormat.N_TRIPLES)}
        for name, form in _FORMS.items():
            written = BytesIO()
            write(store, name, written)
            found = {str(q.triple) for q in ox.parse(written.getvalue(), form)}
            must(wanted <= found, f"{name} says what the store says")
            must(len(found) == len(wanted) or name in ("turtle", "ntriples", "jsonld"), f"{name} says no more")
        _tables(store)
        _graphml(store)


def _tables(store: OxigraphStore) -> None:
    for name in write_tables(store, _folder()):
        with (_folder() / name).open(encoding="utf-8-sig", newline="") as file:
            header, *rows = csv.reader(file)
        for row in rows:
            must(len(row) == len(header), f"{name}: a row has a cell for each column")
            must(
                not any(cell.startswith(_FORMULA) and not _number(cell) for cell in row),
                f"{name}: no cell is a formula",
            )


def _number(cell: str) -> bool:
    return cell.removeprefix("-").replace(".", "", 1).isdecimal()


def _graphml(store: OxigraphStore) -> None:
    from lxml import etree

    graph = to_networkx(store)
    file = _folder() / "a.graphml"
    write_graphml(store, file)
    tree = etree.parse(str(file), etree.XMLParser(resolve_entities=False, no_network=True))
    must(len(tree.findall(".//{*}node")) == graph.number_of_nodes(), "GraphML has every node")
    must(len(tree.findall(".//{*}edge")) == graph.number_of_edges(), "GraphML has every edge")


def cases() -> SearchStrategy[bytes]:
    return strings(STRINGS)


TARGET = Target(
    "Turtle, TriG, N-Quads, N-Triples and JSON-LD say what the store says; no cell is a formula; GraphML is XML",
    check,
    cases,
    ("kg.publish", "kg.rdf", "kg.store.oxigraph"),
    (*MARKUP, *NAMES, "␞"),
    longest=1024,
    seconds=3.0,
)
