"""Statements and terms: what is accepted is one triple for every parser, and nothing besides."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph as ox

from fuzz.grammar import MARKUP
from fuzz.target import Target, must
from kg.errors import StoreError
from kg.rdf import Statement
from kg.rdf.terms import name_literal, text_literal, web_iri
from kg.store.checked import checked, graph_name

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

TOKENS = (
    *("<x:a> ", "<x:p> ", "<x:b> .", '"a" .', '"a"@zh .', '"1"^^<http://www.w3.org/2001/XMLSchema#integer> .', "\\u0022", "\\n"),
    *('\\"', "\\\\", "} ; CLEAR ALL ; INSERT DATA { ", "<x:a> <x:p> <x:b> . <x:c> <x:p> <x:d> .", "#", "\r", "\x85", "\u2028"),
    *("http://[", "https://news.example/a b", "javascript:alert(1)", "//", "@", ":80", "%zz", "é", "。", "xn--", "\\", "^", "`"),
)  # fmt: skip


def check(data: bytes) -> None:
    text = data.decode("utf-8", "replace")
    _line(text)
    _line(f"<x:s> <x:p> {text_literal(text, 'zh')} .", text)
    _line(f"<x:s> <x:p> {name_literal(text)} .", text)
    _line(f"<x:s> <x:p> <{text}> .")
    if (iri := web_iri(text)) is not None:
        must(iri.startswith(("<http://", "<https://")), "an address is one of the web")
        _line(f"<x:s> <x:p> {iri} .", iri[1:-1])
        must(web_iri(iri[1:-1]) == iri, "an address stays as it is")
    try:
        name = graph_name(text)
    except StoreError:
        return
    _updated(name, "<x:s> <x:p> <x:o> .")


def _line(line: str, expected: str | None = None) -> None:
    """A line that is refused, or one triple for N-Triples and SPARQL alike; one of ours is never refused."""
    try:
        checked([Statement(line)])
    except StoreError:
        must(expected is None, f"what we write is accepted: {line[:200]!r}")
        return
    [quad] = ox.parse(line, ox.RdfFormat.N_TRIPLES)
    added = _updated("x:g", line)
    must(added.triple == quad.triple, "SPARQL reads the triple that N-Triples reads")
    must(expected is None or quad.object.value == expected, "the text comes back as it was")


def _updated(graph: str, line: str) -> ox.Quad:
    store = ox.Store()
    kept = ox.Quad(ox.NamedNode("x:kept"), ox.NamedNode("x:kept"), ox.NamedNode("x:kept"))
    store.add(kept)
    store.update(f"INSERT DATA {{ GRAPH <{graph}> {{ {line} }} }}")
    there = set(store)
    must(len(there) == 2 and kept in there, "one statement adds one quad and takes none away")
    added: ox.Quad
    [added] = there - {kept}
    must(added.graph_name == ox.NamedNode(graph), "a statement goes into its graph")
    return added


def cases() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    piece = (
        st.sampled_from(TOKENS)
        | st.sampled_from(MARKUP)
        | st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
    )
    return st.lists(piece, max_size=8).map(lambda pieces: "".join(pieces).encode())


TARGET = Target(
    "what is accepted is exactly one triple, in N-Triples and within an update; texts and addresses come back as they were",
    check,
    cases,
    ("kg.store.checked", "kg.rdf.terms"),
    TOKENS,
    longest=256,
)
