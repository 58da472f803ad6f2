"""What the facts of two versions of an article have changed in, in words: what came, what went, what is now another."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass

from kg.model import ArticleFacts, Attribution, Claim, Event, Evidence, Figure, Modality, Post, Quantity, Relation
from kg.model.ids import EntityId
from kg.publish.amounts import amount_text
from kg.publish.labels import BOUND_SIGNS, EVENT_TYPES, NODE_TYPES, RELATIONS, ROLES, Label
from kg.publish.rows import Amount
from kg.text.differences import Closely

KINDS = ("name", "post", "relation", "event", "claim", "figure")
"""The kinds of facts, in the order in which changes are told; a name is an entity that the article names."""
_ALIKE = 0.5
_PAIRS = 2500
"""How many pairs of claims are compared at most."""


@dataclass(frozen=True, slots=True)
class FactChange:
    """A fact that only one version has, or that the two tell differently.

    ``before`` and ``after`` are the fact in words; None where a version does not have it. ``words_before`` and
    ``words_after`` are what the article says.
    """

    kind: str
    before: str | None
    after: str | None
    words_before: str = ""
    words_after: str = ""

    @property
    def what(self) -> str:
        """``came``, ``went`` or ``changed``."""
        return "came" if self.before is None else "went" if self.after is None else "changed"


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact in words. ``keys`` tell what it is about, the closest first: two with an equal key tell one thing."""

    kind: str
    words: str
    proof: str
    keys: tuple[Hashable, ...] = ()


def fact_changes(old: ArticleFacts, new: ArticleFacts) -> tuple[FactChange, ...]:
    """The changes from one version to another, by kind, in the order of their words."""
    before, after = list(_told(old)), list(_told(new))
    same = Counter((t.kind, t.words) for t in before) & Counter((t.kind, t.words) for t in after)
    went, came = _without(before, same), _without(after, same)
    pairs = _paired(went, came)
    changes = [FactChange(a.kind, a.words, b.words, a.proof, b.proof) for a, b in pairs]
    changes += [FactChange(t.kind, t.words, None, words_before=t.proof) for t in went]
    changes += [FactChange(t.kind, None, t.words, words_after=t.proof) for t in came]
    return tuple(sorted(changes, key=lambda c: (KINDS.index(c.kind), c.before or c.after or "", c.after or "")))


def _without(told: Iterable[_Told], same: Counter[tuple[str, str]]) -> list[_Told]:
    left, rest = Counter(same), []
    for fact in told:
        if left[fact.kind, fact.words]:
            left[fact.kind, fact.words] -= 1
        else:
            rest.append(fact)
    return rest


def _paired(went: list[_Told], came: list[_Told]) -> list[tuple[_Told, _Told]]:
    """Facts of both versions that tell one thing; they are taken out of the lists."""
    pairs: list[tuple[_Told, _Told]] = []
    for n in range(max((len(t.keys) for t in went), default=0)):
        there: dict[Hashable, list[_Told]] = defaultdict(list)
        for fact in reversed(came):
            if n < len(fact.keys):
                there[fact.kind, fact.keys[n]].append(fact)
        told = [t for t in went if n < len(t.keys)]
        _take([(t, like.pop()) for t in told if (like := there[t.kind, t.keys[n]])], pairs, went, came)
    _take(_alike(went, came), pairs, went, came)
    return pairs


def _take(
    some: list[tuple[_Told, _Told]], pairs: list[tuple[_Told, _Told]], went: list[_Told], came: list[_Told]
) -> None:
    pairs += some
    taken = {id(fact) for pair in some for fact in pair}
    went[:] = [fact for fact in went if id(fact) not in taken]
    came[:] = [fact for fact in came if id(fact) not in taken]


