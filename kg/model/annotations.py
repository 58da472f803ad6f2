"""Document scope: what the extractors find in one article.

Every fact points at mentions of the article, and carries as evidence the stretches of the text that prove it.
``confidence`` is between 0 and 1. ``None`` means that the text does not say.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Protocol

from kg.model.article import Article
from kg.model.ids import ChainId, MentionId
from kg.model.quantities import Quantity
from kg.model.span import Span
from kg.model.times import Period


class EntityType(Enum):
    """The classes of entity; the values are the local names in the graph's vocabulary."""

    COMPANY = "Company"
    ORGANIZATION = "Organization"
    PERSON = "Person"
    PRODUCT = "Product"
    PLACE = "Place"


class RelationType(Enum):
    """The relations, subject → object; the values are the local names in the graph's vocabulary."""

    FOUNDER_OF = "founderOf"
    INVESTOR_IN = "investorIn"
    ACQUIRED = "acquired"
    SUBSIDIARY_OF = "subsidiaryOf"
    PARTNER_OF = "partnerOf"
    COMPETITOR_OF = "competitorOf"
    CUSTOMER_OF = "customerOf"
    PRODUCES = "produces"
    HEADQUARTERED_IN = "headquarteredIn"


class EventType(Enum):
    """The classes of event; the values are the local names in the graph's vocabulary."""

    CONFERENCE = "Conference"
    PRODUCT_LAUNCH = "ProductLaunch"
    FUNDING_ROUND = "FundingRound"
    ACQUISITION = "Acquisition"
    IPO = "IPO"
    PARTNERSHIP = "Partnership"
    PERSONNEL_CHANGE = "PersonnelChange"
    FINANCIAL_REPORT = "FinancialReport"
    LAYOFF = "Layoff"
    LEGAL_ACTION = "LegalAction"
    FOUNDING = "Founding"


class Role(Enum):
    """What a participant is to an event; the values are the local names in the graph's vocabulary."""

    ORGANIZER = "organizer"
    SPEAKER = "speaker"
    ATTENDEE = "attendee"
    COMPANY = "company"
    INVESTOR = "investor"
    LEAD_INVESTOR = "leadInvestor"
    ACQUIRER = "acquirer"
    TARGET = "target"
    PARTNER = "partner"
    PERSON = "person"
    PRODUCT = "product"
    PLAINTIFF = "plaintiff"
    DEFENDANT = "defendant"
    REGULATOR = "regulator"


class Modality(Enum):
    """Whether what is told is said to be so; the values are the local names in the graph's vocabulary."""

    HAPPENED = "Happened"
    PLANNED = "Planned"
    RUMOURED = "Rumoured"
    DENIED = "Denied"


class Attribution(Enum):
    """How words are given to their speaker; the values are the local names in the graph's vocabulary."""

    DIRECT = "DirectQuote"  #: within quotation marks
    INDIRECT = "IndirectQuote"  #: reported without marks
    UNATTRIBUTED = "Unattributed"  #: within marks, but the text does not say whose words they are


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names an entity. ``confidence`` is the tagger's, after agreement in the document."""

    span: Span
    type: EntityType
    confidence: float = 1.0

    @property
    def id(self) -> MentionId:
        """The mention's identifier within its article; two mentions never share a span."""
        return MentionId(f"m{self.span.start}-{self.span.end}")


@dataclass(frozen=True, slots=True)
class Chain:
    """The mentions of one article that name the same entity (a coreference chain).

    ``name`` is the preferred name (the fullest common one), ``aliases`` every other surface form. ``identifiers``
    are (scheme, value) pairs that the article gives, such as ``("36kr", "30859")`` or ``("ticker", "01024.HK")``.
    """

    type: EntityType
    name: str
    aliases: tuple[str, ...]
    mentions: tuple[MentionId, ...]
    identifiers: tuple[tuple[str, str], ...] = ()

    @property
    def id(self) -> ChainId:
        """The chain's identifier within its article: that of its first mention."""
        return ChainId(self.mentions[0])


@dataclass(frozen=True, slots=True)
class PostMention:
    """Someone holds, or held, a post. ``title`` is as written, without the organisation."""

    person: MentionId
    organization: MentionId
    title: str
    evidence: tuple[Span, ...]
    confidence: float
    former: bool = False
    valid_from: Period | None = None
    valid_until: Period | None = None


