"""The page of an article: its whole kept text with every assertion marked, and the facts beside it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from kg.errors import StoreError
from kg.model import ArticleId
from kg.pipeline.histories import History, history
from kg.publish.rows import Source
from kg.rdf.namespaces import PROV, SCHEMA
from kg.serve.page import Asked, Page
from kg.serve.pages.marks import Mark, Piece, paragraphs
from kg.serve.pages.passages import kept_text, stands_there
from kg.serve.pages.reading import Named, names, rows, sources, term
from kg.serve.pages.rendering import html
from kg.serve.pages.shown import Shown, shown
from kg.store.oxigraph import OxigraphStore

_ARTICLE = re.compile(r"article/[0-9a-f]{16}")
_STEPS = 5
"""How many differences between versions are shown, the last ones."""
_FACT_TYPES = "org:Membership kg:Relation kg:Event schema:Claim kg:Figure"
_TYPES = ("Company", "Organization", "Person", "Product", "Place")


def article_page(store: OxigraphStore, asked: Asked, iri: str, of: Mapping[str, list[str]]) -> Page:
    """The page of an article with this IRI and these properties."""
    source = next(iter(sources(store, [iri])), Source(iri))
    version = version_of(store, iri)
    facts = shown(store, asked, _facts(store, version) if version else [])
    in_order = sorted(facts.shown, key=_place)
    text = kept_text(asked.output, source.sha256)
    headline, lines = _marked(text, source, in_order)
    return html(
        asked,
        "article.html",
        source=source,
        author=next(iter(of.get(SCHEMA.author[1:-1], [])), ""),
        names=facts,
        facts=in_order,
        headline=headline,
        lines=lines,
        has_text=text is not None,
        history=_history(asked, iri),
        lost=_lost(text, in_order),
        entities=_entities(store, of.get(SCHEMA.mentions[1:-1], [])),
        here="articles",
        headers={"vary": "accept, accept-language, cookie"},
    )


def version_of(store: OxigraphStore, article: str) -> str:
    """The name of the graph that has what an article says; empty if there is none."""
    found = rows(store, f"SELECT ?g WHERE {{ ?g prov:specializationOf {term(article)} }}")
    return max((g for (g,) in found), default="")


def article_of_version(of: Mapping[str, list[str]]) -> str:
    """The article that something with these properties is a version of; empty if it is none."""
    return next(iter(of.get(PROV.specializationOf[1:-1], [])), "")


def _history(asked: Asked, article: str) -> History | None:
    """The versions of an article whose text was changed, with the last of their differences; None of any other."""
    id = article.removeprefix(asked.base)
    if not asked.output or not _ARTICLE.fullmatch(id):
        return None
    try:
        return history(asked.output, ArticleId(id), most=_STEPS)
    except StoreError:  # a record is damaged: `kg check` tells, and the page has what the graph has
        return None


def _facts(store: OxigraphStore, version: str) -> list[str]:
    query = f"SELECT DISTINCT ?s WHERE {{ VALUES ?t {{ {_FACT_TYPES} }} GRAPH {term(version)} {{ ?s a ?t }} }}"
    return sorted(s for (s,) in rows(store, query))


def _place(fact: Shown) -> tuple[int, int, str]:
    first = fact.row.evidence[0] if fact.row.evidence else None
    return (first.start or 0, first.end or 0, fact.row.iri) if first else (0, 0, fact.row.iri)


def _marked(
    text: str | None, source: Source, facts: Sequence[Shown]
) -> tuple[tuple[Piece, ...], tuple[tuple[Piece, ...], ...]]:
    """The headline and the paragraphs below it, in pieces; the headline is the text's first line, if it is that."""
    plain = (Piece(source.headline or source.file or source.iri),)
    if text is None:
        return plain, ()
    marks = [
        Mark(q.start or 0, q.end or 0, n, fact.kind)
        for n, fact in enumerate(facts)
        for q in fact.row.evidence
        if q.source.iri == source.iri and stands_there(text, q)
    ]
    lines = paragraphs(text, marks)
    if lines and source.headline and "".join(p.text for p in lines[0]).strip() == source.headline.strip():
        return lines[0], lines[1:]
    return plain, lines


def _lost(text: str | None, facts: Sequence[Shown]) -> int:
    """How many facts have words that do not stand in the text where the graph says."""
    if text is None:
        return 0
    return sum(not all(stands_there(text, q) for q in fact.row.evidence) for fact in facts)


def _entities(store: OxigraphStore, mentioned: Sequence[str]) -> list[tuple[str, list[Named]]]:
    by_type: dict[str, list[Named]] = defaultdict(list)
    for named in names(store, mentioned).values():
        by_type[named.type].append(named)
    return [(type_, sorted(by_type[type_], key=lambda n: n.name)) for type_ in _TYPES if by_type[type_]]
