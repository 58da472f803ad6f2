"""Corpus scope: what an article states, as it goes into the graph.

The facts of one article point at entities, which articles share. Each carries its evidence, re-anchored in the
article's text: ``text[span.start:span.end] == exact``, always.
"""

from __future__ import annotations

from dataclasses import dataclass

from kg.model.annotations import Attribution, EntityType, EventType, Modality, RelationType, Role
from kg.model.article import Article
from kg.model.ids import AssertionId, EntityId
from kg.model.quantities import Quantity
from kg.model.span import Span
from kg.model.times import Period


@dataclass(frozen=True, slots=True)
class Evidence:
    """Words of an article that prove something, with up to 32 code points of context on each side."""

    span: Span
    exact: str
    prefix: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Entity:
    """A company, organisation, person, product or place, as one article names it."""

    id: EntityId
    type: EntityType
    name: str
    aliases: tuple[str, ...] = ()
    identifiers: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class EntityMention:
    """A place where the article names the entity."""

    entity: EntityId
    evidence: Evidence
    confidence: float


@dataclass(frozen=True, slots=True)
class Post:
    """``person`` holds, or held, the post ``title`` at ``organization``."""

    id: AssertionId
    person: EntityId
    organization: EntityId
    title: str
    evidence: tuple[Evidence, ...]
    confidence: float
    former: bool = False
    valid_from: Period | None = None
    valid_until: Period | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """``subject`` stands in the relation ``type`` to ``object``."""

    id: AssertionId
    type: RelationType
    subject: EntityId
    object: EntityId
    evidence: tuple[Evidence, ...]
    confidence: float
    former: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened, is planned, or is said to be so. ``names`` has at least one name, the fullest first."""

    id: AssertionId
    type: EventType
    names: tuple[str, ...]
    participants: tuple[tuple[Role, EntityId], ...]
    evidence: tuple[Evidence, ...]
    confidence: float
    date: Period | None = None
    date_written: str | None = None
    place: EntityId | None = None
    amount: Quantity | None = None
    round: str | None = None
    modality: Modality = Modality.HAPPENED


@dataclass(frozen=True, slots=True)
class Claim:
    """What ``speaker`` is reported to have said; ``text`` joins the parts of an interrupted quotation.

    ``states`` are the figures and relations of the article whose evidence lies within the words said.
    """

    id: AssertionId
    speaker: EntityId | None
    attribution: Attribution
    text: str
    evidence: tuple[Evidence, ...]
    confidence: float
    reporting_verb: str | None = None
    about: tuple[EntityId, ...] = ()
    states: tuple[AssertionId, ...] = ()
    modality: Modality = Modality.HAPPENED


@dataclass(frozen=True, slots=True)
class Figure:
    """A quantity that says something about ``subject``."""

    id: AssertionId
    subject: EntityId
    metric: str
    quantity: Quantity
    evidence: tuple[Evidence, ...]
    confidence: float
    concept: str | None = None
    time: Period | None = None
    compared_with: Period | None = None


@dataclass(frozen=True, slots=True)
class ArticleFacts:
    """All that one article states. ``extractors`` are ``name/version`` of what found it."""

    article: Article
    entities: tuple[Entity, ...] = ()
    mentions: tuple[EntityMention, ...] = ()
    posts: tuple[Post, ...] = ()
    relations: tuple[Relation, ...] = ()
    events: tuple[Event, ...] = ()
    claims: tuple[Claim, ...] = ()
    figures: tuple[Figure, ...] = ()
    extractors: tuple[str, ...] = ()
