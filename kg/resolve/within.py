"""Within one article: mentions become entities, and tellings of one fact become one fact.

Until a decision across articles says otherwise, one name (normalised) of one type is one entity, so an entity's
identifier is made from its type and its preferred name alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from kg.errors import ExtractionError
from kg.model import (
    Annotations,
    Article,
    ArticleFacts,
    AssertionId,
    Chain,
    Claim,
    ClaimMention,
    Entity,
    EntityId,
    EntityMention,
    Evidence,
    Figure,
    FigureMention,
    MentionId,
    Post,
    PostMention,
    Relation,
    RelationMention,
    Span,
    content_id,
)
from kg.resolve.calibration import Calibration, shipped
from kg.resolve.events import resolve_events
from kg.resolve.evidence import anchor, anchor_all
from kg.text.normalise import name_key

T = TypeVar("T")


def entity_id(chain: Chain) -> EntityId:
    """The identifier of the entity that a chain names."""
    return EntityId(content_id(chain.type.value.lower(), name_key(chain.name)))


class Resolver:
    """What the mentions of one article stand for."""

    def __init__(self, article: Article, annotations: Annotations) -> None:
        self.article = article
        self.annotations = annotations
        self._version = article.version  # made of the whole text, so not anew for each fact
        named = ((entity_id(chain), chain.mentions) for chain in annotations.chains)
        self._entity = {m: entity for entity, mentions in named for m in mentions}

    def entity(self, mention: MentionId) -> EntityId:
        """The entity that a mention names.

        Raises:
            ExtractionError: if no chain holds the mention.
        """
        try:
            return self._entity[mention]
        except KeyError:
            raise ExtractionError(f"an annotation points at the mention «{mention}», which no chain holds") from None

    def assertion_id(self, kind: str, *slots: object) -> AssertionId:
        """An identifier from the kind, the slots and the article's version."""
        return AssertionId(content_id(kind, self._version, *("" if s is None else str(s) for s in slots)))

    def anchored(self, spans: Iterable[Span]) -> tuple[Evidence, ...]:
        """Evidence for spans of the article."""
        return anchor_all(self.article.text, spans)


def resolve(
    article: Article,
    annotations: Annotations,
    extractors: tuple[str, ...] = (),
    calibration: Calibration | None = None,
) -> ArticleFacts:
    """The facts that an article states, each once, with all its evidence and a calibrated confidence.

    ``calibration`` is the one that ships with kg where None.

    Raises:
        ExtractionError: if an annotation points at a mention that is not there, or one that no chain holds.
    """
    r = Resolver(article, annotations)
    relations = tuple(_relations(r))
    figures = tuple(_figures(r))
    facts = ArticleFacts(
        article=article,
        entities=tuple(_entities(annotations)),
        mentions=tuple(_mentions(r)),
        posts=tuple(_posts(r)),
        relations=relations,
        events=tuple(resolve_events(article, annotations, r.entity, r.assertion_id)),
        claims=tuple(_claims(r, relations, figures)),
        figures=figures,
        extractors=extractors,
    )
    return (shipped() if calibration is None else calibration).applied(facts)


def _grouped(items: Iterable[T], key: Callable[[T], Hashable]) -> Iterable[list[T]]:
    """Items with the same key together, groups in the order of their first item."""
    groups: dict[Hashable, list[T]] = defaultdict(list)
    for item in items:
        groups[key(item)].append(item)
    return groups.values()


def _entities(annotations: Annotations) -> Iterable[Entity]:
    """One entity for each name and type; what another entity is called first is nobody else's alias."""
    bearers: dict[str, set[EntityId]] = defaultdict(set)
    for chain in annotations.chains:
        bearers[name_key(chain.name)].add(entity_id(chain))
    for chains in _grouped(annotations.chains, entity_id):
        first = chains[0]
        names = [c.name for c in chains]
        names += [n for c in chains for n in c.aliases if bearers.get(name_key(n), set()) <= {entity_id(first)}]
        yield Entity(
            id=entity_id(first),
            type=first.type,
            name=first.name,
            aliases=tuple(sorted(set(names) - {first.name})),
            identifiers=tuple(sorted({i for c in chains for i in c.identifiers})),
        )


