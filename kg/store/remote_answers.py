"""What a remote store answers: whole, or not at all; and within its limits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from itertools import islice
from typing import IO, TYPE_CHECKING, Any

from kg.errors import QueryError, StoreError
from kg.rdf import Statement, Value
from kg.rdf.answers import Row, Solutions
from kg.store.formats import capped
from kg.store.oxigraph import from_oxigraph
from kg.store.remote_address import PERHAPS
from kg.store.remote_http import Reply
from kg.store.remote_nesting import has_triple_in_line, has_triple_in_turtle, is_deep_json

if TYPE_CHECKING:
    import pyoxigraph as ox

_AT_ONCE = 10_000
# what kg writes itself: such lines need no parser to be sure of; a few that kg may write too are left to it
_PATH = r"(?:[A-Za-z0-9._~/!$&'()*+,;=:@-]|%[0-9A-F]{2})*+"
_IRI = rf"<(?:https?://[A-Za-z0-9.-]+(?:/{_PATH})?(?:\?{_PATH})?(?:#{_PATH})?|urn:[a-z]+:[A-Za-z0-9:._-]+)>"
_STRING = r'"[^"\\\n\r]*(?:\\["\\nr][^"\\\n\r]*)*"'
_TAG = "[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2})?"
_SURE = re.compile(rf"{_IRI} {_IRI} (?:{_IRI}|{_STRING}(?:@{_TAG}|\^\^{_IRI})?) \.")
_VIRTUOSO_TRUTH = "__ASK_RETVAL"
"""The column of the table that Virtuoso 7 gives as the answer to an ASK."""


class MissingError(StoreError, KeyError):
    """A row of an answer has no value where whoever asked has to have one."""

    __str__ = Exception.__str__


class _Row(dict[str, Value]):
    """A row; what it lacks is known by ``in`` and by ``get``, and to ask for it all the same is no fault of kg."""

    def __missing__(self, name: str) -> Value:
        raise MissingError(f"the store gave a row without a value for ?{name}, where there has to be one")


def table(reply: Reply, variables: tuple[str, ...], rows: int = 1 << 62) -> Solutions | bool:
    """Solutions, or a truth.

    The answer is gone through to its end before anything of it is given: some stores break off in the middle of an
    answer that began well, with nothing but an unfinished text to show it (Oxigraph does at its timeout).

    Args:
        reply: the answer.
        variables: its columns as the query has them.
        rows: how many rows there may be.

    Raises:
        QueryError: if the answer is none, or not a whole one.
        LimitError: if it has too many rows.
    """
    import pyoxigraph as ox

    if is_deep_json(reply.body):
        raise QueryError("the store's answer is nested deeper than a table; triples as terms are not supported")
    count, found = 0, _parsed(reply)
    if isinstance(found, ox.QueryBoolean):
        reply.body.close()
        return bool(found)
    columns = tuple(v.value for v in found.variables)
    for _ in capped(_to_the_end(found, reply), rows):
        count += 1
    if columns == (_VIRTUOSO_TRUTH,):
        reply.body.close()
        return count > 0
    return Solutions(variables if set(variables) == set(columns) else columns, _rows(reply, columns))


def _parsed(reply: Reply) -> Any:
    import pyoxigraph as ox

    format_ = ox.QueryResultsFormat.from_media_type(reply.media_type) if reply.media_type else None
    if format_ != ox.QueryResultsFormat.JSON:  # which is what was asked for; XML has entities, CSV has no end
        raise QueryError(
            f"the store answered with «{reply.told(reply.media_type)[:60]}», which is no answer to a query; {PERHAPS}"
        )
    reply.body.seek(0)
    try:
        return ox.parse_query_results(reply.body, format_)
    except (SyntaxError, ValueError) as error:
        raise _broken(error, reply) from error


def _to_the_end(found: Any, reply: Reply) -> Iterator[Any]:
    try:
        yield from found
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(error, reply) from error


def _broken(error: Exception, reply: Reply) -> QueryError:
    told = reply.told(str(error))[:120]  # which repeats what it found
    return QueryError(f"the store's answer is not whole ({told}); it may have run out of time")


def _rows(reply: Reply, columns: tuple[str, ...]) -> Iterator[Row]:
    with reply.body:
        for solution in _to_the_end(_parsed(reply), reply):
            terms = zip(columns, solution, strict=True)
            yield _Row((name, from_oxigraph(term)) for name, term in terms if term is not None)


def statements(reply: Reply) -> Iterator[Statement]:
    """The triples of an answer, in the form that :mod:`kg.rdf` writes, as they come.

    Raises:
        QueryError: if the answer is none, or not a whole one; what came before is no answer then.
    """
    import pyoxigraph as ox

    plain = reply.media_type == "text/plain"
    format_ = ox.RdfFormat.N_TRIPLES if plain else ox.RdfFormat.from_media_type(reply.media_type)
    if format_ not in (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.TURTLE):  # in XML, entities turn 1 kB into 20 MB and more
        raise QueryError(
            f"the store answered with «{reply.told(reply.media_type)[:60]}», which is no graph in N-Triples or Turtle"
        )
    with reply.body:
        if format_ == ox.RdfFormat.TURTLE and has_triple_in_turtle(reply.body):
            raise _unsupported()
        reply.body.seek(0)
        yield from _lines(reply) if format_ == ox.RdfFormat.N_TRIPLES else _triples(reply.body, format_, reply)


def _unsupported() -> QueryError:
    return QueryError("the store's answer has triples as terms, which are not supported")


def _lines(reply: Reply) -> Iterator[Statement]:
    """The statements of N-Triples; a parser takes long, and most lines are as we write them and need none."""
    import pyoxigraph as ox

    while some := list(islice(reply.body, _AT_ONCE)):
        others = []
        for raw in some:
            try:
                line = raw.decode("utf-8").rstrip("\n")
            except UnicodeDecodeError as error:
                raise _broken(error, reply) from error
            if _SURE.fullmatch(line):
                yield Statement(line)
            elif has_triple_in_line(raw):
                raise _unsupported()
            else:
                others.append(raw)
        if others:
            yield from _triples(BytesIO(b"".join(others)), ox.RdfFormat.N_TRIPLES, reply)


def _triples(body: IO[bytes], format_: ox.RdfFormat, reply: Reply) -> Iterator[Statement]:
    import pyoxigraph as ox

    try:
        for triple in ox.parse(body, format_):
            s, p, o = (from_oxigraph(t).n3() for t in (triple.subject, triple.predicate, triple.object))
            yield Statement(f"{s} {p} {o} .")
    except (SyntaxError, ValueError, OSError) as error:
        raise _broken(error, reply) from error
