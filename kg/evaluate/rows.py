"""Facts as they are compared: one form for what gold states, what a graph holds and what an extraction gives.

An entity is referred to by all its names, the preferred one first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Names = tuple[str, ...]

KINDS = ("entities", "posts", "relations", "events", "arguments", "quotes", "figures")
"""The kinds of fact, in the order in which they are told; arguments are those of the events."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What all rows have in common.

    ``optional`` rows of gold are neither demanded nor punished. ``quotes`` are words that state the fact, the longest
    first; ``starts`` where they stand in the text, in code points.
    """

    optional: bool = False
    confidence: float | None = None
    quotes: tuple[str, ...] = ()
    starts: tuple[int, ...] = ()

    @property
    def words(self) -> str:
        """What tells this row from others that may be the same fact."""
        return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityRow(Row):
    """A thing of a type. ``own`` are the names that this article alone gives it."""

    type: str
    names: Names
    own: Names = ()

    def __str__(self) -> str:
        others = f" ({', '.join(self.names[1:6])})" if len(self.names) > 1 else ""
        return f"{self.type} {self.names[0]}{others}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostRow(Row):
    """Who holds, or held, which post where."""

    person: Names
    titles: tuple[str, ...]
    organization: Names
    former: bool = False

    @property
    def words(self) -> str:
        """The titles."""
        return "".join(self.titles)

    def __str__(self) -> str:
        former = " (former)" if self.former else ""
        return f"{_first(self.person)} · {_first(self.titles)} · {_first(self.organization)}{former}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow(Row):
    """Subject and object stand in a relation."""

    type: str
    subject: Names
    object: Names

    def __str__(self) -> str:
        return f"{_first(self.subject)} {self.type} {_first(self.object)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument(Row):
    """A participant, the date, the place, the round or the amount of an event."""

    role: str
    names: Names = ()
    amount: float | None = None

    def __str__(self) -> str:
        return f"{self.role} {_first(self.names) if self.amount is None else f'{self.amount:g}'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow(Row):
    """A happening; ``participants`` are pairs of a role and an entity."""

    type: str
    names: tuple[str, ...] = ()
    date: str = ""
    place: Names = ()
    round: Names = ()
    amount: float | None = None
    participants: tuple[tuple[str, Names], ...] = ()

    @property
    def words(self) -> str:
        """Its telling, date and names."""
        return "".join((*self.quotes, self.date, *self.names))

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """Each as a row of its own."""
        told = [Argument(role="date", names=(self.date,))] if self.date else []
        told += [Argument(role="place", names=self.place)] if self.place else []
        told += [Argument(role="round", names=self.round)] if self.round else []
        told += [Argument(role="amount", amount=self.amount)] if self.amount is not None else []
        return (*told, *(Argument(role=role, names=names) for role, names in self.participants))

    def __str__(self) -> str:
        return f"{self.type} {', '.join(map(str, self.arguments))}"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow(Row):
    """Words that a speaker is reported to have said; ``kind`` begins with ``direct`` or ``indirect``."""

    speaker: Names
    text: str
    kind: str = ""

    @property
    def words(self) -> str:
        """The words said."""
        return self.text

    def __str__(self) -> str:
        return f"{_first(self.speaker)} ({self.kind.lower().removesuffix('quote') or 'unknown kind'}): {self.text}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow(Row):
    """A quantity about a subject. ``unit`` is as written, ``unit_class`` as :func:`~kg.evaluate.strings.unit_class`."""

    subject: Names
    metrics: tuple[str, ...]
    value: float | None
    value_max: float | None = None
    unit: str = ""
    unit_class: str = "count"
    comparator: str = "="
    time: str = ""

    @property
    def words(self) -> str:
        """Its telling and metric."""
        return "".join((*self.quotes, *self.metrics))

    def __str__(self) -> str:
        number = "?" if self.value is None else f"{self.value:.12g}"
        number += "" if self.value_max is None else f"-{self.value_max:.12g}"
        time = f" ({self.time})" if self.time else ""
        return f"{_first(self.subject)} · {_first(self.metrics)} {self.comparator} {number} {self.unit}{time}"


@dataclass(frozen=True, slots=True)
class ArticleRows:
    """All rows of one article, gold or found.

    ``published`` is its day, ``not_entities`` what only a naive reader takes for an entity (both of gold alone).
    ``text`` is the article's text where it is known, ``evidence`` how many pieces of evidence have been looked at and
    how many of them stand where they say.
    """

    article: str
    entities: tuple[EntityRow, ...] = ()
    posts: tuple[PostRow, ...] = ()
    relations: tuple[RelationRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    quotes: tuple[QuoteRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    published: str = ""
    not_entities: tuple[str, ...] = ()
    text: str | None = field(default=None, repr=False)
    evidence: tuple[int, int] = (0, 0)

    def of(self, kind: str) -> tuple[Any, ...]:
        """The rows of one kind (not of arguments, which belong to their events)."""
        rows: tuple[Any, ...] = getattr(self, kind)
        return rows


def _first(names: Names) -> str:
    return names[0] if names else "?"
