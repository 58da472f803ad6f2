"""How right a graph is: precision, recall and F1 of each kind of fact, and what is measured beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from kg.evaluate.beside import beside
from kg.evaluate.causes import Fault, Scene, faults_of
from kg.evaluate.equality import RULES, same_words
from kg.evaluate.pairing import Pairing, fit_quotes, pair
from kg.evaluate.rows import KINDS, ArticleRows, EventRow
from kg.evaluate.strings import Names, same_date

TYPED = "entity "
"""Before a type of entity: its count, beside the kinds."""
SAID = "quote found, speaker aside"
"""Quotations whose words were found, whoever was taken for the speaker."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows are right, missed and wrong."""

    right: int = 0
    missed: int = 0
    wrong: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.right + other.right, self.missed + other.missed, self.wrong + other.wrong)

    def __bool__(self) -> bool:
        return bool(self.right or self.missed or self.wrong)

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return _share(self.right, self.wrong)

    @property
    def recall(self) -> float:
        """The share of what is demanded that was found; 0 where nothing is demanded."""
        return _share(self.right, self.missed)

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        p, r = self.precision, self.recall
        return 2 * p * r / (p + r) if p + r else 0.0


@dataclass(frozen=True, slots=True)
class Share:
    """How often something is right."""

    right: int = 0
    wrong: int = 0

    def __add__(self, other: Share) -> Share:
        return Share(self.right + other.right, self.wrong + other.wrong)

    @property
    def accuracy(self) -> float:
        """The share that is right; 0 where there is nothing to tell."""
        return _share(self.right, self.wrong)


def _share(part: int, rest: int) -> float:
    return part / (part + rest) if part + rest else 0.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """A fact of a kind that was found with a confidence, and whether gold has it."""

    kind: str
    confidence: float
    right: bool


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores of one article or of several together.

    ``counts`` are by kind (:data:`~kg.evaluate.rows.KINDS`) and, beside them, by type of entity; ``shares`` by what is
    measured.
    """

    counts: Mapping[str, Count] = field(default_factory=dict)
    shares: Mapping[str, Share] = field(default_factory=dict)
    outcomes: tuple[Outcome, ...] = ()
    faults: tuple[Fault, ...] = ()

    def count(self, kind: str) -> Count:
        """The count of a kind; zeros where neither side has it."""
        return self.counts.get(kind, Count())

    @property
    def mean(self) -> float:
        """The mean F1 of the kinds that gold or the graph has."""
        there = [self.count(kind).f1 for kind in KINDS if self.count(kind)]
        return sum(there) / max(1, len(there))

    def as_json(self) -> dict[str, Any]:
        """Every number, in the form of the scorer of gold."""
        others = sorted(name for name in self.counts if name not in KINDS)
        told: dict[str, Any] = {name: _told(self.count(name)) for name in (*KINDS, *others)}
        told |= {name: {"accuracy": share.accuracy} for name, share in sorted(self.shares.items())}
        return {**told, "mean": self.mean}


def _told(count: Count) -> dict[str, float | int]:
    exact = {"p": count.precision, "r": count.recall, "f1": count.f1}
    return {**exact, "right": count.right, "missed": count.missed, "wrong": count.wrong}


def total(scores: Iterable[Scores]) -> Scores:
    """The scores of several articles together: micro-averaged."""
    counts: dict[str, Count] = defaultdict(Count)
    shares: dict[str, Share] = defaultdict(Share)
    outcomes: list[Outcome] = []
    faults: list[Fault] = []
    for one in scores:
        for name, count in one.counts.items():
            counts[name] += count
        for name, share in one.shares.items():
            shares[name] += share
        outcomes += one.outcomes
        faults += one.faults
    return Scores(dict(counts), dict(shares), tuple(outcomes), tuple(faults))


def score(gold: ArticleRows, found: ArticleRows, explain: bool = False) -> Scores:
    """The scores of one article.

    Args:
        gold: what it states.
        found: what the graph has of it.
        explain: whether to look for the cause of each fault, which takes some time.
    """
    names = Names(e.names for e in gold.entities)
    quotes = fit_quotes(gold.quotes, found.quotes, names)
    pairings: dict[str, Pairing] = {}
    for kind in KINDS:
        if kind != "arguments":
            rows = quotes if kind == "quotes" else found.of(kind)
            pairings[kind] = pair(gold.of(kind), rows, RULES[kind], names, 0 if kind == "entities" else 1)
    events = pairings["events"]
    within = [_arguments(gold, g, f, names) for g, f in events.matched]
    counts = {kind: _count(p) for kind, p in pairings.items()}
    counts["arguments"] = sum((_count(p) for p in within), Count()) + Count(
        0, sum(len(e.arguments) for e in events.missed), sum(len(e.arguments) for e in events.wrong)
    )
    said = pair(gold.quotes, quotes, same_words, names)
    counts = {**counts, **_typed(gold, pairings["entities"]), SAID: _count(said)}
    scene = Scene(gold, found, names, pairings, tuple(within), quotes)
    return Scores(
        counts=counts,
        shares={name: Share(*told) for name, told in beside(gold, found, names, pairings).items()},
        outcomes=tuple(_outcomes(pairings)),
        faults=tuple(faults_of(scene)) if explain else (),
    )


def score_all(
    gold: Sequence[ArticleRows], found: Mapping[str, ArticleRows], explain: bool = False
) -> dict[str, Scores]:
    """The scores of each article by its file name; an article that was not found has nothing."""
    return {g.article: score(g, found.get(g.article, ArticleRows(g.article)), explain) for g in gold}


def _count(pairing: Pairing) -> Count:
    return Count(len(pairing.matched), len(pairing.missed), len(pairing.wrong))


def _typed(gold: ArticleRows, entities: Pairing) -> dict[str, Count]:
    """The counts of entities by type."""
    counts: dict[str, Count] = {}
    for type_ in sorted({e.type for e in (*gold.entities, *entities.wrong)}):
        counts[TYPED + type_] = Count(
            sum(g.type == type_ for g, _ in entities.matched),
            sum(g.type == type_ for g in entities.missed),
            sum(f.type == type_ for f in entities.wrong),
        )
    return counts


def _arguments(gold: ArticleRows, wanted: EventRow, found: EventRow, names: Names) -> Pairing:
    """The arguments of one event; the day of publication is no fault where gold gives no date."""
    told = [a for a in found.arguments if wanted.date or a.role != "date" or not same_date(a.names[0], gold.published)]
    return pair(wanted.arguments, told, RULES["arguments"], names)


def _outcomes(pairings: Mapping[str, Pairing]) -> Iterable[Outcome]:
    """What became of every row that has a confidence; what is right and not demanded is right."""
    for kind, pairing in pairings.items():
        wrong = {id(row) for row in pairing.wrong}
        rows = [f for _, f in (*pairing.matched, *pairing.forgiven)]
        rows += [f for f in pairing.repeats if id(f) not in wrong]
        for row, right in [*((r, True) for r in rows), *((r, False) for r in pairing.wrong)]:
            if row.confidence is not None:
                yield Outcome(kind, row.confidence, right)
