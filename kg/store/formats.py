"""Answers to queries as bytes, in the formats of SPARQL and of RDF, never more of them than allowed.

pyoxigraph writes solutions only all at once, without a count of its rows, so tables are written here; yes or no and
triples, which can be counted on their way, are written by pyoxigraph.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from json.encoder import encode_basestring as quoted
from typing import Any, Protocol, TypeVar

from kg.errors import LimitError, QueryError
from kg.rdf.namespaces import XSD

TABLES = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
}
"""The formats of a SELECT or an ASK, with their media types."""
GRAPHS = {
    "turtle": "text/turtle; charset=utf-8",
    "ntriples": "application/n-triples",
    "jsonld": "application/ld+json",
}
"""The formats of a CONSTRUCT or DESCRIBE, with their media types."""


_NUMBERS = {XSD.iri + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+|INF)(?:[eE][+-]?[0-9]+)?")
_STRING = XSD.iri + "string"
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_XML = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\r": "&#13;"})
T = TypeVar("T")
_BATCH = 200  # rows that are written at once


_MORE = "add LIMIT, or allow more rows (query_max_rows in kg.toml)"


class Writable(Protocol):
    """What takes the bytes of an answer."""

    def write(self, data: bytes, /) -> int:
        """Take them all."""
        ...


def capped(items: Iterable[T], most: int) -> Iterator[T]:
    """The items.

    Raises:
        LimitError: instead of one more than ``most``.
    """
    for count, item in enumerate(items):
        if count == most:
            raise LimitError(f"stopped: the answer has more than {most} rows; {_MORE}")
        yield item


def write_answer(
    found: Any, out: Writable, *, table: str, graph: str, rows: int, prefixes: Mapping[str, str]
) -> dict[str, Any]:
    """Write an answer of pyoxigraph's; gives ``form`` (select, ask, construct), ``format``, ``media_type``, ``rows``.

    Args:
        found: the answer.
        out: where it goes.
        table: one of :data:`TABLES`, for solutions, yes or no.
        graph: one of :data:`GRAPHS`, for triples.
        rows: how many rows or triples there may be.
        prefixes: what IRIs of triples may be shortened with.

    Raises:
        LimitError: if there are more rows; what was written is to be thrown away then.
        QueryError: if the query fails while it is being read, or there is no such format.
    """
    import pyoxigraph as ox

    stream: Any = out
    if table not in TABLES or graph not in GRAPHS:
        raise QueryError(f"no such formats: {table}, {graph}; there are {', '.join([*TABLES, *GRAPHS])}")
    try:
        if isinstance(found, ox.QueryBoolean):
            found.serialize(stream, getattr(ox.QueryResultsFormat, table.upper()))
            return _head("ask", table, TABLES[table], 1)
        if isinstance(found, ox.QueryTriples):
            count = _write_triples(found, stream, graph, rows, prefixes)
            return _head("construct", graph, GRAPHS[graph], count)
        count = _write_table(found, out, table, rows)
    except (OSError, ValueError, RuntimeError) as error:
        raise QueryError(f"the query failed: {error}") from error
    return _head("select", table, TABLES[table], count)


def _head(form: str, format_: str, media_type: str, rows: int) -> dict[str, Any]:
    return {"form": form, "format": format_, "media_type": media_type, "rows": rows}


def _write_triples(found: Any, stream: Any, graph: str, rows: int, prefixes: Mapping[str, str]) -> int:
    """The triples, each once and sorted, so that the same answer has the same bytes."""
    import pyoxigraph as ox

    formats = {"turtle": ox.RdfFormat.TURTLE, "ntriples": ox.RdfFormat.N_TRIPLES, "jsonld": ox.RdfFormat.JSON_LD}
    triples: dict[Any, None] = {}
    for triple in found:
        triples[triple] = None
        if len(triples) > rows:
            raise LimitError(f"stopped: the answer has more than {rows} triples; {_MORE}")
    ox.serialize(sorted(triples, key=str), stream, formats[graph], prefixes=dict(prefixes))
    return len(triples)


def _write_table(found: Any, out: Writable, table: str, rows: int) -> int:
    start, write_row, between, end = _TABLES[table]([v.value for v in found.variables])
    out.write(start.encode())
    lines = map(write_row, capped(found, rows))
    count = 0
    while batch := list(islice(lines, _BATCH)):
        out.write(((between if count else "") + between.join(batch)).encode("utf-8", "replace"))
        count += len(batch)
    out.write(end.encode())
    return count


_Table = tuple[str, Callable[[Any], str], str, str]
"""What a table begins with, how a row is written, what stands between rows, and what the table ends with."""


def _json(names: list[str]) -> _Table:
    keys = [quoted(name) for name in names]

    def row(solution: Any) -> str:
        pairs = zip(keys, solution, strict=True)
        return "{" + ",".join(f"{key}:{_json_term(term)}" for key, term in pairs if term is not None) + "}"

    return f'{{"head":{{"vars":[{",".join(keys)}]}},"results":{{"bindings":[\n', row, ",\n", "\n]}}\n"


def _json_term(term: Any) -> str:
    kind = _kind(term)
    if kind != "literal":
        return f'{{"type":"{kind}","value":{quoted(term.value)}}}'
    more = f',"xml:lang":{quoted(term.language)}' if term.language else ""
    if not more and (datatype := term.datatype.value) != _STRING:
        more = f',"datatype":{quoted(datatype)}'
    return f'{{"type":"literal","value":{quoted(term.value)}{more}}}'


def _xml(names: list[str]) -> _Table:
    def row(solution: Any) -> str:
        pairs = zip(names, solution, strict=True)
        cells = (f'<binding name="{_xml_text(n)}">{_xml_term(t)}</binding>' for n, t in pairs if t is not None)
        return f"<result>{''.join(cells)}</result>"

    variables = "".join(f'<variable name="{_xml_text(name)}"/>' for name in names)
    start = f'<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#"><head>{variables}</head>'
    return f"{start}<results>\n", row, "\n", "\n</results></sparql>\n"


def _xml_term(term: Any) -> str:
    kind = _kind(term)
    if kind != "literal":
        return f"<{kind}>{_xml_text(term.value)}</{kind}>"
    more = f' xml:lang="{_xml_text(term.language)}"' if term.language else ""
    if not more and (datatype := term.datatype.value) != _STRING:
        more = f' datatype="{_xml_text(datatype)}"'
    return f"<literal{more}>{_xml_text(term.value)}</literal>"


def _xml_text(text: str) -> str:
    return _NO_XML.sub("\ufffd", text).translate(_XML)


def _csv(names: list[str]) -> _Table:
    return ",".join(names) + "\r\n", lambda row: ",".join(map(_csv_cell, row)) + "\r\n", "", ""


def _csv_cell(term: Any) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe before it, as in `kg query`."""
    if term is None:
        return ""
    kind = _kind(term)
    text: str = f"_:{term.value}" if kind == "bnode" else term.value
    # anything may be called a number: "=1"^^xsd:integer
    is_number = kind == "literal" and term.datatype.value in _NUMBERS and _NUMBER.fullmatch(text)
    if text.startswith(("=", "+", "-", "@", "\t", "\r")) and not is_number:
        text = f"'{text}"
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def _tsv(names: list[str]) -> _Table:
    start = "\t".join(f"?{name}" for name in names) + "\n"
    return start, lambda row: "\t".join("" if t is None else _tsv_cell(t) for t in row) + "\n", "", ""


def _tsv_cell(term: Any) -> str:
    _kind(term)
    return str(term).replace("\t", "\\t")


def _kind(term: Any) -> str:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        return "uri"
    if isinstance(term, ox.Literal):
        return "literal"
    if isinstance(term, ox.BlankNode):
        return "bnode"
    raise QueryError(f"a triple as a term is not supported: {term}")


_TABLES: dict[str, Callable[[list[str]], _Table]] = {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}
