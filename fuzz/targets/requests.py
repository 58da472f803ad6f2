"""What a request carries: parameters, forms, Accept headers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fuzz.target import Target, must
from kg.errors import KgError
from kg.serve.negotiation import best, quality_of
from kg.serve.page import Asked
from kg.serve.pages.rendering import Context
from kg.serve.protocol import GRAPH_FORMS, TABLE_FORMS, QueryRequest, from_get, from_post, parameters_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

TOKENS = (
    *("query=ASK%7B%7D", "&", "=", "update=", "format=json", "default-graph-uri=x:g", "%00", "%ff", "%0d%0a", "+", ";", "charset=utf-7"),
    *("application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update", "text/html;q=0.5", "*/*", "q=nan"),
    *("\n", ",", "//evil.example", "../", "javascript:", "company/0123", "\x00", "é", "。"),
)  # fmt: skip


def check(data: bytes) -> None:
    head, _, body = data.partition(b"\n")
    media, _, body = body.partition(b"\n")
    accept = head.decode("latin-1")
    must(
        best(accept, TABLE_FORMS) in (None, *TABLE_FORMS) and best(accept, GRAPH_FORMS) in (None, *GRAPH_FORMS),
        "a form is one of ours",
    )
    must(0 <= quality_of(accept) <= 1, "a quality lies between 0 and 1")
    for posted in (False, True):
        try:
            found = (
                from_post(media.decode("latin-1"), body, [], accept)
                if posted
                else from_get(parameters_of(body), accept)
            )
        except KgError:
            continue
        must(isinstance(found, QueryRequest) and isinstance(found.sparql, str), "a request is a query")
    _addresses(body.decode("utf-8", "replace"))


def _addresses(text: str) -> None:
    asked = Asked(path={"local": text}, query=(("q", text), ("n", text)), root="/news", base="https://base.example/")
    must(0 <= asked.number("n", 3, 9) <= 9, "a number lies within its bounds")
    c = Context(asked)
    for address in (
        c.iri(text),
        c.iri(f"https://base.example/{text}"),
        c.url("/search", q=text),
        c.explorer(node=text),
    ):
        must(
            address.startswith("/news/") and address.isascii() and not set(address) & set('<>"\n\r\x00 '),
            "an address is ours",
        )
    must(c.here(q=text).startswith("?"), "this page stays this page")
    c.date(text)


def cases() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    piece = st.sampled_from(TOKENS) | st.text(max_size=3)
    return st.lists(piece, max_size=12).map(lambda pieces: "".join(pieces).encode("utf-8", "replace")) | st.binary(
        max_size=80
    )


TARGET = Target(
    "a query or a refusal; every address that a page gives is ours", check, cases, ("kg.serve",), TOKENS, longest=512
)
