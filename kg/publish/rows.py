"""What a store says, as plain rows: the common ground of every export, the page and ``kg show``.

Every row is a fact of one article with the words that prove it. Entities are referred to by IRI. An empty string or
``None`` means that the store does not say.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Source:
    """The article that a quotation comes from. ``published`` is as stored (``2021-04-23T08:00:00+08:00``).

    ``sha256`` is the digest of its text, under which the text is kept.
    """

    iri: str
    headline: str = ""
    url: str = ""
    published: str = ""
    publisher: str = ""
    file: str = ""
    sha256: str = ""

    @property
    def day(self) -> str:
        """The day of publication (``2021-04-23``), or an empty string."""
        return self.published[:10]

    @property
    def link(self) -> str:
        """The address, if it is one that a reader may follow (http or https), else an empty string."""
        return self.url if self.url.lower().startswith(("http://", "https://")) else ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of an article. ``start`` and ``end`` (exclusive) count code points of the kept text."""

    exact: str
    source: Source
    prefix: str = ""
    suffix: str = ""
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class EntityRow:
    """A company, organisation, person, product or place. ``articles`` is the number of articles that name it."""

    iri: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Amount:
    """A quantity as the store has it. ``maximum`` is set for a range; ``bound`` is a local name (``MoreThan``)."""

    value: Decimal | None = None
    maximum: Decimal | None = None
    unit: str = ""
    currency: str = ""
    bound: str = "Exactly"
    written: str = ""


@dataclass(frozen=True, slots=True)
class AssertionRow:
    """What all facts have in common. ``confidence`` is between 0 and 1, ``None`` where the store has none."""

    iri: str
    evidence: tuple[Quote, ...]
    confidence: float | None

    @property
    def day(self) -> str:
        """The day of publication of the first source, or an empty string."""
        return self.evidence[0].source.day if self.evidence else ""

    @property
    def when(self) -> str:
        """When the fact itself holds or happened, as ISO 8601, or an empty string."""
        return ""

    @property
    def entities(self) -> tuple[str, ...]:
        """The IRIs of the entities it speaks of, each once."""
        return ()


@dataclass(frozen=True, slots=True)
class PostRow(AssertionRow):
    """``person`` holds, or held, ``title`` at ``organization``."""

    person: str
    organization: str
    title: str
    former: bool = False
    valid_from: str = ""
    valid_until: str = ""

    @property
    def entities(self) -> tuple[str, ...]:
        """Person and organisation."""
        return _once(self.person, self.organization)


@dataclass(frozen=True, slots=True)
class RelationRow(AssertionRow):
    """``subject`` stands in the relation ``type`` (``founderOf``) to ``object``."""

    type: str
    subject: str
    object: str
    former: bool = False

    @property
    def entities(self) -> tuple[str, ...]:
        """Subject and object."""
        return _once(self.subject, self.object)


@dataclass(frozen=True, slots=True)
class EventRow(AssertionRow):
    """A happening. ``names`` has the fullest name first; ``participants`` are (role, entity), sorted."""

    type: str
    names: tuple[str, ...]
    date: str = ""
    date_written: str = ""
    place: str = ""
    participants: tuple[tuple[str, str], ...] = ()
    amount: Amount | None = None
    round: str = ""
    modality: str = ""

    @property
    def when(self) -> str:
        """The event's date."""
        return self.date

    @property
    def name(self) -> str:
        """What the event is called, or its type where it has no name."""
        return self.names[0] if self.names else self.type

    @property
    def entities(self) -> tuple[str, ...]:
        """The participants and the place."""
        return _once(*(e for _, e in self.participants), self.place)


@dataclass(frozen=True, slots=True)
class ClaimRow(AssertionRow):
    """What ``speaker`` is reported to have said; ``attribution`` is a local name (``DirectQuote``)."""

    speaker: str
    text: str
    attribution: str = ""
    verb: str = ""
    about: tuple[str, ...] = ()
    modality: str = ""

    @property
    def entities(self) -> tuple[str, ...]:
        """The speaker and whom the words are about."""
        return _once(self.speaker, *self.about)


@dataclass(frozen=True, slots=True)
class FigureRow(AssertionRow):
    """A quantity that says something about ``subject``; ``metric`` is what is measured, in the text's words."""

    subject: str
    metric: str
    amount: Amount
    time: str = ""
    concept: str = ""
    compared_with: str = ""

    @property
    def when(self) -> str:
        """The time for which the figure holds."""
        return self.time

    @property
    def entities(self) -> tuple[str, ...]:
        """The subject."""
        return _once(self.subject)


@dataclass(frozen=True, slots=True)
class Corpus:
    """All rows that were asked for, each kind sorted by IRI.

    ``contradicts`` and ``corroborates`` are pairs of facts that the graph marks: each pair once, sorted.
    """

    entities: dict[str, EntityRow] = field(default_factory=dict)
    posts: tuple[PostRow, ...] = ()
    relations: tuple[RelationRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    claims: tuple[ClaimRow, ...] = ()
    figures: tuple[FigureRow, ...] = ()
    sources: tuple[Source, ...] = ()
    contradicts: tuple[tuple[str, str], ...] = ()
    corroborates: tuple[tuple[str, str], ...] = ()

    @property
    def assertions(self) -> tuple[AssertionRow, ...]:
        """Every fact: posts, relations, events, claims, figures."""
        return (*self.posts, *self.relations, *self.events, *self.claims, *self.figures)


def _once(*iris: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(iri for iri in iris if iri))
