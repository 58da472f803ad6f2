"""What a remote store answers: it may be anybody's."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pyoxigraph as ox

from fuzz.target import Target, must
from kg.errors import KgError
from kg.pipeline.counts import counts
from kg.rdf import Statement
from kg.rdf.answers import OwnQuery, Solutions
from kg.store.remote import RemoteStore
from kg.store.remote_address import address
from kg.store.remote_answers import statements, table
from kg.store.remote_http import Client, Reply
from kg.store.remote_services import Services

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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
    *('{"head":{"vars":["n"]},"results":{"bindings":[{"n":{"type":"literal","value":"1"}}]}}', '{"n":{"type":"literal","value":"-1e9"}}', '"vars":["s","p","o"]', '"vars":["word"]', '"value":"named"', '"vars":["g"]', '"type":"bnode"', '"value":"urn:x-kg:holder"'),
    *("<?xml version='1.0'?>", "<!DOCTYPE r [<!ENTITY a 'b'>]>", "<sparql xmlns='http://www.w3.org/2005/sparql-results#'>", "<head>", "<variable name='a'/>", "</head>", "&a;"),
    *("<results><result><binding name='a'>", "<literal>", "<uri>", "<bnode>", "</sparql>", "<x:a> <x:p> <x:b> .\n", '<x:a> <x:p> "a\\u0041"@zh .\n', "_:b <x:p> _:c .\n"),
    *("@prefix x: <x:> .", "x:a x:p x:b , 1 , 'a' .", "[] a x:b .", "<<( <x:a> <x:p> 1 )>>", "\\u0022", "\r", "\n", "#", "\x00"),
)  # fmt: skip


ADDRESS = address("http://127.0.0.1:9")
ALL = "{ ?s ?p ?o }"
LINE = Statement("<x:a> <x:p> <x:b> .")


class _Services(Services):
    """A server that answers whatever it is asked with the same."""

    def __init__(self, media: str, body: bytes) -> None:
        super().__init__(Client(ADDRESS.credentials), ADDRESS)
        self.answer = (media, body)

    def query(self, *_: object, **__: object) -> Reply:
        media, body = self.answer
        return Reply(200, media, BytesIO(body))

    def graph(self, name: str) -> Reply:
        return self.query()

    def update(self, sparql: str) -> None:
        pass


class _Store(RemoteStore):
    """The store that such a server keeps."""

    def __init__(self, services: Services, *, read_only: bool) -> None:
        self.answering = services
        super().__init__(ADDRESS, read_only=read_only, is_ours=lambda _: True)

    @property
    def _open(self) -> Services:
        return self.answering


USES: tuple[Callable[[_Store], object], ...] = (
    RemoteStore.graphs,
    len,
    lambda store: list(store.statements("x:g")),
    lambda store: list(store.merged()),
    lambda store: [row["n"] for row in store.select(OwnQuery(f"SELECT (?s AS ?n) {ALL}"))],
    lambda store: store.ask(OwnQuery(f"ASK {ALL}")),
    lambda store: store.construct(OwnQuery(f"CONSTRUCT {ALL} WHERE {ALL}")),
    counts,
)
CHANGES: tuple[Callable[[_Store], object], ...] = (
    lambda store: store.replace_graph("x:g", [LINE]),
    lambda store: store.remove_graph("x:g"),
)
"""What kg reads of a store, and does to one, taking its answers for granted nowhere."""


def _refusals(services: Services) -> Iterator[KgError]:
    for read_only, uses in ((True, USES), (False, (*USES, *CHANGES))):
        try:
            store = _Store(services, read_only=read_only)
        except KgError as error:
            yield error
            continue
        for use in uses:
            try:
                use(store)
            except KgError as error:
                yield error


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
    for refusal in _refusals(_Services(media, body)):
        must("\n" not in str(refusal), "a refusal is one line")
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
    "a whole answer or a refusal, whatever is done with it; each triple is one statement; RDF/XML is not read",
    check,
    cases,
    ("kg.store.remote_answers", "kg.store.remote_services", "kg.store.remote_nature", "kg.store.remote"),
    TOKENS,
    longest=512,
)
