"""An answer, of the form that was expected."""

from __future__ import annotations

from kg.errors import QueryError
from kg.rdf import Statement
from kg.rdf.answers import Answer, Solutions


def as_table(answer: Answer) -> Solutions:
    """The answer to a SELECT.

    Raises:
        QueryError: if it is the answer to a query of another form.
    """
    if not isinstance(answer, Solutions):
        raise QueryError("expected a SELECT; this query gives no table")
    return answer


def as_truth(answer: Answer) -> bool:
    """The answer to an ASK; raises as :func:`as_table` does."""
    if not isinstance(answer, bool):
        raise QueryError("expected an ASK; this query gives no yes or no")
    return answer


def as_triples(answer: Answer) -> tuple[Statement, ...]:
    """The answer to a CONSTRUCT or DESCRIBE; raises as :func:`as_table` does."""
    if not isinstance(answer, tuple):
        raise QueryError("expected a CONSTRUCT or DESCRIBE; this query gives no triples")
    return answer
