"""Statements as JSON-LD, compacted by the project's own context, which is written into the file.

Nothing has to be fetched to read it: a context that lies on the web could change what the data says.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import groupby
from typing import IO, Any

from kg.rdf import Statement
from kg.rdf.namespaces import PREFIXES, RDF, XSD
from kg.rdf.schemas import schema_text

# only what is surely one of our identifiers is shortened: of https://base/javascript:x the rest would be another IRI
_PATH = re.compile(r"[a-z]+/[0-9a-z][0-9a-z/-]*")
_TYPE = RDF.type[1:-1]
_STRING, _INTEGER, _BOOLEAN = (f"{XSD.iri}{name}" for name in ("string", "integer", "boolean"))


def write_json_ld(statements: Iterable[Statement], output: IO[bytes], base: str) -> None:
    """Statements in which each subject's stand together, as a document with a line for each subject."""
    output.write(b'{"@context":' + _json([context(), {"@base": base}]) + b',\n"@graph":[')
    separator = b"\n"
    for node in _nodes(statements, base):
        output.write(separator + _json(node))
        separator = b",\n"
    output.write(b"\n]}\n")


def context() -> dict[str, Any]:
    """The project's JSON-LD context."""
    found: dict[str, Any] = json.loads(schema_text("context.jsonld"))["@context"]
    return found


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


@cache
def _terms() -> dict[str, tuple[str, str | None]]:
    """IRI → its term and the term's coercion, in full."""
    terms: dict[str, tuple[str, str | None]] = {}
    for term, definition in context().items():
        if term.startswith("@") or term in PREFIXES:
            continue
        id_, type_ = (
            (definition["@id"], definition.get("@type")) if isinstance(definition, dict) else (definition, None)
        )
        terms[_full(id_)] = (term, _full(type_) if type_ else None)
    return terms


def _full(name: str) -> str:
    prefix, colon, local = name.partition(":")
    return PREFIXES[prefix] + local if colon and prefix in PREFIXES else name


def _nodes(statements: Iterable[Statement], base: str) -> Iterator[dict[str, Any]]:
    import pyoxigraph as ox

    for _, lines in groupby(statements, lambda s: s.partition(" ")[0]):
        node: dict[str, Any] = {}
        for quad in ox.parse("\n".join(lines), ox.RdfFormat.N_TRIPLES):
            node.setdefault("@id", _relative(quad.subject.value, base))
            _add(node, quad.predicate.value, quad.object, base)
        yield {k: v[0] if isinstance(v, list) and len(v) == 1 else v for k, v in node.items()}


def _add(node: dict[str, Any], predicate: str, term: Any, base: str) -> None:
    if predicate == _TYPE:
        node.setdefault("@type", []).append(_short(term.value))
        return
    key, coercion = _terms().get(predicate, (predicate, None))
    node.setdefault(key, []).append(_value(term, coercion, base))


def _relative(iri: str, base: str) -> str:
    path = iri.removeprefix(base)
    return path if base.endswith("/") and _PATH.fullmatch(path) else iri


def _short(iri: str) -> str:
    return _terms().get(iri, (iri, None))[0]


def _value(term: Any, coercion: str | None, base: str) -> object:
    import pyoxigraph as ox

    if isinstance(term, ox.NamedNode):
        if coercion == "@vocab":
            return _short(term.value)
        iri = _relative(term.value, base)
        return iri if coercion == "@id" else {"@id": iri}
    if term.language:
        return {"@value": term.value, "@language": term.language}
    return _typed_value(term.value, term.datatype.value, coercion)


def _typed_value(value: str, datatype: str, coercion: str | None) -> object:
    """A literal without language; numbers and truth values become JSON's own where JSON-LD reads them back the same."""
    if datatype == coercion or (datatype == _STRING and coercion is None):
        return value
    if coercion is None and datatype == _INTEGER and len(value) < 16:
        return int(value)
    if coercion is None and datatype == _BOOLEAN:
        return value == "true"
    return {"@value": value} if datatype == _STRING else {"@value": value, "@type": datatype}
