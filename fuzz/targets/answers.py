"""What a remote store answers: it may be anybody's."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pyoxigraph as ox

from fuzz.target import Target, must
from kg.errors import KgError
from kg.rdf.answers import Solutions
from kg.store.remote_answers import statements, table
from kg.store.remote_http import Reply

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

MEDIA = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "application/n-triples",
    "text/turtle",
    "text/plain",
    "application/rdf+xml",
    "text/html",
    "",
)
TOKENS = (
    *(f"{media}\n" for media in MEDIA),
    *('{"head":{"vars":["a"]},"results":{"bindings":[', '{"a":{"type":"uri","value":"x:a"}}', '"type":"literal"', '"xml:lang":"zh"', "]}}", '{"head":{},"boolean":true}'),
    *("<?xml version='1.0'?>", "<!DOCTYPE r [<!ENTITY a 'b'>]>", "<sparql xmlns='http://www.w3.org/2005/sparql-results#'>", "<head>", "<variable name='a'/>", "</head>", "&a;"),
    *("<results><result><binding name='a'>", "<literal>", "<uri>", "<bnode>", "</sparql>", "<x:a> <x:p> <x:b> .\n", '<x:a> <x:p> "a\\u0041"@zh .\n', "_:b <x:p> _:c .\n"),
    *("@prefix x: <x:> .", "x:a x:p x:b , 1 , 'a' .", "[] a x:b .", "<<( <x:a> <x:p> 1 )>>", "\\u0022", "\r", "\n", "#", "\x00"),
)  # fmt: skip


def check(data: bytes) -> None:
    first, _, body = data.partition(b"\n")
    media = first.decode("ascii", "replace")
    try:
        found = table(Reply(200, media, BytesIO(body)), ("a",), 1000)
        if isinstance(found, Solutions):
            for row in found:
                must(set(row) <= set(found.variables), "a row has the columns of its table")
    except KgError as error:
        must("\n" not in str(error), "a refusal is one line")
    lines: list[str] = []
    try:
        lines.extend(statements(Reply(200, media, BytesIO(body))))
    except KgError as error:
        must("\n" not in str(error), "a refusal is one line")
        return
    must(media != "application/rdf+xml", "RDF/XML is not read")
    parsed = [next(iter(ox.parse(line, ox.RdfFormat.N_TRIPLES))) for line in lines]
    form = ox.RdfFormat.TURTLE if "turtle" in media.lower() else ox.RdfFormat.N_TRIPLES
    whole = list(ox.parse(body, form))
    must(len(parsed) == len(whole), "each triple of the answer is one statement")


def cases() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    piece = st.sampled_from(TOKENS[len(MEDIA) :]) | st.text(st.characters(exclude_categories=["Cs"]), max_size=3)
    return st.tuples(st.sampled_from(MEDIA), st.lists(piece, max_size=12).map("".join)).map(
        lambda p: "\n".join(p).encode()
    )


TARGET = Target(
    "a whole answer or a refusal; each triple is one statement; RDF/XML is not read",
    check,
    cases,
    ("kg.store.remote_answers",),
    TOKENS,
    longest=512,
)
