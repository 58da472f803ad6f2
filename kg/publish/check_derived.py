"""What one article's graph says twice, or names by its content: worked out again from its own nodes.

Nothing of the mapping that wrote the graph is used here, so that the two can only agree by both being right; and no
record of the article is needed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from kg.model import EntityType, RelationType, Role, content_id
from kg.publish.nodes import Nodes, lexical, short
from kg.rdf.namespaces import KG, OA, ORG, PROV, RDF, SCHEMA
from kg.text.normalise import name_key

_DIRECT = {KG[relation.value] for relation in RelationType}
_ROLES = {KG[role.value] for role in Role}
_DERIVED = (SCHEMA.worksFor, KG.participant, SCHEMA.mentions, *sorted(_DIRECT))
_ENTITIES: dict[str, str] = {KG[type_.value]: type_.value.lower() for type_ in EntityType}
_VERSION = re.compile(r"article/[0-9a-f]{16}/[0-9a-f]{16}")
_AT_PLACE: dict[str, str] = {
    OA.SpecificResource: "evidence",
    OA.TextPositionSelector: "position",
    OA.TextQuoteSelector: "quote",
    KG.Mention: "mention",
}
Problem = tuple[str, str]
"""A node's IRI, and what is wrong with it."""


def underived(nodes: Nodes) -> Iterator[Problem]:
    """Statements that follow from an article's nodes and are missing, and those that are there and follow from none."""
    follow = set(_following(nodes))
    there = {
        (node, property_, value)
        for node, properties in nodes.of.items()
        for property_ in _DERIVED
        for value in properties.get(property_, ())
    }
    for node, property_, value in sorted(follow - there):
        yield node[1:-1], f"lacks {short(property_)} {short(value)}, which follows from what the graph says"
    for node, property_, value in sorted(there - follow):
        yield node[1:-1], f"{short(property_)} {short(value)} follows from nothing that the graph says"


def _following(nodes: Nodes) -> Iterator[tuple[str, str, str]]:
    for post in nodes.of_class(ORG.Membership):
        if not nodes.values(post, KG.former):
            for person in nodes.values(post, ORG.member):
                yield from ((person, SCHEMA.worksFor, where) for where in nodes.values(post, ORG.organization))
    for relation in nodes.of_class(KG.Relation):
        if not nodes.values(relation, KG.former):
            for subject in nodes.values(relation, RDF.subject):
                for property_ in nodes.values(relation, RDF.predicate):
                    yield from ((subject, property_, value) for value in nodes.values(relation, RDF.object))
    articles = nodes.of_class(SCHEMA.NewsArticle)
    for node, properties in nodes.of.items():
        for role in _ROLES & properties.keys():
            yield from ((node, KG.participant, who) for who in properties[role])
        if any(class_ in _ENTITIES for class_ in properties.get(RDF.type, ())):
            yield from ((article, SCHEMA.mentions, node) for article in articles)


def misnamed(nodes: Nodes, graph: str) -> Iterator[Problem]:
    """Nodes whose IRIs are not those that their content gives; ``graph`` is the name of the graph."""
    found = _VERSION.search(graph)
    if found is None or found.end() != len(graph):
        yield graph, "is not the name of an article's version"
        return
    base, version = graph[: found.start()], found[0]
    minted = _Minted(nodes, base, version)
    for node in sorted(nodes.of):
        expected = minted.name(node)
        if expected is not None and node != f"<{base}{expected}>":
            yield node[1:-1], f"what it says makes it {base}{expected}"


