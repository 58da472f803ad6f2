"""What a request asks for, by the SPARQL 1.1 Protocol: the query, and the form of its answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import parse_qsl

from kg.errors import KgError

TABLE_FORMS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
    "application/json",
    "application/xml",
    "text/xml",
)
"""What the answer to a SELECT or an ASK can be, best first."""

GRAPH_FORMS = ("text/turtle", "application/n-triples", "application/ld+json", "text/plain")
"""What the answer to a CONSTRUCT or DESCRIBE can be, best first."""

FORM_OF_NAME = {
    "json": TABLE_FORMS[0],
    "xml": TABLE_FORMS[1],
    "csv": TABLE_FORMS[2],
    "tsv": TABLE_FORMS[3],
    "turtle": GRAPH_FORMS[0],
    "ntriples": GRAPH_FORMS[1],
    "jsonld": GRAPH_FORMS[2],
}
"""What ``format=`` may say, for links in a browser, which cannot choose an Accept header."""

LARGEST_QUERY = 1 << 20


class ProtocolError(KgError):
    """A request that is not one of the protocol; ``status`` is HTTP's."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True, slots=True)
class QueryRequest:
    """A query, the graphs it is to be asked of (none: all), and what its answer may look like (an Accept header)."""

    sparql: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    accept: str = ""


def parameters_of(query_string: bytes) -> list[tuple[str, str]]:
    """What stands behind the question mark.

    Raises:
        ProtocolError: if it cannot be read.
    """
    return _form(query_string)


def from_get(parameters: Sequence[tuple[str, str]], accept: str) -> QueryRequest:
    """The query of a GET.

    Raises:
        ProtocolError: if there is no query, or more than one.
    """
    return _from_parameters(parameters, accept)


def from_post(content_type: str, body: bytes, parameters: Sequence[tuple[str, str]], accept: str) -> QueryRequest:
    """The query of a POST, sent as a form or as it is.

    Args:
        content_type: the header.
        body: what was sent.
        parameters: those behind the question mark.
        accept: the Accept header.

    Raises:
        ProtocolError: if this is no request of the protocol, or an update.
    """
    media, *details = (part.strip().lower() for part in content_type.split(";"))
    charset = next((part[8:].strip('" ') for part in details if part.startswith("charset=")), "")
    if charset not in ("", "utf-8", "utf8"):
        raise ProtocolError(415, f"queries are sent in UTF-8, not in {charset}")
    match media:
        case "application/x-www-form-urlencoded":
            if any(name in ("query", "update") for name, _ in parameters):
                raise ProtocolError(400, "the query stands in the form, not behind the question mark")
            return _from_parameters([*parameters, *_form(body)], accept)
        case "application/sparql-query":
            if any(name in ("query", "update") for name, _ in parameters):
                raise ProtocolError(400, "the query is what was sent; there is another one behind the question mark")
            return _from_parameters([*parameters, ("query", _text(body))], accept)
        case "application/sparql-update":
            raise ProtocolError(403, "this endpoint only reads: it takes no updates")
    raise ProtocolError(415, "queries are sent as application/sparql-query or application/x-www-form-urlencoded")


def _form(body: bytes) -> list[tuple[str, str]]:
    try:
        return parse_qsl(_text(body), keep_blank_values=True, max_num_fields=100, errors="strict")
    except ValueError as error:
        raise ProtocolError(400, f"these parameters cannot be read: {error}") from error


def _text(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"not UTF-8: {error}") from error


def _from_parameters(parameters: Sequence[tuple[str, str]], accept: str) -> QueryRequest:
    given: dict[str, list[str]] = {}
    for name, value in parameters:
        given.setdefault(name, []).append(value)
    if "update" in given:
        raise ProtocolError(403, "this endpoint only reads: it takes no updates")
    queries = given.get("query", [])
    if len(queries) != 1:
        raise ProtocolError(400, "there is no query" if not queries else "there is more than one query")
    form = given.get("format", [""])[0]
    if form and form not in FORM_OF_NAME:
        raise ProtocolError(400, f"format is one of {', '.join(FORM_OF_NAME)}, not {form}")
    return QueryRequest(
        sparql=queries[0],
        default_graphs=tuple(given.get("default-graph-uri", ())),
        named_graphs=tuple(given.get("named-graph-uri", ())),
        accept=FORM_OF_NAME[form] if form else accept,
    )