def _mentions(r: Resolver) -> Iterable[EntityMention]:
    for mention in r.annotations.mentions:
        yield EntityMention(r.entity(mention.id), anchor(r.article.text, mention.span), mention.confidence)


def _posts(r: Resolver) -> Iterable[Post]:
    def slots(p: PostMention) -> tuple[object, ...]:
        return (r.entity(p.person), r.entity(p.organization), name_key(p.title), p.former)

    for same in _grouped(r.annotations.posts, slots):
        first = same[0]
        yield Post(
            id=r.assertion_id("post", *slots(first)),
            person=r.entity(first.person),
            organization=r.entity(first.organization),
            title=first.title,
            evidence=r.anchored(s for p in same for s in p.evidence),
            confidence=max(p.confidence for p in same),
            former=first.former,
            valid_from=next((p.valid_from for p in same if p.valid_from), None),
            valid_until=next((p.valid_until for p in same if p.valid_until), None),
        )


def _relations(r: Resolver) -> Iterable[Relation]:
    def slots(x: RelationMention) -> tuple[object, ...]:
        return (x.type.value, r.entity(x.subject), r.entity(x.object), x.former)

    for same in _grouped(r.annotations.relations, slots):
        first = same[0]
        if r.entity(first.subject) == r.entity(first.object):
            continue
        yield Relation(
            id=r.assertion_id("relation", *slots(first)),
            type=first.type,
            subject=r.entity(first.subject),
            object=r.entity(first.object),
            evidence=r.anchored(s for x in same for s in x.evidence),
            confidence=max(x.confidence for x in same),
            former=first.former,
        )


def _figures(r: Resolver) -> Iterable[Figure]:
    def slots(f: FigureMention) -> tuple[object, ...]:
        q = f.quantity
        time = f.time.iso if f.time else None
        return (r.entity(f.subject), name_key(f.metric), q.value, q.value_max, q.unit, q.bound.value, time)

    for same in _grouped(r.annotations.figures, slots):
        first = same[0]
        yield Figure(
            id=r.assertion_id("figure", *slots(first)),
            subject=r.entity(first.subject),
            metric=first.metric,
            quantity=first.quantity,
            evidence=r.anchored(s for f in same for s in f.evidence),
            confidence=max(f.confidence for f in same),
            concept=first.concept,
            time=first.time,
            compared_with=first.compared_with,
        )


class _Stated:
    """The facts of an article by where their evidence stands."""

    def __init__(self, facts: Sequence[Figure | Relation]) -> None:
        self._ids = [f.id for f in facts]
        self._proofs = sorted((e.span.start, e.span.end, n) for n, f in enumerate(facts) for e in f.evidence)

    def within(self, parts: Iterable[Span]) -> Iterator[AssertionId]:
        """The facts with evidence that lies wholly in one of the stretches, in their order."""
        found: set[int] = set()
        for part in sorted(set(parts)):
            first = bisect_left(self._proofs, (part.start,))
            last = bisect_left(self._proofs, (part.end,))
            found.update(n for _, end, n in self._proofs[first:last] if end <= part.end)
        return (self._ids[n] for n in sorted(found))


def _claims(r: Resolver, relations: tuple[Relation, ...], figures: tuple[Figure, ...]) -> Iterable[Claim]:
    text = r.article.text
    stated = _Stated((*figures, *relations))

    def words(c: ClaimMention) -> str:
        return "".join(p.of(text) for p in c.parts)

    def slots(c: ClaimMention) -> tuple[object, ...]:
        return (r.entity(c.speaker) if c.speaker else None, c.attribution.value, words(c))

    for same in _grouped(r.annotations.claims, slots):
        first = same[0]
        parts = [p for c in same for p in c.parts]
        yield Claim(
            id=r.assertion_id("claim", *slots(first)),
            speaker=r.entity(first.speaker) if first.speaker else None,
            attribution=first.attribution,
            text=words(first),
            evidence=r.anchored([*parts, *(s for c in same for s in c.evidence)]),
            confidence=max(c.confidence for c in same),
            reporting_verb=first.cue.of(text) if first.cue else None,
            about=tuple(sorted({r.entity(m) for c in same for m in c.about})),
            states=tuple(stated.within(parts)),
            modality=first.modality,
        )
