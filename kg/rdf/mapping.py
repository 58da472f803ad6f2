"""The facts of an article → its graph."""

from __future__ import annotations

from kg.model import ArticleFacts, Entity, EntityMention
from kg.rdf.assertions import write_claim, write_event, write_post, write_relation
from kg.rdf.graph import ArticleGraph
from kg.rdf.namespaces import DEFAULT_BASE, KG, RDF, SCHEMA, SKOS, check_base, resource
from kg.rdf.provenance import ArticleScope, write_article
from kg.rdf.quantities import write_figure
from kg.rdf.terms import name_literal, text_literal


def article_graph(facts: ArticleFacts, base: str = DEFAULT_BASE, configuration: str = "") -> ArticleGraph:
    """The graph that an article's facts make, named by the article's version.

    The same facts give the same statements in the same order. ``configuration`` identifies the settings of the
    extractors (a hash); it enters provenance.

    Raises:
        ConfigError: if identifiers cannot be put after ``base``.
    """
    scope = ArticleScope(facts, check_base(base), configuration)
    write_article(scope)
    for entity in facts.entities:
        write_entity(scope, entity)
    for mention in facts.mentions:
        write_mention(scope, mention)
    for post in facts.posts:
        write_post(scope, post)
    for relation in facts.relations:
        write_relation(scope, relation)
    for event in facts.events:
        write_event(scope, event)
    for claim in facts.claims:
        write_claim(scope, claim)
    for figure in facts.figures:
        write_figure(scope, figure)
    return ArticleGraph(scope.version[1:-1], scope.statements.sorted())


def write_entity(scope: ArticleScope, entity: Entity) -> None:
    """An entity with the names that this article gives it."""
    node, add = resource(scope.base, entity.id), scope.add
    add(scope.article, SCHEMA.mentions, node)
    add(node, RDF.type, KG[entity.type.value])
    add(node, SCHEMA.name, name_literal(entity.name))
    add(node, SKOS.altLabel, *(name_literal(a) for a in entity.aliases if a != entity.name))
    for scheme, value in entity.identifiers:
        if scheme == "ticker":
            add(node, SCHEMA.tickerSymbol, text_literal(value))
        else:
            add(node, SCHEMA.identifier, text_literal(f"{scheme}:{value}"))


def write_mention(scope: ArticleScope, mention: EntityMention) -> None:
    """A place that names an entity."""
    node = scope.place("mention", mention.evidence.span)
    scope.add(node, RDF.type, KG.Mention)
    scope.add(node, KG.refersTo, resource(scope.base, mention.entity))
    scope.proven(node, "mention", (mention.evidence,), mention.confidence)
