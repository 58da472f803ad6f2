"""What an article's graph has to be found: entities by their names, events, quotes, figures, the article itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.model import EntityType
from kg.rdf import Statement
from kg.rdf.namespaces import KG, RDF, SCHEMA, SKOS

ENTITIES = {KG[t.value]: t.value.lower() for t in EntityType}
"""Class → what its entities are called here: ``company``, ``person``, …"""
CLAIM, FIGURE, EVENT, ARTICLE = "claim", "figure", "event", "article"
_FACTS = {SCHEMA.Claim: CLAIM, KG.Figure: FIGURE, KG.Event: EVENT, SCHEMA.NewsArticle: ARTICLE}
_NAMES = (SCHEMA.name, SKOS.altLabel, SCHEMA.tickerSymbol, SCHEMA.identifier)
_READ = frozenset(
    {
        *(RDF.type, *_NAMES, SCHEMA.text, SCHEMA.author, SCHEMA.about, SCHEMA.temporalCoverage),
        *(SCHEMA.headline, SCHEMA.url, SCHEMA.datePublished, SCHEMA.publisher, SCHEMA.encoding, SCHEMA.sha256),
        *(KG.sourceFile, KG.participant, KG.metricAsWritten, KG.valueAsWritten),
    }
)
_ESCAPE = re.compile(r"\\(.)")
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Naming:
    """A name that an article gives an entity; ``preferred`` if it is the one that it calls it by."""

    entity: str
    kind: str
    name: str
    preferred: bool


@dataclass(frozen=True, slots=True)
class Document:
    """Something that is found: a fact of an article, or the article.

    Attributes:
        kind: what it is: ``claim``, ``figure``, ``event``, ``article``.
        iri: what the graph calls it.
        names: what it is called, the fullest name or the headline first; of a claim its speakers, of a figure whose
            it is.
        about: the names of those that it speaks of, speakers and owners too.
        body: the words said, what is measured and how much; for an article nothing, its text is elsewhere.
    """

    kind: str
    iri: str
    names: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """The article that the documents come from; ``sha256`` is the digest of its text."""

    iri: str
    file: str = ""
    headline: str = ""
    url: str = ""
    publisher: str = ""
    day: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Contents:
    """All that one graph has to be found."""

    source: Source
    documents: tuple[Document, ...]
    namings: tuple[Naming, ...]


def contents(statements: Iterable[Statement]) -> Contents | None:
    """What can be searched for in a graph; None if it is not that of an article."""
    of = _Properties(statements)
    [article, *_] = [*of.instances(SCHEMA.NewsArticle), ""]
    if not article:
        return None
    kinds = {s: kind for class_, kind in ENTITIES.items() for s in of.instances(class_)}
    documents = [_MAKERS[kind](of, s) for class_, kind in _FACTS.items() for s in of.instances(class_)]
    return Contents(
        _source(of, article),
        tuple(documents),
        tuple(Naming(s, kinds[s], name, preferred) for s in sorted(kinds) for name, preferred in of.namings(s)),
    )


class _Properties:
    """The properties of a graph that matter here; values are IRIs without angle brackets, and texts."""

    def __init__(self, statements: Iterable[Statement]) -> None:
        self._of: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
        self._instances: dict[str, list[str]] = defaultdict(list)
        for statement in statements:
            subject, predicate, rest = statement.split(" ", 2)
            if predicate in _READ:
                value = rest[:-2]
                if predicate == RDF.type:
                    self._instances[value].append(subject[1:-1])
                else:
                    self._of[subject[1:-1]][predicate].append(_value(value))

    def instances(self, class_: str) -> Sequence[str]:
        return sorted(self._instances.get(class_, ()))

    def all(self, subject: str, predicate: str) -> Sequence[str]:
        return sorted(self._of[subject][predicate]) if subject in self._of else ()

    def one(self, subject: str, predicate: str) -> str:
        return next(iter(self.all(subject, predicate)), "")

    def namings(self, subject: str) -> list[tuple[str, bool]]:
        """The names of an entity, each once."""
        found: dict[str, bool] = {}
        for predicate in _NAMES:
            for value in self.all(subject, predicate):
                name = value.partition(":")[2] if predicate == SCHEMA.identifier and ":" in value else value
                found.setdefault(_line(name), predicate == SCHEMA.name)
        return list(found.items())

    def name(self, subject: str) -> str:
        return _line(self.one(subject, SCHEMA.name))

    def names(self, subjects: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(filter(None, map(self.name, subjects))))


def _value(term: str) -> str:
    """The IRI or the text of a term in N-Triples form."""
    if term.startswith("<"):
        return term[1:-1]
    text = term[1 : term.rindex('"')]
    return _ESCAPE.sub(lambda m: _LETTERS.get(m[1], m[1]), text) if "\\" in text else text


def _line(text: str) -> str:
    """A text on one line: names stand one on a line where they are kept."""
    return _SPACE.sub(" ", text).strip()


def _source(of: _Properties, article: str) -> Source:
    return Source(
        iri=article,
        file=of.one(article, KG.sourceFile),
        headline=_line(of.one(article, SCHEMA.headline)),
        url=of.one(article, SCHEMA.url),
        publisher=_line(of.one(article, SCHEMA.publisher)),
        day=of.one(article, SCHEMA.datePublished)[:10],
        sha256=of.one(of.one(article, SCHEMA.encoding), SCHEMA.sha256),
    )


def _claim(of: _Properties, claim: str) -> Document:
    speakers, about = of.all(claim, SCHEMA.author), of.all(claim, SCHEMA.about)
    return Document(CLAIM, claim, of.names(speakers), of.names((*speakers, *about)), of.one(claim, SCHEMA.text))


def _figure(of: _Properties, figure: str) -> Document:
    subjects = of.names(of.all(figure, SCHEMA.about))
    told = (KG.metricAsWritten, KG.valueAsWritten, SCHEMA.temporalCoverage)
    return Document(FIGURE, figure, subjects, subjects, _line(" ".join(of.one(figure, p) for p in told)))


def _event(of: _Properties, event: str) -> Document:
    names = [_line(of.one(event, SCHEMA.name)), *map(_line, of.all(event, SKOS.altLabel))]
    return Document(EVENT, event, tuple(filter(None, names)), of.names(of.all(event, KG.participant)))


def _article(of: _Properties, article: str) -> Document:
    headline = _line(of.one(article, SCHEMA.headline))
    return Document(ARTICLE, article, (headline,) if headline else ())


_MAKERS = {CLAIM: _claim, FIGURE: _figure, EVENT: _event, ARTICLE: _article}
