"""Chains of one article become its entities. All names are invented."""

from __future__ import annotations

from kg.model import Annotations, Article, ArticleId, Block, BlockKind, Chain, EntityType, Mention, Span
from kg.resolve import resolve


def aliases(*told: tuple[EntityType, str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Each entity's aliases, of an article that consists of the names."""
    text = "、".join(name for _, name, _ in told)
    article = Article(ArticleId("article/0"), "t.md", text, (Block(BlockKind.PARAGRAPH, Span(0, len(text))),))
    found = [Mention(Span(text.find(name), text.find(name) + len(name)), type_) for type_, name, _ in told]
    chains = [Chain(type_, name, others, (m.id,)) for (type_, name, others), m in zip(told, found, strict=True)]
    facts = resolve(article, Annotations(mentions=tuple(found), chains=tuple(chains)))
    return {e.name: e.aliases for e in facts.entities}


def test_the_name_of_another_entity_is_no_alias() -> None:
    found = aliases(
        (EntityType.PLACE, "星国", ("桥京", "星")),
        (EntityType.PLACE, "桥京", ("桥城",)),
        (EntityType.COMPANY, "云杉智能", ("云杉", "星国")),
    )
    assert found == {"星国": ("星",), "桥京": ("桥城",), "云杉智能": ("云杉",)}


def test_names_are_compared_however_they_are_spelt() -> None:
    found = aliases((EntityType.COMPANY, "星桥科技", ("ＳＢ",)), (EntityType.PRODUCT, "sb", ()))
    assert found == {"星桥科技": (), "sb": ()}


def test_an_alias_that_two_entities_share_stays_with_both() -> None:
    found = aliases((EntityType.COMPANY, "星桥科技", ("星桥",)), (EntityType.COMPANY, "星桥汽车", ("星桥",)))
    assert found == {"星桥科技": ("星桥",), "星桥汽车": ("星桥",)}


def test_another_spelling_of_an_entitys_own_name_stays() -> None:
    assert aliases((EntityType.COMPANY, "Starbridge", ("STARBRIDGE",))) == {"Starbridge": ("STARBRIDGE",)}
