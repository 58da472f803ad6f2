"""Puts together what sentences, events, posts and names say, checks it, and has makers judged."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extract.products import best_told, is_document, made_by_line, made_by_name
from kg.extract.relations.affiliates import owned_by_name
from kg.extract.relations.grammar import TYPES
from kg.extract.relations.makers import Evidence, MakerJudge
from kg.extract.relations.outcomes import from_event, from_post
from kg.extract.relations.sentences import from_sentence
from kg.extract.skeleton import skeletons
from kg.model import Annotations, Article, ChainId, Layer, RelationMention, RelationType

SURE = 0.55
"""How sure the tagger must be of both ends, at one place at least; fewer relations below are right than above."""


class RelationExtractor:
    """Finds relations in syntax, in events and in posts; types of subject and object are checked.

    Who makes a product is also judged where no rule says so, and what rules say is dropped where all else speaks
    against it. ``confidence`` is that of the rule, set by judgement, or the judge's: it orders findings and is not
    calibrated.
    """

    name = "relations"
    requires = frozenset({Layer.MENTIONS, Layer.CHAINS, Layer.EVENTS, Layer.POSTS})
    provides = frozenset({Layer.RELATIONS})

    def __init__(self, judge: MakerJudge | None = None) -> None:
        self._judge = judge or MakerJudge()

    @property
    def version(self) -> str:
        """The extractor's version with the first digits of the hashes of its judge's models."""
        return f"3+{self._judge.digest}"

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """The article's relations, one for each place that states one."""
        found = stated(article, so_far)
        evidence = Evidence(article, so_far, skeletons(article, so_far), found)
        judged = self._judge(found, evidence)
        sure = {c.id for c in so_far.chains if any(so_far.mention(m).confidence >= SURE for m in c.mentions)}
        named = (r for r in judged if {so_far.chain_of(m).id for m in (r.subject, r.object)} <= sure)
        return Annotations(relations=tuple(named))


def stated(article: Article, so_far: Annotations) -> tuple[RelationMention, ...]:
    """What rules of grammar find, before makers of products are judged."""
    found = [
        *(r for event in so_far.events for r in from_event(event, article.text, so_far)),
        *(r for post in so_far.posts for r in from_post(post)),
        *(r for s in skeletons(article, so_far) if s.names for r in from_sentence(s)),
        *made_by_name(so_far),
        *owned_by_name(so_far),
    ]
    sound = list(best_told([r for r in _owners_once(found, so_far) if _sound(r, so_far)], so_far))
    return (*sound, *made_by_line(sound, so_far))


def _owners_once(found: Sequence[RelationMention], so_far: Annotations) -> Iterator[RelationMention]:
    """Who owns a firm as its subsidiary is neither an investor in it too nor, where that is less clear, owned by it."""
    whole: dict[tuple[ChainId, ChainId], float] = {}
    for r in found:
        if r.type is RelationType.SUBSIDIARY_OF:
            pair = (so_far.chain_of(r.object).id, so_far.chain_of(r.subject).id)
            whole[pair] = max(whole.get(pair, 0.0), r.confidence)
    for r in found:
        pair = (so_far.chain_of(r.subject).id, so_far.chain_of(r.object).id)
        owned = r.type is RelationType.INVESTOR_IN and pair in whole
        turned = r.type is RelationType.SUBSIDIARY_OF and whole.get(pair, 0.0) > r.confidence
        if not owned and not turned:
            yield r


def _sound(r: RelationMention, so_far: Annotations) -> bool:
    subjects, objects = TYPES[r.type]
    subject, object_ = so_far.chain_of(r.subject), so_far.chain_of(r.object)
    if r.type is RelationType.PRODUCES and is_document(object_.name):
        return False
    return subject.type in subjects and object_.type in objects and subject.id != object_.id
