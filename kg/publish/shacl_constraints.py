"""The constraints of SHACL Core that ``schemas/shapes.ttl`` uses."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from kg.errors import ConfigError
from kg.publish.nodes import Nodes, datatype, language, lexical, short
from kg.rdf.namespaces import SH

Check = Callable[[Nodes, str], Iterator[str]]
"""Looks at one node (a term in N-Triples form) and tells, in words, what is wrong with it."""


def all_of(checks: list[Check]) -> Check:
    """Every one of these."""

    def check(nodes: Nodes, node: str) -> Iterator[str]:
        for one in checks:
            yield from one(nodes, node)

    return check


def alternatives(checks: list[Check], enough: Callable[[int], bool]) -> Check:
    """So many of these that it is ``enough``."""

    def check(nodes: Nodes, node: str) -> Iterator[str]:
        problems = [next(one(nodes, node), None) for one in checks]
        if not enough(problems.count(None)):
            yield "; or ".join(sorted({p for p in problems if p})) or "several alternatives at once"

    return check


def closed(known: set[str]) -> Check:
    """No property but these."""

    def check(nodes: Nodes, node: str) -> Iterator[str]:
        for property_ in sorted(set(nodes.of[node]) - known):
            if nodes.of[node][property_]:
                yield f"unexpected {short(property_)}"

    return check


def one_of(allowed: frozenset[str]) -> Check:
    """One of these terms."""
    return _holds(lambda nodes, value: value in allowed, "none of the values allowed")


def _holds(test: Callable[[Nodes, str], bool], problem: str) -> Check:
    def check(nodes: Nodes, value: str) -> Iterator[str]:
        if not test(nodes, value):
            yield problem

    return check


def _is_number(term: str, test: Callable[[Decimal], bool]) -> bool:
    try:
        return test(Decimal(lexical(term)))
    except ArithmeticError:
        return False


def _of_class(argument: str) -> Check:
    return _holds(lambda nodes, v: nodes.is_a(v, argument), f"not a {short(argument)}")


def _of_datatype(argument: str) -> Check:
    return _holds(lambda _, v: datatype(v) == argument, f"not of datatype {short(argument)}")


def _of_kind(argument: str) -> Check:
    if argument != SH.IRI:
        raise ConfigError(f"shapes use sh:nodeKind {short(argument)}, which kg does not check")
    return _holds(lambda _, v: v.startswith("<"), "not an IRI")


def _matching(argument: str) -> Check:
    pattern = re.compile(lexical(argument))
    return _holds(lambda _, v: pattern.search(lexical(v)) is not None, f"does not match {lexical(argument)}")


def _long_enough(argument: str) -> Check:
    least = int(lexical(argument))
    return _holds(lambda _, v: len(lexical(v)) >= least, f"shorter than {least}")


def _short_enough(argument: str) -> Check:
    most = int(lexical(argument))
    return _holds(lambda _, v: len(lexical(v)) <= most, f"longer than {most}")


def _at_least(argument: str) -> Check:
    bound = Decimal(lexical(argument))
    return _holds(lambda _, v: _is_number(v, lambda n: n >= bound), f"less than {bound}")


def _at_most(argument: str) -> Check:
    bound = Decimal(lexical(argument))
    return _holds(lambda _, v: _is_number(v, lambda n: n <= bound), f"more than {bound}")


EACH: dict[str, Callable[[str], Check]] = {
    "class": _of_class,
    "datatype": _of_datatype,
    "nodeKind": _of_kind,
    "pattern": _matching,
    "minLength": _long_enough,
    "maxLength": _short_enough,
    "minInclusive": _at_least,
    "maxInclusive": _at_most,
}
"""What is asked of each value alone."""


def _min_count(path: str, argument: str) -> Check:
    least = int(lexical(argument))

    def check(nodes: Nodes, node: str) -> Iterator[str]:
        if (found := len(nodes.values(node, path))) < least:
            yield f"{short(path)}: {found} of at least {least}"

    return check


def _max_count(path: str, argument: str) -> Check:
    most = int(lexical(argument))

    def check(nodes: Nodes, node: str) -> Iterator[str]:
        if (found := len(nodes.values(node, path))) > most:
            yield f"{short(path)}: {found}, at most {most}"

    return check


def _has_value(path: str, argument: str) -> Check:
    return _holds(lambda nodes, node: argument in nodes.values(node, path), f"{short(path)} is not {short(argument)}")


def _unique_lang(path: str, argument: str) -> Check:
    def check(nodes: Nodes, node: str) -> Iterator[str]:
        languages = [tag for v in nodes.values(node, path) if (tag := language(v))]
        if "true" in argument and len(languages) > len(set(languages)):
            yield f"{short(path)}: two in one language"

    return check


def _ordered(strictly: bool) -> Callable[[str, str], Check]:
    def make(path: str, argument: str) -> Check:
        def check(nodes: Nodes, node: str) -> Iterator[str]:
            for low in nodes.values(node, path):
                for high in nodes.values(node, argument):
                    if not _in_order(low, high, strictly):
                        yield f"{short(path)} {short(low)} is not below {short(argument)} {short(high)}"

        return check

    return make


def _in_order(low: str, high: str, strictly: bool) -> bool:
    return _is_number(high, lambda h: _is_number(low, lambda n: n < h or (n == h and not strictly)))


TOGETHER: dict[str, Callable[[str, str], Check]] = {
    "minCount": _min_count,
    "maxCount": _max_count,
    "hasValue": _has_value,
    "uniqueLang": _unique_lang,
    "lessThan": _ordered(strictly=True),
    "lessThanOrEquals": _ordered(strictly=False),
}
"""What is asked of all values of a property together."""
