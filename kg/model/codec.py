"""Articles and annotations ↔ JSON, strictly: what the kept annotations are written in.

The form follows from the types: a dataclass is an object of its fields (those at their default left out), an
enumeration its value, a span ``[start, end]``, a period its ISO form, a decimal number a string, a time with its
offset an ISO string. Reading refuses what it does not know, and says where it stands.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from functools import cache
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints

from kg.model.annotations import Annotations
from kg.model.article import Article
from kg.model.span import Span
from kg.model.times import Period

Json = Any
"""What ``json.loads`` gives."""

_T = TypeVar("_T")


class CodecError(ValueError):
    """A JSON value is not what the types demand.

    Attributes:
        path: where it stands, as ``annotations.posts[2].title``.
    """

    def __init__(self, path: str, expected: str, found: object) -> None:
        super().__init__(f"{path or 'the document'}: expected {expected}, found {str(found)[:60]!r}")
        self.path = path
        self.expected = expected


def encode(value: object) -> Json:
    """A value of the model as JSON. Two equal values give the same JSON.

    >>> encode((Span(2, 4), Period("2025-Q4"), Decimal("42000")))
    [[2, 4], '2025-Q4', '42000']
    """
    if value is None or isinstance(value, str | bool | int | float):
        return value
    if isinstance(value, Span):
        return [value.start, value.end]
    if isinstance(value, Period):
        return value.iso
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, tuple):
        return [encode(item) for item in value]
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {name: encode(item) for name, item in _told(value)}
    raise TypeError(f"the model has no JSON form for {type(value).__name__}")


def _told(value: Any) -> list[tuple[str, object]]:
    """The fields that differ from their defaults."""
    pairs = ((f, getattr(value, f.name)) for f in dataclasses.fields(value) if f.init)
    return [(f.name, item) for f, item in pairs if f.default is dataclasses.MISSING or item != f.default]


def decode(type_: type[_T], value: Json) -> _T:
    """The value of the model that ``value`` stands for.

    Raises:
        CodecError: on a missing or unknown field, a value of another type, or one that the model refuses.

    >>> decode(Span, [2, 4])
    Span(start=2, end=4)
    >>> decode(Span, [4, 2])
    Traceback (most recent call last):
    kg.model.codec.CodecError: the document: expected Span, found '[4, 2]'
    """
    reader: Decoder = _decoder(type_)  # type: ignore[arg-type]  # a type is hashable
    made: _T = reader(value, "")
    return made


def decode_article(value: Json) -> Article:
    """:func:`decode` for an article; also checks that its blocks and links lie within its text."""
    article = decode(Article, value)
    for span in (*(b.span for b in article.blocks), *(link.span for link in article.links)):
        if span.end > len(article.text):
            raise CodecError("article", f"spans within {len(article.text)} code points", span)
    return article


def decode_annotations(value: Json) -> Annotations:
    """:func:`decode` for annotations."""
    return decode(Annotations, value)


Decoder = Callable[[Json, str], Any]


@cache
def _decoder(type_: Any) -> Decoder:
    """What reads JSON as ``type_``; made once for each type."""
    if isinstance(type_, NewType):
        return _decoder(type_.__supertype__)
    origin = get_origin(type_)
    if origin is tuple:
        return _tuple_decoder(get_args(type_))
    if origin in (Union, types.UnionType):
        return _optional_decoder(get_args(type_))
    if type_ in _PLAIN:
        return _plain_decoder(type_)
    if type_ in _BUILT:
        return _built_decoder(type_, *_BUILT[type_])
    if isinstance(type_, type) and issubclass(type_, Enum):
        return _built_decoder(type_, str, type_)
    if dataclasses.is_dataclass(type_):
        return _record_decoder(type_)
    raise TypeError(f"the model has no JSON form for {type_}")


_PLAIN: dict[Any, tuple[type, ...]] = {str: (str,), bool: (bool,), int: (int,), float: (int, float)}
_BUILT: dict[Any, tuple[type, Callable[[Any], Any]]] = {
    Period: (str, Period),
    Decimal: (str, Decimal),
    datetime: (str, datetime.fromisoformat),
    Span: (list, lambda ends: Span(*map(_code_points, ends))),
}


def _code_points(value: Json) -> int:
    if type(value) is not int:
        raise TypeError("offsets are whole numbers")
    return value


def _plain_decoder(type_: Any) -> Decoder:
    accepted = _PLAIN[type_]

    def read(value: Json, path: str) -> Any:
        if type(value) not in accepted:
            raise CodecError(path, type_.__name__, value)
        return type_(value)

    return read


def _built_decoder(type_: Any, accepted: type, make: Callable[[Any], Any]) -> Decoder:
    def read(value: Json, path: str) -> Any:
        if type(value) is not accepted:
            raise CodecError(path, type_.__name__, value)
        try:
            return make(value)
        except (ValueError, TypeError, InvalidOperation) as error:
            raise CodecError(path, type_.__name__, value) from error

    return read


def _optional_decoder(members: tuple[Any, ...]) -> Decoder:
    [inner] = [_decoder(member) for member in members if member is not type(None)]
    return lambda value, path: None if value is None else inner(value, path)


def _tuple_decoder(members: tuple[Any, ...]) -> Decoder:
    if members[-1] is Ellipsis:
        item = _decoder(members[0])
        return lambda value, path: tuple(item(v, f"{path}[{i}]") for i, v in enumerate(_array(value, path, None)))
    items = [_decoder(member) for member in members]

    def read(value: Json, path: str) -> Any:
        values = _array(value, path, len(items))
        return tuple(item(v, f"{path}[{i}]") for i, (item, v) in enumerate(zip(items, values, strict=True)))

    return read


def _array(value: Json, path: str, length: int | None) -> list[Json]:
    if type(value) is not list or length not in (None, len(value)):
        raise CodecError(path, "a list" if length is None else f"a list of {length}", value)
    return value


def _record_decoder(type_: Any) -> Decoder:
    hints = get_type_hints(type_)
    fields = {f.name: f for f in dataclasses.fields(type_) if f.init}
    decoders = {name: _decoder(hints[name]) for name in fields}
    needed = [n for n, f in fields.items() if f.default is f.default_factory is dataclasses.MISSING]

    def read(value: Json, path: str) -> Any:
        if type(value) is not dict:
            raise CodecError(path, type_.__name__, value)
        if unknown := sorted(value.keys() - fields.keys()):
            raise CodecError(path, f"fields of {type_.__name__}", unknown[0])
        if missing := [name for name in needed if name not in value]:
            raise CodecError(path, f"the field «{missing[0]}» of {type_.__name__}", "nothing")
        inside = f"{path}." if path else ""
        made = {name: decoders[name](item, inside + name) for name, item in value.items()}
        try:
            return type_(**made)
        except ValueError as error:
            raise CodecError(path, type_.__name__, error) from error

    return read
