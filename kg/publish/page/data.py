"""What the page is given: the seam between Python and ``page.js``.

The page holds one JSON object of the form :class:`PageData`. Nodes, facts, evidence and articles are lists, and refer
to each other by index. Empty values are left out. Text is text everywhere: the page never reads any of it as HTML.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, cast

from kg.publish.amounts import amount_text
from kg.publish.labels import TERMS
from kg.publish.rows import (
    Amount,
    AssertionRow,
    ClaimRow,
    Corpus,
    EventRow,
    FigureRow,
    PostRow,
    Quote,
    RelationRow,
    Source,
)

if TYPE_CHECKING:
    import networkx as nx

FACTS_PER_NODE = 60
"""How many facts the panel of a node shows at most; the page says how many more there are."""

CONTEXT = 32
"""How many code points of context evidence has on each side, where the text goes on."""

KINDS: dict[type[AssertionRow], str] = {
    PostRow: "post",
    RelationRow: "relation",
    EventRow: "event",
    ClaimRow: "claim",
    FigureRow: "figure",
}


class NodeData(TypedDict, total=False):
    """An entity or event. ``shown`` nodes stand in the graph; the others are only named by facts."""

    id: str  #: IRI
    type: str  #: key of ``terms.types``
    name: str
    aliases: list[str]
    articles: int  #: how many articles name it
    shown: bool
    links: int  #: how many edges it has in the whole graph
    facts: list[int]  #: at most FACTS_PER_NODE, by kind, the newest first
    more: dict[str, int]  #: kind → how many facts of this kind are left out


class AmountData(TypedDict, total=False):
    """A quantity, ready to be shown in either language, and as the article writes it."""

    zh: str
    en: str
    written: str


class FactData(TypedDict, total=False):
    """A fact. Which keys there are depends on ``kind``; those that name nodes hold an index of ``nodes``."""

    kind: str  #: post | relation | event | claim | figure
    evidence: list[int]
    confidence: float
    date: str  #: when it holds or happened (ISO 8601)
    former: bool  #: post, relation
    person: int  #: post
    organization: int  #: post
    title: str  #: post
    valid: str  #: post: from/until, either may be ``..``
    type: str  #: relation: key of ``terms.relations``; event: of ``terms.events``
    subject: int  #: relation, figure
    object: int  #: relation
    node: int  #: event: the event itself
    written: str  #: event: its date in the words of the article
    place: int  #: event
    participants: list[tuple[str, int]]  #: event: (key of ``terms.roles``, node)
    amount: AmountData  #: event, figure
    round: str  #: event
    modality: str  #: event, claim: key of ``terms.modalities``
    speaker: int  #: claim
    text: str  #: claim: the words, where the evidence does not show them already
    attribution: str  #: claim: key of ``terms.attributions``
    verb: str  #: claim
    about: list[int]  #: claim
    metric: str  #: figure


class EvidenceData(TypedDict, total=False):
    """Words of an article, with what stands before and after them in their sentence."""

    article: int
    exact: str
    before: str
    after: str


class ArticleData(TypedDict, total=False):
    """Where evidence comes from. ``url`` is there only if it is http or https."""

    headline: str
    url: str
    date: str
    publisher: str


class PageData(TypedDict):
    """All that the page is given."""

    version: int
    title: str
    graph: dict[str, Any]  #: nodes, edges and options as pyvis has them; ids are IRIs
    edge_facts: dict[str, int]  #: id of an edge → its fact
    nodes: list[NodeData]
    facts: list[FactData]
    evidence: list[EvidenceData]
    articles: list[ArticleData]
    terms: dict[str, dict[str, list[str]]]  #: family → key → [zh, en]
    totals: dict[str, int]  #: of the whole graph: nodes, edges, facts, articles


class Gathering:
    """Facts, and what they refer to, as they are put on a page; each once."""

    def __init__(self, corpus: Corpus, graph: nx.MultiDiGraph[str]) -> None:
        self.corpus = corpus
        self.graph = graph
        self.nodes: list[NodeData] = []
        self.facts: list[FactData] = []
        self.evidence: list[EvidenceData] = []
        self.articles: list[ArticleData] = []
        self._node: dict[str, int] = {}
        self._fact: dict[str, int] = {}
        self._evidence: dict[Quote, int] = {}
        self._article: dict[str, int] = {}

    def node(self, iri: str) -> int:
        """The index of an entity or event."""
        if iri not in self._node:
            self._node[iri] = len(self.nodes)
            of = self.graph.nodes[iri]
            data = {"type": of["type"], "name": of["name"], "aliases": list(of["aliases"]), "articles": of["articles"]}
            self.nodes.append(cast(NodeData, _present({"id": iri, **data, "links": self.graph.degree(iri)})))
        return self._node[iri]

    def fact(self, row: AssertionRow) -> int:
        """The index of a fact."""
        if row.iri not in self._fact:
            self._fact[row.iri] = len(self.facts)
            self.facts.append({})  # the place is taken before what it refers to
            evidence = [self.quote(q) for q in _words_first(row)]
            common = {"kind": KINDS[type(row)], "evidence": evidence, "confidence": row.confidence, "date": row.when}
            self.facts[self._fact[row.iri]] = cast(FactData, _present({**common, **self._slots(row)}))
        return self._fact[row.iri]

    def quote(self, quote: Quote) -> int:
        """The index of a quotation."""
        if quote not in self._evidence:
            self._evidence[quote] = len(self.evidence)
            before, after = in_sentence(quote)
            data: EvidenceData = {"article": self.article(quote.source), "exact": quote.exact}
            if before:
                data["before"] = before
            if after:
                data["after"] = after
            self.evidence.append(data)
        return self._evidence[quote]

    def article(self, source: Source) -> int:
        """The index of an article."""
        if source.iri not in self._article:
            self._article[source.iri] = len(self.articles)
            data = {
                "headline": source.headline or source.file,
                "url": source.link,
                "date": source.day,
                "publisher": source.publisher,
            }
            self.articles.append(cast(ArticleData, _present(data)))
        return self._article[source.iri]

    def _slots(self, row: AssertionRow) -> dict[str, Any]:
        match row:
            case PostRow():
                valid = (
                    f"{row.valid_from or '..'}/{row.valid_until or '..'}" if row.valid_from or row.valid_until else ""
                )
                ends = {"person": self.node(row.person), "organization": self.node(row.organization)}
                return {**ends, "title": row.title, "former": row.former, "valid": valid}
            case RelationRow():
                ends = {"subject": self.node(row.subject), "object": self.node(row.object)}
                return {**ends, "type": row.type, "former": row.former}
            case EventRow():
                return self._event(row)
            case ClaimRow():
                return self._claim(row)
            case FigureRow():
                return {"subject": self.node(row.subject), "metric": row.metric, "amount": _amount_data(row.amount)}
        raise TypeError(f"no fact of a kind that the page knows: {row!r}")

    def _event(self, row: EventRow) -> dict[str, Any]:
        return {
            "node": self.node(row.iri),
            "type": row.type,
            "written": row.date_written,
            "place": self.node(row.place) if row.place else None,
            "participants": [(role, self.node(e)) for role, e in row.participants],
            "amount": _amount_data(row.amount) if row.amount else None,
            "round": row.round,
            "modality": row.modality if row.modality != "Happened" else "",
        }

    def _claim(self, row: ClaimRow) -> dict[str, Any]:
        told = "".join(q.exact for q in row.evidence if q.exact in row.text)
        return {
            "speaker": self.node(row.speaker) if row.speaker else None,
            "text": row.text if told != row.text else "",
            "attribution": row.attribution,
            "verb": row.verb,
            "about": [self.node(e) for e in row.about],
            "modality": row.modality if row.modality != "Happened" else "",
        }


def _words_first(row: AssertionRow) -> list[Quote]:
    """The evidence of a fact; of a claim, first the words said, then who says them."""
    if isinstance(row, ClaimRow):
        return sorted(row.evidence, key=lambda q: q.exact not in row.text)
    return list(row.evidence)


def page_data(corpus: Corpus, graph: nx.MultiDiGraph[str], shown: nx.MultiDiGraph[str], title: str) -> PageData:
    """The page's matter: the nodes and edges of ``shown``, and the facts about them.

    Args:
        corpus: all rows of the store.
        graph: the whole graph, as :func:`kg.publish.network.network_of` makes it.
        shown: the part of it that is drawn.
        title: the page's heading.
    """
    gathering = Gathering(corpus, graph)
    for iri in shown:
        gathering.nodes[gathering.node(iri)]["shown"] = True
    facts = {row.iri: row for row in corpus.assertions}
    keys = [facts[data["iri"]] for _, _, data in shown.edges(data=True)]
    edge_facts = {f"e{n}": gathering.fact(row) for n, row in enumerate(keys)}
    about = _facts_about(corpus)
    for iri in shown:
        _give_facts(gathering, iri, about[iri])
    return {
        "version": 1,
        "title": title,
        "graph": {},
        "edge_facts": edge_facts,
        "nodes": gathering.nodes,
        "facts": gathering.facts,
        "evidence": gathering.evidence,
        "articles": gathering.articles,
        "terms": {family: {key: list(label) for key, label in terms.items()} for family, terms in TERMS.items()},
        "totals": {
            "nodes": graph.number_of_nodes(),
            "edges": graph.number_of_edges(),
            "facts": len(facts),
            "articles": len(corpus.sources),
        },
    }


def best_connected(graph: nx.MultiDiGraph[str], limit: int) -> nx.MultiDiGraph[str]:
    """The ``limit`` nodes with the most edges (then facts, then articles), with the edges among them.

    A node whose edges all lead to nodes that are left out would tell nothing; its place goes to the best connected
    node that is linked to one that is shown.
    """
    import networkx as nx

    order = sorted(graph, key=lambda node: _standing(graph, node))
    beside = {node: set(nx.all_neighbors(graph, node)) - {node} for node in order}
    kept = set(order[:limit])
    if len(order) > limit:
        kept = {node for node in kept if not beside[node] or beside[node] & kept}
        linked = [node for node in order if node not in kept and beside[node] & kept]
        kept.update(linked[: limit - len(kept)])
        kept.update([node for node in order if node not in kept][: limit - len(kept)])
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((n, of) for n, of in graph.nodes(data=True) if n in kept)
    for a, b, key, of in graph.edges(keys=True, data=True):
        if a in kept and b in kept:
            part.add_edge(a, b, key=key, **of)
    return part


def _standing(graph: nx.MultiDiGraph[str], node: str) -> tuple[int, int, int]:
    of = graph.nodes[node]
    facts = sum(of[kind] for kind in ("posts", "relations", "events", "claims", "figures"))
    return -graph.degree(node), -facts, -of["articles"]


def _facts_about(corpus: Corpus) -> dict[str, list[AssertionRow]]:
    about: dict[str, list[AssertionRow]] = defaultdict(list)
    for row in corpus.assertions:
        for iri in row.entities:
            about[iri].append(row)
        if isinstance(row, EventRow):
            about[row.iri].append(row)
    return about


def _give_facts(gathering: Gathering, iri: str, rows: Iterable[AssertionRow]) -> None:
    by_kind: dict[str, list[AssertionRow]] = {kind: [] for kind in KINDS.values()}
    for row in sorted(rows, key=lambda r: (r.when or r.day, r.day, r.iri), reverse=True):
        by_kind[KINDS[type(row)]].append(row)
    shares = fair_shares([len(of) for of in by_kind.values()], FACTS_PER_NODE)
    node = gathering.nodes[gathering.node(iri)]
    kept = [row for of, share in zip(by_kind.values(), shares, strict=True) for row in of[:share]]
    node["facts"] = [gathering.fact(row) for row in kept]
    more = {kind: len(of) - s for (kind, of), s in zip(by_kind.items(), shares, strict=True) if len(of) > s}
    if more:
        node["more"] = more


def fair_shares(wanted: Sequence[int], room: int) -> list[int]:
    """How much each gets of ``room`` where not all can have what they want: the small ones all, the others alike.

    >>> fair_shares([3, 100, 20], 43)
    [3, 20, 20]
    """
    shares = Counter[int]()
    left = room
    for rank, i in enumerate(sorted(range(len(wanted)), key=lambda i: wanted[i])):
        shares[i] = min(wanted[i], left // (len(wanted) - rank))
        left -= shares[i]
    return [shares[i] for i in range(len(wanted))]


_ENDS = "。！？!?；;\n"
_BEFORE = re.compile(rf"[^{_ENDS}]*\Z")
_AFTER = re.compile(rf"[^{_ENDS}]*(?:[{_ENDS}][”’」』]?)?")


def in_sentence(quote: Quote) -> tuple[str, str]:
    """What stands before and after the words within their sentence; ``…`` where the evidence keeps less than that.

    >>> in_sentence(Quote("营收增长5%", Source("a"), "去年亏损。今年", "，高于预期。明年"))
    ('今年', '，高于预期。')
    """
    before, after = "", ""
    if found := _BEFORE.search(quote.prefix):
        before = found.group().lstrip("”’」』")
        if found.start() == 0 and len(quote.prefix) >= CONTEXT:
            before = "…" + before
    if not quote.exact.endswith(tuple(_ENDS)) and (found := _AFTER.match(quote.suffix)):
        after = found.group().rstrip("\n")
        if found.end() == len(quote.suffix) >= CONTEXT and not after.endswith((*_ENDS, *"”’」』")):
            after += "…"
    return before, after


def _amount_data(amount: Amount) -> AmountData:
    zh, en = amount_text(amount, "zh"), amount_text(amount, "en")
    return cast(AmountData, _present({"zh": zh, "en": en, "written": amount.written}))


def _present(values: dict[str, Any]) -> dict[str, Any]:
    """Without empty values; the number zero, which may be an index, stays."""
    return {name: v for name, v in values.items() if v or (v == 0 and not isinstance(v, bool))}