class _Minted:
    """The identifiers that the content of nodes gives."""

    def __init__(self, nodes: Nodes, base: str, version: str) -> None:
        self.nodes = nodes
        self.base = base
        self.version = version
        self.key = content_id("text", version).partition("/")[2]
        self.places = dict(self._places())

    def _places(self) -> Iterator[tuple[str, str]]:
        """Where evidence stands, for it and each of its selectors: ``first-last``."""
        for node in self.nodes.of_class(OA.SpecificResource):
            selectors = self.nodes.values(node, OA.hasSelector)
            for start, end in ((self._text(s, OA.start), self._text(s, OA.end)) for s in selectors):
                if start is not None and end is not None:
                    yield from ((held, f"{start}-{end}") for held in (node, *selectors))

    def name(self, node: str) -> str | None:
        """What a node should be called; None where its content alone does not tell."""
        for class_ in self.nodes.of[node].get(RDF.type, ()):
            if class_ in _AT_PLACE:
                return self._place(_AT_PLACE[class_], node)
            if class_ in _ENTITIES:
                name = self._text(node, SCHEMA.name)
                return content_id(_ENTITIES[class_], name_key(name)) if name else None
            if class_ in _MAKERS:
                return _MAKERS[class_](self, node)
        return None

    def _one(self, node: str, property_: str) -> str | None:
        values = self.nodes.values(node, property_)
        return values[0] if len(values) == 1 else None

    def _text(self, node: str, property_: str) -> str | None:
        value = self._one(node, property_)
        return None if value is None else lexical(value)

    def _path(self, node: str, property_: str) -> str | None:
        """The identifier of what a node points at."""
        value = self._one(node, property_)
        return None if value is None else value[1:-1].removeprefix(self.base)

    def _place(self, kind: str, node: str) -> str | None:
        place = self.places.get(self._one(node, KG.evidence) or "" if kind == "mention" else node)
        return f"{kind}/{self.key}-{place}" if place else None

    def _media(self, node: str) -> str | None:
        digest = self._text(node, SCHEMA.sha256) or ""
        return f"text/{self.key}" if self.version.endswith(f"/{digest[:16]}") else f"text/of-{digest[:16]}"

    def _agent(self, node: str) -> str | None:
        name = self._text(node, SCHEMA.name)
        return content_id("agent", name) if name else None

    def _activity(self, node: str) -> str | None:
        agent = self._one(node, PROV.wasAssociatedWith)
        name = self._text(agent, SCHEMA.name) if agent else None
        configuration = self._text(node, KG.configuration) or ""
        return content_id("activity", self.version, name, configuration) if name else None

    def _assertion(self, kind: str, *slots: str | None) -> str | None:
        return None if None in slots else content_id(kind, self.version, *(slot or "" for slot in slots))

    def _post(self, node: str) -> str | None:
        title, former = self._text(node, KG.title), str(bool(self.nodes.values(node, KG.former)))
        who = (self._path(node, of) for of in (ORG.member, ORG.organization))
        return self._assertion("post", *who, None if title is None else name_key(title), former)

    def _relation(self, node: str) -> str | None:
        type_ = (self._one(node, RDF.predicate) or "").removeprefix(f"<{KG.iri}").removesuffix(">")
        ends = (self._path(node, of) for of in (RDF.subject, RDF.object))
        return self._assertion("relation", type_, *ends, str(bool(self.nodes.values(node, KG.former))))

    def _claim(self, node: str) -> str | None:
        attribution = self._one(node, KG.attribution)
        if attribution is None:
            return None
        speaker = self._path(node, SCHEMA.author) or ""
        said = attribution.removeprefix(f"<{KG.iri}").removesuffix(">")
        return self._assertion("claim", speaker, said, self._text(node, SCHEMA.text))


_MAKERS: dict[str, Callable[[_Minted, str], str | None]] = {
    ORG.Membership: _Minted._post,
    KG.Relation: _Minted._relation,
    SCHEMA.Claim: _Minted._claim,
    SCHEMA.MediaObject: _Minted._media,
    PROV.SoftwareAgent: _Minted._agent,
    PROV.Activity: _Minted._activity,
}
"""Class → what names its nodes. Figures and events are named by more than the graph tells."""


def configuration_of(nodes: Nodes) -> str | None:
    """The digest of the settings that a graph was made with; None where it tells none, or several."""
    found = {lexical(value) for node in nodes.of for value in nodes.values(node, KG.configuration)}
    return found.pop() if len(found) == 1 else None
