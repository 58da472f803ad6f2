"""Where statements come from: the article's text, the words that prove them, the extractors that found them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.model import ArticleFacts, Evidence, Period, Span, content_id, text_digest
from kg.rdf.graph import Statements
from kg.rdf.namespaces import KG, OA, PROV, RDF, SCHEMA, Term, resource
from kg.rdf.terms import (
    confidence_literal,
    integer_literal,
    moment_literal,
    name_literal,
    period_literal,
    text_literal,
    web_iri,
)

# which built-in extractor finds which kind of fact; what others find is put down to every extractor that ran
_FOUND_BY = {
    "mention": "names",
    "post": "posts",
    "relation": "relations",
    "event": "events",
    "claim": "quotes",
    "figure": "figures",
}


class ArticleScope:
    """The graph of one article under construction: what every kind of fact needs to be written.

    ``configuration`` identifies the settings that the extractors ran with; empty where there is nothing to tell.
    """

    def __init__(self, facts: ArticleFacts, base: str, configuration: str = "") -> None:
        self.base = base
        self.facts = facts
        self.statements = Statements()
        self.add = self.statements.add
        self.version = resource(base, facts.article.version)
        self.article = resource(base, facts.article.id)
        self._key = content_id("text", facts.article.version).partition("/")[2]
        self.text = resource(base, f"text/{self._key}")
        day = facts.article.day
        self.day = period_literal(Period(day.isoformat())) if day else None
        self._evidence: dict[tuple[int, int], Term] = {}
        self._activities = self._write_activities(configuration)

    def place(self, kind: str, span: Span) -> Term:
        """The IRI of something at a place of this version's text."""
        return Term(f"<{self.base}{kind}/{self._key}-{span.start}-{span.end}>")

    def evidence(self, evidence: Evidence) -> Term:
        """The node for these words; one node for one stretch of the text, whoever cites it."""
        span = evidence.span
        node = self._evidence.get((span.start, span.end))
        if node is None:
            node = self.place("evidence", span)
            self._evidence[span.start, span.end] = node
            self._write_evidence(node, evidence)
        return node

    def _write_evidence(self, node: Term, evidence: Evidence) -> None:
        position, words = self.place("position", evidence.span), self.place("quote", evidence.span)
        self.add(node, RDF.type, OA.SpecificResource)
        self.add(node, OA.hasSource, self.text)
        self.add(node, OA.hasSelector, position, words)
        self.add(position, RDF.type, OA.TextPositionSelector)
        self.add(position, OA.start, integer_literal(evidence.span.start))
        self.add(position, OA.end, integer_literal(evidence.span.end))
        self.add(words, RDF.type, OA.TextQuoteSelector)
        self.add(words, OA.exact, text_literal(evidence.exact))
        if evidence.prefix:
            self.add(words, OA.prefix, text_literal(evidence.prefix))
        if evidence.suffix:
            self.add(words, OA.suffix, text_literal(evidence.suffix))

    def proven(self, node: Term, kind: str, evidence: Sequence[Evidence], confidence: float) -> None:
        """Evidence, confidence and origin of an assertion or a mention."""
        self.add(node, KG.evidence, *map(self.evidence, evidence))
        self.add(node, KG.confidence, confidence_literal(confidence))
        self.add(node, PROV.wasGeneratedBy, *self._generated_by(kind))

    def _generated_by(self, kind: str) -> Sequence[Term]:
        known = self._activities.get(_FOUND_BY[kind])
        return (known,) if known else tuple(self._activities.values())

    def _write_activities(self, configuration: str) -> dict[str, Term]:
        activities = {}
        for extractor in self.facts.extractors or ("newskg",):
            slots = (self.facts.article.version, extractor, configuration)
            activity = resource(self.base, content_id("activity", *slots))
            agent = resource(self.base, content_id("agent", extractor))
            self.add(activity, RDF.type, PROV.Activity)
            self.add(activity, PROV.used, self.text)
            self.add(activity, PROV.wasAssociatedWith, agent)
            if configuration:
                self.add(activity, KG.configuration, text_literal(configuration))
            self.add(agent, RDF.type, PROV.SoftwareAgent)
            self.add(agent, SCHEMA.name, text_literal(extractor))
            activities[extractor.partition("/")[0]] = activity
        return activities


def write_article(scope: ArticleScope) -> None:
    """The article itself, its version and its text."""
    article, add, node = scope.facts.article, scope.add, scope.article
    add(node, RDF.type, SCHEMA.NewsArticle)
    add(node, KG.sourceFile, text_literal(article.source_file))
    add(node, SCHEMA.inLanguage, text_literal(article.language))
    add(node, SCHEMA.encoding, scope.text)
    if article.headline:
        add(node, SCHEMA.headline, name_literal(article.headline))
    if page := web_iri(article.url):
        add(node, SCHEMA.url, page)
    if article.published:
        add(node, SCHEMA.datePublished, moment_literal(article.published))
    if article.publisher:
        add(node, SCHEMA.publisher, name_literal(article.publisher))
    if article.author:
        add(node, SCHEMA.author, name_literal(article.author))
    add(scope.version, RDF.type, PROV.Entity)
    add(scope.version, PROV.specializationOf, node)
    _write_text(scope)


def _write_text(scope: ArticleScope) -> None:
    add, node = scope.add, scope.text
    add(node, RDF.type, SCHEMA.MediaObject, PROV.Entity)
    add(node, SCHEMA.sha256, text_literal(text_digest(scope.facts.article.text)))
    add(node, SCHEMA.encodingFormat, text_literal("text/plain; charset=utf-8"))
    add(node, PROV.wasDerivedFrom, scope.article)