def _alike(went: list[_Told], came: list[_Told]) -> list[tuple[_Told, _Told]]:
    """Claims of both versions in nearly the same words, the most alike first."""
    old, new = ([t for t in side if t.kind == "claim"] for side in (went, came))
    if len(old) * len(new) > _PAIRS:
        return []
    closely = Closely()
    likeness = [(closely.alike(a.words, b.words), i, j) for i, a in enumerate(old) for j, b in enumerate(new)]
    free_old, free_new = set(range(len(old))), set(range(len(new)))
    pairs = []
    for _, i, j in sorted((x for x in likeness if x[0] >= _ALIKE), key=lambda x: (-x[0], x[1], x[2])):
        if i in free_old and j in free_new:
            pairs.append((old[i], new[j]))
            free_old.remove(i)
            free_new.remove(j)
    return pairs


def _told(facts: ArticleFacts) -> Iterator[_Told]:
    names = {entity.id: entity.name for entity in facts.entities}

    def name(id: EntityId) -> str:
        return names.get(id, id)

    for entity in facts.entities:
        label = NODE_TYPES.get(entity.type.value, Label(entity.type.value, entity.type.value))
        yield _Told("name", f"{entity.name} ({label.en})", "")
    yield from (_post(post, name) for post in facts.posts)
    yield from (_relation(relation, name) for relation in facts.relations)
    yield from (_event(event, name) for event in facts.events)
    yield from (_claim(claim, name) for claim in facts.claims)
    yield from (_figure(figure, name) for figure in facts.figures)


_Name = Callable[[EntityId], str]


def _proof(evidence: tuple[Evidence, ...]) -> str:
    return " … ".join(part.exact for part in evidence)


def _post(post: Post, name: _Name) -> _Told:
    person, organization = name(post.person), name(post.organization)
    ends = [p.iso if p else "" for p in (post.valid_from, post.valid_until)]
    parts = (f"{person} · {organization} {post.title}", "(former)" if post.former else "", "–".join(filter(None, ends)))
    keys = ((person, organization, post.title), (person, organization))
    return _Told("post", " ".join(filter(None, parts)), _proof(post.evidence), keys)


def _relation(relation: Relation, name: _Name) -> _Told:
    subject, object_ = name(relation.subject), name(relation.object)
    label = RELATIONS.get(relation.type.value, Label(relation.type.value, relation.type.value))
    words = f"{subject} —{label.zh}→ {object_}{' (former)' if relation.former else ''}"
    return _Told("relation", words, _proof(relation.evidence), ((relation.type, subject, object_),))


def _event(event: Event, name: _Name) -> _Told:
    label = EVENT_TYPES.get(event.type.value, Label(event.type.value, event.type.value))
    roles = ((ROLES.get(role.value, Label(role.value, role.value)).zh, name(id)) for role, id in event.participants)
    participants = sorted(f"{role} {who}" for role, who in roles)
    parts = (
        event.date.iso if event.date else "",
        f"{label.zh}: {event.names[0]}",
        event.round or "",
        _amount(event.amount) if event.amount else "",
        f"@ {name(event.place)}" if event.place else "",
        event.modality.value.lower() if event.modality is not Modality.HAPPENED else "",
        "、".join(participants),
    )
    keys = ((event.type, event.names[0]), (event.type, tuple(participants)))
    return _Told("event", " · ".join(filter(None, parts)), _proof(event.evidence), keys)


def _claim(claim: Claim, name: _Name) -> _Told:
    speaker = name(claim.speaker) if claim.speaker else "?"
    quoted = f"“{claim.text}”" if claim.attribution is not Attribution.INDIRECT else claim.text
    return _Told("claim", f"{speaker}: {quoted}", _proof(claim.evidence), (claim.text,))


def _figure(figure: Figure, name: _Name) -> _Told:
    subject, time = name(figure.subject), figure.time.iso if figure.time else ""
    parts = (f"{subject} · {figure.metric}", _amount(figure.quantity), time)
    keys = ((subject, figure.metric, time), (subject, figure.metric), (subject, figure.concept or figure.metric))
    return _Told("figure", " ".join(filter(None, parts)), _proof(figure.evidence), keys)


def _amount(quantity: Quantity) -> str:
    """A quantity as it is written, with the sign of its bound."""
    if not quantity.written:
        return amount_text(Amount(quantity.value, quantity.value_max, quantity.unit, bound=quantity.bound.value))
    return " ".join(filter(None, (BOUND_SIGNS.get(quantity.bound.value, ""), quantity.written)))
