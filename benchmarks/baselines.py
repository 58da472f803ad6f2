"""What one gets without kg: the entities that general taggers find, mapped to the types of the graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from benchmarks.speed import lac_on_one_core
from kg.evaluate import ArticleRows, Scores, score, total
from kg.evaluate.rows import EntityRow

Tagger = Callable[[str], Iterable[tuple[str, str]]]
"""Words of a text with their tags."""

# LAC's tags of names, and jieba's. Not nz, other proper names, which both have: taken for products it costs LAC 0.08 of
# F1 on our articles, and jieba 0.02
_TYPES = {"PER": "Person", "LOC": "Place", "ORG": "Company", "nw": "Product"}
_TYPES |= {"nr": "Person", "nrt": "Person", "nrfg": "Person", "ns": "Place", "nt": "Company"}
# neither tells firms from other organisations: the endings that no firm has
_ENDINGS = (
    "大学 学院 中学 小学 医院 协会 学会 商会 联盟 委员会 委 部 局 厅 署 院 政府 交易所 "
    "报 网 社 电视台 队 俱乐部 证监会 央行"
)
_NOT_FIRMS = tuple(_ENDINGS.split())


def taggers() -> dict[str, Tagger]:
    """The taggers that are installed, by their names."""
    import rjieba

    found: dict[str, Tagger] = {}
    lac = lac_on_one_core()
    if lac is not None:
        found["LAC alone"] = lambda text: (word for line in text.split("\n") if line for word in lac.run(line))
    found["jieba alone"] = rjieba.tag
    return found


def baseline(tagger: Tagger, gold: Iterable[ArticleRows], texts: Mapping[str, str]) -> Scores:
    """How right a tagger's entities are."""
    return total(score(g, ArticleRows(g.article, entities=entities(tagger, texts[g.article]))) for g in gold)


def entities(tagger: Tagger, text: str) -> tuple[EntityRow, ...]:
    """Each form and type that a tagger sees is an entity; it knows of no other names."""
    seen = {(word.strip(), _type(word.strip(), tag)) for word, tag in tagger(text) if tag in _TYPES}
    return tuple(EntityRow(type=type_, names=(word,)) for word, type_ in sorted(seen) if len(word) > 1)


def _type(word: str, tag: str) -> str:
    organization = _TYPES[tag] == "Company" and word.endswith(_NOT_FIRMS)
    return "Organization" if organization else _TYPES[tag]
