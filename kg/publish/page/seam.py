"""What the page is given: the seam between Python and the page's scripts, as ``web/src/explorer/bundle.ts`` reads it.

A :class:`Bundle` is in columns: ten thousand nodes take a third of the bytes that objects would. Whatever refers to a
node, a fact or an article does so by its index within the same bundle. An IRI that begins with ``~`` is short: ``~``
stands for ``base``. Text is text everywhere: the page never reads any of it as HTML.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

Sparse = list[tuple[int, Any]]
"""A column that few rows fill: (row, value)."""

Evidence = tuple[int, int, int] | tuple[int, str, str, str]
"""Words of an article: its index, start and end (exclusive) in UTF-16 units of its text; or, where no text is kept that
holds them there, its index, the words, and what stands before and after them."""


class NodeColumns(TypedDict):
    """Entities, events and claims, the best connected first."""

    id: list[str]  #: IRI
    type: list[int]  #: index of ``nodeTypes``
    name: list[str]  #: of a claim its first words
    sound: list[str]  #: pinyin and initials, as :func:`kg.publish.page.sound.sound` gives them
    aliases: Sparse  #: list[str]
    articles: list[int]  #: how many articles name it
    links: list[int]  #: how many edges it has in the whole graph
    x: list[int] | None
    y: list[int] | None
    community: list[int]  #: index of ``communities``, -1 for none
    fact: Sparse  #: int: the fact that an event or a claim is


class FactColumns(TypedDict):
    """Posts, relations, events, claims and figures."""

    id: list[str]  #: IRI
    kind: list[int]  #: index of ``factKinds``
    date: list[str]  #: ISO 8601, of the fact itself or else of its first article, or empty
    confidence: list[int]  #: in hundredths, -1 where the graph states none
    articles: list[list[int]]  #: those that say it, the first first


class EdgeColumns(TypedDict):
    """What links two nodes."""

    source: list[int]
    target: list[int]
    kind: list[int]  #: index of ``edgeKinds``
    fact: list[int]
    title: Sparse  #: str: the title of a post, as written


class ArticleColumns(TypedDict):
    """Where evidence comes from, the oldest first."""

    id: list[str]  #: IRI
    headline: list[str]
    url: list[str]  #: http or https, or empty
    date: list[str]  #: day of publication, or empty
    publisher: list[str]


class Community(TypedDict):
    """Nodes that have more to do with each other than with others; a circle holds nearly all of them."""

    name: str
    size: int
    x: int
    y: int
    radius: int


class Totals(TypedDict):
    """What the whole graph has, whatever part of it a bundle shows."""

    nodes: int
    edges: int
    facts: int
    articles: int


class Bundle(TypedDict):
    """All that is drawn and searched."""

    version: int
    base: str
    title: str
    nodeTypes: list[str]
    factKinds: list[str]
    edgeKinds: list[str]
    nodes: NodeColumns
    facts: FactColumns
    edges: EdgeColumns
    articles: ArticleColumns
    communities: list[Community]
    contradicts: list[tuple[int, int]]  #: pairs of facts
    corroborates: list[tuple[int, int]]
    terms: dict[str, dict[str, list[str]]]  #: family → key → [zh, en]
    totals: Totals


class AmountData(TypedDict, total=False):
    """A quantity ready to be shown in either language, as the article writes it, and as a number for charts."""

    zh: str
    en: str
    written: str
    value: float  #: of a range its middle
    range: list[float]  #: the ends of a range
    unit: str  #: code of the currency, else the unit
    bound: str  #: key of ``terms.bounds``; absent if exact


class FactDetail(TypedDict, total=False):
    """What a fact says beyond its columns. Which keys there are depends on its kind; what is not said is absent."""

    evidence: list[Evidence]
    when: str  #: when it holds, where the fact itself says so
    type: str  #: relation: key of ``terms.relations``; event: of ``terms.events``
    former: bool  #: post, relation
    person: int  #: post
    organization: int  #: post
    title: str  #: post
    valid: str  #: post: from/until, either may be ``..``
    subject: int  #: relation, figure
    object: int  #: relation
    node: int  #: event, claim: its own node
    written: str  #: event: its date in the words of the article
    place: int  #: event
    participants: list[tuple[str, int]]  #: event: (key of ``terms.roles``, node)
    amount: AmountData  #: event, figure
    round: str  #: event
    modality: str  #: event, claim: key of ``terms.modalities``
    speaker: int  #: claim
    text: str  #: claim: absent where the evidence tells it and stands in kept texts
    attribution: str  #: claim: key of ``terms.attributions``
    verb: str  #: claim
    about: list[int]  #: claim
    metric: str  #: figure: in the words of the text
    concept: str  #: figure: key of ``terms.metrics``
    comparedWith: str  #: figure


Details = list[FactDetail]
"""In the order of the facts of a bundle."""


class LiveBundle(Bundle):
    """A bundle of a living store, with all that is known of its facts; None: not with this bundle."""

    details: list[FactDetail | None]
    texts: NotRequired[Sparse]  #: (article, its text)
    omitted: NotRequired[int]  #: how many older facts of the node that was asked for are left out
