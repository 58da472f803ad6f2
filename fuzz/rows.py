"""Facts of every kind whose every string comes from an input."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import cycle

from kg.model import (
    Article,
    ArticleFacts,
    ArticleId,
    AssertionId,
    Attribution,
    Block,
    BlockKind,
    Claim,
    Entity,
    EntityId,
    EntityType,
    Event,
    EventType,
    Evidence,
    Figure,
    Period,
    Post,
    Quantity,
    Relation,
    RelationType,
    Role,
    Span,
    content_id,
)
from kg.publish.rows import (
    Amount,
    ClaimRow,
    Corpus,
    EntityRow,
    EventRow,
    FigureRow,
    PostRow,
    Quote,
    RelationRow,
    Source,
)
from kg.rdf import DEFAULT_BASE

STRINGS = 16
"""How many strings the facts need."""


def _ids(kind: str) -> Iterator[str]:
    return (content_id(kind, "fuzz", str(n)) for n in range(100))


def facts_of(strings: Sequence[str]) -> ArticleFacts:
    """An article whose text is all the strings, with a fact of each kind."""
    s = cycle(strings)
    text = "\n".join(strings)
    first = len(strings[0])

    def evidence() -> tuple[Evidence, ...]:
        return (Evidence(Span(0, first), text[:first], "", text[first : first + 32]),)

    company, person, place = (
        EntityId(content_id(t, "fuzz", str(n))) for n, t in enumerate(("company", "person", "place"))
    )
    ids = _ids("post"), _ids("relation"), _ids("event"), _ids("claim"), _ids("figure")
    post, relation, event, claim, figure = (AssertionId(next(of)) for of in ids)
    article = Article(
        id=ArticleId(content_id("article", "fuzz")),
        source_file=next(s),
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, Span(0, len(text))),),
        headline=next(s),
        url=next(s),
        publisher=next(s),
        author=next(s),
        categories=(next(s),),
    )
    return ArticleFacts(
        article,
        entities=(
            Entity(company, EntityType.COMPANY, next(s), (next(s),), (("36kr", next(s)), ("ticker", next(s)))),
            Entity(person, EntityType.PERSON, next(s)),
            Entity(place, EntityType.PLACE, next(s)),
        ),
        posts=(Post(post, person, company, next(s), evidence(), 0.9),),
        relations=(Relation(relation, RelationType.FOUNDER_OF, person, company, evidence(), 0.9),),
        events=(
            Event(
                event,
                EventType.FUNDING_ROUND,
                (next(s), next(s)),
                ((Role.COMPANY, company),),
                evidence(),
                0.8,
                date=Period("2024-03"),
                date_written=next(s),
                place=place,
                amount=Quantity(Decimal("3e8"), next(s), written=next(s)),
                round=next(s),
            ),
        ),
        claims=(
            Claim(
                claim, person, Attribution.DIRECT, next(s), evidence(), 0.9, reporting_verb=next(s), about=(company,)
            ),
        ),
        figures=(Figure(figure, company, next(s), Quantity(Decimal(5), next(s), written=next(s)), evidence(), 0.9),),
        extractors=("fuzz/1",),
    )


def corpus_of(strings: Sequence[str]) -> Corpus:
    """Rows of each kind, as they come out of a store that anybody may have written."""
    s = cycle(strings)
    source = Source(_iri("article"), next(s), next(s), next(s), next(s), next(s), "0" * 64)
    quotes = (Quote(next(s), source, next(s), next(s), 0, 3),)
    company, person, place = _iri("company"), _iri("person"), _iri("place")

    def amount() -> Amount:
        return Amount(Decimal(5), None, next(s), next(s), "MoreThan", next(s))

    return Corpus(
        entities={
            company: EntityRow(company, "Company", next(s), (next(s),), (next(s),), 1),
            person: EntityRow(person, "Person", next(s)),
            place: EntityRow(place, "Place", next(s)),
        },
        posts=(PostRow(_iri("post"), quotes, 0.5, person, company, next(s), valid_from=next(s)),),
        relations=(RelationRow(_iri("relation"), quotes, 0.5, next(s), person, company),),
        events=(
            EventRow(
                _iri("event"),
                quotes,
                0.5,
                next(s),
                (next(s), next(s)),
                next(s),
                next(s),
                place,
                ((next(s), company),),
                amount(),
                next(s),
                next(s),
            ),
        ),
        claims=(ClaimRow(_iri("claim"), quotes, 0.5, person, next(s), next(s), next(s), (company,), next(s)),),
        figures=(FigureRow(_iri("figure"), quotes, 0.5, company, next(s), amount(), next(s), next(s), next(s)),),
        sources=(source,),
    )


def _iri(kind: str) -> str:
    return DEFAULT_BASE + content_id(kind, "fuzz")
