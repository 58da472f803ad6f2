"""The seam between the web process and what makes its pages: what was asked for, and what comes back.

Both cross the border to a process of the pool as JSON and bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Language = Literal["zh", "en"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asks for.

    Attributes:
        path: the values of the path's parameters, by name.
        query: the parameters behind the question mark, in their order, decoded.
        language: the reader's language.
        root: the path that the server lies behind, ``""`` or ``/news``; every link on a page begins with it.
        accept: the Accept header.
        base: what the IRIs of the data begin with.
        output: the folder of the graph.
        origin: scheme, host and port under which the reader sees the server (``http://127.0.0.1:8080``).
    """

    path: Mapping[str, str]
    query: Sequence[tuple[str, str]]
    language: Language = "zh"
    root: str = ""
    accept: str = ""
    base: str = ""
    output: str = ""
    origin: str = ""

    def value(self, name: str, otherwise: str = "") -> str:
        """The first value of a query parameter, without space around it."""
        return next((v.strip() for k, v in self.query if k == name), otherwise)

    def values(self, name: str) -> tuple[str, ...]:
        """Every value of a query parameter that is not empty."""
        return tuple(v.strip() for k, v in self.query if k == name and v.strip())

    def number(self, name: str, otherwise: int, most: int) -> int:
        """A whole number from 0 to ``most``; ``otherwise`` where none, or none that can be read, was given."""
        given = self.value(name)
        return min(int(given), most) if given.isascii() and given.isdigit() and len(given) < 10 else otherwise

    def as_json(self) -> dict[str, Any]:
        """For the way to a process of the pool."""
        return asdict(self)

    @classmethod
    def from_json(cls, found: Mapping[str, Any]) -> Self:
        """The reverse of :meth:`as_json`."""
        return cls(**{**found, "query": tuple((k, v) for k, v in found["query"])})


@dataclass(frozen=True, slots=True)
class Page:
    """What comes back.

    Attributes:
        body: the bytes.
        media_type: with its charset, where it is text.
        status: of HTTP.
        headers: further ones, such as Content-Disposition.
    """

    body: bytes
    media_type: str = "text/html; charset=utf-8"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def head(self) -> dict[str, Any]:
        """All but the body, for the way back."""
        return {"media_type": self.media_type, "status": self.status, "headers": dict(self.headers)}
