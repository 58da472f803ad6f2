"""Rows for people and programs: tables that stand in line with Chinese in them, JSON lines, CSV, SPARQL JSON."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from shutil import get_terminal_size

from kg.cli.terminal import safe
from kg.rdf.namespaces import XSD
from kg.rdf.terms import BlankNode, Iri, Literal, Value

Row = Mapping[str, Value | None]
_GAP = "  "
_MIN_WIDTH = 8
_NUMBERS = {XSD.iri + name for name in ("integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger")}
_NUMBER = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+|INF)(?:[eE][+-]?[0-9]+)?")
_LARGEST = 300
"""The exponent of the largest numbers that programs read as such: of larger ones and of NaN JSON has the text."""
_BOOLEAN = XSD.iri + "boolean"


def size(count: int) -> str:
    """Bytes, for people.

    >>> size(950), size(20_480), size(312_400_000), size(12_300_000_000)
    ('950 B', '20 kB', '312 MB', '12.3 GB')
    """
    for unit, least in (("GB", 1_000_000_000), ("MB", 1_000_000), ("kB", 1_000)):
        if count >= least:
            return f"{count / least:.1f} {unit}" if unit == "GB" else f"{count // least} {unit}"
    return f"{count} B"


def default_format() -> str:
    """A table for a person at a terminal, JSON lines for a program."""
    return "table" if sys.stdout.isatty() else "jsonl"


def render(
    format_: str, columns: Sequence[str], rows: Iterable[Row], shorten: Callable[[str], str] = str
) -> Iterator[str]:
    """The rows as text, in pieces that end in a line feed. ``shorten`` makes an IRI short where a person reads it."""
    if format_ == "table":
        return table(columns, [[_shown(row.get(c), shorten) for c in columns] for row in rows])
    if format_ == "csv":
        return csv(columns, ([row.get(c) for c in columns] for row in rows))
    if format_ == "json":
        return sparql_json(columns, rows)
    return (_json({c: _plain(row.get(c)) for c in columns if row.get(c) is not None}) + "\n" for row in rows)


def shortener(base: str) -> Callable[[str], str]:
    """What makes IRIs short for people: ``kg:Company``, ``company:f80b3084c26eb6f2``."""
    from kg.rdf import prefixes

    by_length = sorted(prefixes(base).items(), key=lambda item: -len(item[1]))

    def shorten(iri: str) -> str:
        for prefix, namespace in by_length:
            if iri.startswith(namespace) and iri != namespace:
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    return shorten


def table(columns: Sequence[str], cells: Sequence[Sequence[str]], width: int | None = None) -> Iterator[str]:
    """A table whose columns line up, counting Chinese characters as two. On a terminal long cells are cut to fit."""
    from wcwidth import wcswidth

    if width is None:
        width = get_terminal_size().columns if sys.stdout.isatty() else 1 << 30
    wanted = [max([wcswidth(c), *(max(0, wcswidth(row[i])) for row in cells)]) for i, c in enumerate(columns)]
    widths = _fitted(wanted, width - len(_GAP) * (len(columns) - 1))
    yield _line(columns, widths)
    yield _GAP.join("─" * w for w in widths) + "\n"
    for row in cells:
        yield _line(row, widths)


def _fitted(wanted: list[int], room: int) -> list[int]:
    """Widths that fit into the room if they can: the widest columns give way first, none below a few columns."""
    widths = list(wanted)
    while sum(widths) > room and max(widths) > _MIN_WIDTH:
        widest = widths.index(max(widths))
        widths[widest] -= 1
    return widths


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    from wcwidth import wcswidth

    cut = [_cut(cell, width) for cell, width in zip(cells, widths, strict=True)]
    padded = [cell + " " * (width - max(0, wcswidth(cell))) for cell, width in zip(cut, widths, strict=True)]
    return _GAP.join(padded).rstrip() + "\n"


def _cut(cell: str, width: int) -> str:
    """A cell within so many columns, with an ellipsis where something is left out."""
    from wcwidth import wcswidth, wcwidth

    if wcswidth(cell) <= width:
        return cell
    kept, used = [], 0
    for c in cell:
        used += max(0, wcwidth(c))
        if used > width - 1:
            break
        kept.append(c)
    return "".join(kept) + "…"


def csv(columns: Sequence[str], rows: Iterable[Sequence[Value | None]]) -> Iterator[str]:
    """RFC 4180 rows. A text that a spreadsheet would run as a formula gets an apostrophe before it."""
    yield ",".join(_csv_cell(c) for c in columns) + "\r\n"
    for row in rows:
        yield ",".join(_csv_value(value) for value in row) + "\r\n"


def _csv_value(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Literal) and value.datatype in _NUMBERS and _NUMBER.fullmatch(value.value):
        return value.value  # anything may be called a number: "=1"^^xsd:integer
    text = str(value)
    return _csv_cell(f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text)


def _csv_cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\r\n') else text


def sparql_json(columns: Sequence[str], rows: Iterable[Row]) -> Iterator[str]:
    """SPARQL 1.1 Query Results JSON."""
    yield f'{{"head":{{"vars":{_json(list(columns))}}},"results":{{"bindings":['
    comma = "\n"
    for row in rows:
        yield comma + _json({c: _term(v) for c in columns if (v := row.get(c)) is not None})
        comma = ",\n"
    yield "\n]}}\n"


def _term(value: Value) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"type": "uri", "value": value.value}
    if isinstance(value, BlankNode):
        return {"type": "bnode", "value": value.value}
    term = {"type": "literal", "value": value.value}
    if value.language:
        term["xml:lang"] = value.language
    elif value.datatype != XSD.iri + "string":
        term["datatype"] = value.datatype
    return term


def _plain(value: Value | None) -> object:
    """A term as JSON has it: numbers and truth values as such, all else as text."""
    if isinstance(value, Literal) and value.datatype in _NUMBERS:
        try:
            number = Decimal(value.value)
            if not number.is_finite() or number.adjusted() > _LARGEST:
                return value.value
            return int(number) if number == number.to_integral_value() else float(number)
        except ArithmeticError:
            return value.value
    if isinstance(value, Literal) and value.datatype == _BOOLEAN:
        return value.value in ("true", "1")
    return None if value is None else str(value)


def _shown(value: Value | None, shorten: Callable[[str], str]) -> str:
    text = shorten(value.value) if isinstance(value, Iri) else "" if value is None else str(value)
    return safe(" ".join(text.split()))


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