@dataclass(frozen=True, slots=True)
class RelationMention:
    """Two entities stand in a relation; ``former`` where the text says that it is over."""

    type: RelationType
    subject: MentionId
    object: MentionId
    evidence: tuple[Span, ...]
    confidence: float
    former: bool = False


@dataclass(frozen=True, slots=True)
class Argument:
    """A participant of an event in its role."""

    role: Role
    mention: MentionId


@dataclass(frozen=True, slots=True)
class EventMention:
    """One telling of an event.

    ``names`` are what the text calls it, the fullest first. ``date_written`` is the stretch that dates it.
    """

    type: EventType
    trigger: Span
    evidence: tuple[Span, ...]
    confidence: float
    names: tuple[str, ...] = ()
    arguments: tuple[Argument, ...] = ()
    date: Period | None = None
    date_written: Span | None = None
    place: MentionId | None = None
    amount: Quantity | None = None
    amount_written: Span | None = None
    round: str | None = None
    modality: Modality = Modality.HAPPENED


@dataclass(frozen=True, slots=True)
class ClaimMention:
    """Words that a speaker is reported to have said.

    ``parts`` are the stretches of the words themselves (without the quotation marks); several where the
    reporting clause interrupts them. ``cue`` is the reporting verb. ``speaker`` is the mention that names the
    speaker, also where the text has a pronoun in its place; None only for unattributed words.
    """

    speaker: MentionId | None
    attribution: Attribution
    parts: tuple[Span, ...]
    evidence: tuple[Span, ...]
    confidence: float
    cue: Span | None = None
    about: tuple[MentionId, ...] = ()
    modality: Modality = Modality.HAPPENED


@dataclass(frozen=True, slots=True)
class FigureMention:
    """A quantity that says something about a named subject.

    ``metric`` is what is measured, in the text's own words; ``concept`` the key of the normalised metric where
    there is one (``revenue``); ``time`` when the figure holds; ``compared_with`` the period of a comparison (同比).
    """

    subject: MentionId
    metric: str
    quantity: Quantity
    amount: Span
    evidence: tuple[Span, ...]
    confidence: float
    concept: str | None = None
    time: Period | None = None
    compared_with: Period | None = None


class Layer(Enum):
    """The kinds of annotation; the values are the names of the fields of :class:`Annotations`."""

    MENTIONS = "mentions"
    CHAINS = "chains"
    POSTS = "posts"
    RELATIONS = "relations"
    EVENTS = "events"
    CLAIMS = "claims"
    FIGURES = "figures"


@dataclass(frozen=True, slots=True)
class Annotations:
    """All that has been found in one article. Mentions are sorted by span and do not overlap."""

    mentions: tuple[Mention, ...] = ()
    chains: tuple[Chain, ...] = ()
    posts: tuple[PostMention, ...] = ()
    relations: tuple[RelationMention, ...] = ()
    events: tuple[EventMention, ...] = ()
    claims: tuple[ClaimMention, ...] = ()
    figures: tuple[FigureMention, ...] = ()
    _by_id: dict[MentionId, Mention] = field(default_factory=dict, init=False, repr=False, compare=False)
    _chain_of: dict[MentionId, Chain] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._by_id.update((m.id, m) for m in self.mentions)
        self._chain_of.update((m, c) for c in self.chains for m in c.mentions)

    def __add__(self, other: Annotations) -> Annotations:
        """Both together; layers are joined, in order."""
        layers = (layer.value for layer in Layer)
        return replace(self, **{layer: getattr(self, layer) + getattr(other, layer) for layer in layers})

    def mention(self, id: MentionId) -> Mention:
        """The mention with this identifier.

        Raises:
            KeyError: if there is none.
        """
        return self._by_id[id]

    def chain_of(self, id: MentionId) -> Chain:
        """The chain that a mention belongs to.

        Raises:
            KeyError: if the mention is in no chain.
        """
        return self._chain_of[id]


class Extractor(Protocol):
    """Reads one layer or more of annotations out of an article.

    ``requires`` are the layers that must be there before, ``provides`` those it adds. The order is checked before
    the first article is read. ``version`` names the extractor with its model; it enters provenance.
    """

    name: str
    version: str
    requires: frozenset[Layer]
    provides: frozenset[Layer]

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """Only what this extractor adds to ``so_far``."""
        ...
