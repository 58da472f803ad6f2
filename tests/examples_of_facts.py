"""Invented facts: one article with a fact of every kind and every field, and what tests vary in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from kg.model import (
    Article,
    ArticleFacts,
    ArticleId,
    AssertionId,
    Attribution,
    Block,
    BlockKind,
    Bound,
    Claim,
    Entity,
    EntityId,
    EntityMention,
    EntityType,
    Event,
    EventType,
    Evidence,
    Figure,
    Modality,
    Period,
    Post,
    Quantity,
    Relation,
    RelationType,
    Role,
    Span,
    content_id,
)

BEIJING = timezone(timedelta(hours=8))
TEXT = (
    "星桥科技发布新品，林晓舟任CEO\n"
    "3月5日，星桥科技（Starbridge）在宁波举行2024星桥开发者大会，发布了星桥手环。"
    "“星桥手环销量超过120万台，”星桥科技CEO林晓舟表示，“我们会继续投入。”\n"
    "星桥科技完成3亿元B轮融资，由远帆资本领投。前首席财务官周以宁已离职。"
    "一季度营收为1.9亿元至2.5亿元，同比增长12.5%。"
)


def entity_id(type_: EntityType, name: str) -> EntityId:
    """As the resolver makes them of plain names."""
    return EntityId(content_id(type_.value.lower(), name.casefold()))


STARBRIDGE = entity_id(EntityType.COMPANY, "星桥科技")
FUND = entity_id(EntityType.COMPANY, "远帆资本")
LIN = entity_id(EntityType.PERSON, "林晓舟")
ZHOU = entity_id(EntityType.PERSON, "周以宁")
BAND = entity_id(EntityType.PRODUCT, "星桥手环")
NINGBO = entity_id(EntityType.PLACE, "宁波")

ENTITIES = (
    Entity(STARBRIDGE, EntityType.COMPANY, "星桥科技", ("Starbridge",), (("36kr", "1234"), ("ticker", "09999.HK"))),
    Entity(FUND, EntityType.COMPANY, "远帆资本"),
    Entity(LIN, EntityType.PERSON, "林晓舟"),
    Entity(ZHOU, EntityType.PERSON, "周以宁"),
    Entity(BAND, EntityType.PRODUCT, "星桥手环"),
    Entity(NINGBO, EntityType.PLACE, "宁波"),
)


def article(text: str = TEXT, source_file: str = "星桥.md", **changes: Any) -> Article:
    """An article; its identity comes from its source file."""
    made = Article(
        id=ArticleId(content_id("article", source_file)),
        source_file=source_file,
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, Span(0, len(text))),),
        headline=text.partition("\n")[0],
        url="https://news.example/a/1",
        publisher="晨报",
        author="何记者",
        published=datetime(2024, 3, 6, 9, 30, tzinfo=BEIJING),
    )
    return replace(made, **changes)


def evidence(text: str, words: str) -> tuple[Evidence, ...]:
    """The first place where the text has these words."""
    start = text.index(words)
    end = start + len(words)
    return (Evidence(Span(start, end), words, text[max(0, start - 32) : start], text[end : end + 32]),)


def facts(text: str = TEXT, source_file: str = "星桥.md", **changes: Any) -> ArticleFacts:
    """A fact of every kind about the article."""
    about = article(text, source_file, **changes)

    def made(kind: str, *slots: str) -> AssertionId:
        return AssertionId(content_id(kind, about.version, *slots))

    def proof(words: str) -> tuple[Evidence, ...]:
        return evidence(text, words)

    revenue = Figure(
        made("figure", "营收"),
        STARBRIDGE,
        "营收",
        Quantity(Decimal(190_000_000), "元", Decimal(250_000_000), currency="CNY", written="1.9亿元至2.5亿元"),
        proof("一季度营收为1.9亿元至2.5亿元"),
        0.8,
        concept="revenue",
        time=Period("2024-Q1"),
    )
    growth = Figure(
        made("figure", "同比增长"),
        STARBRIDGE,
        "营收同比增长",
        Quantity(Decimal("12.5"), "%", written="12.5%"),
        proof("同比增长12.5%"),
        0.756,
        time=Period("2024-Q1"),
        compared_with=Period("2023-Q1"),
    )
    sales = Figure(
        made("figure", "销量"),
        BAND,
        "销量",
        Quantity(Decimal(1_200_000), "台", bound=Bound.MORE_THAN, written="120万台"),
        proof("销量超过120万台"),
        0.9,
        time=Period("2024-03"),
    )
    produces = Relation(
        made("relation", "produces"),
        RelationType.PRODUCES,
        STARBRIDGE,
        BAND,
        proof("发布了星桥手环"),
        0.7,
    )
    invested = Relation(
        made("relation", "investorIn"),
        RelationType.INVESTOR_IN,
        FUND,
        STARBRIDGE,
        proof("由远帆资本领投"),
        0.9,
    )
    return ArticleFacts(
        article=about,
        entities=ENTITIES,
        mentions=tuple(
            EntityMention(entity.id, e, 0.95)
            for entity in ENTITIES
            if entity.name in text
            for e in evidence(text, entity.name)
        ),
        posts=(
            Post(made("post", "CEO"), LIN, STARBRIDGE, "CEO", proof("星桥科技CEO林晓舟"), 0.93),
            Post(
                made("post", "CFO"),
                ZHOU,
                STARBRIDGE,
                "首席财务官",
                proof("前首席财务官周以宁"),
                0.6,
                former=True,
                valid_from=Period("2020"),
                valid_until=Period("2024-03"),
            ),
            Post(made("post", "x"), ZHOU, FUND, "星际事务专员", proof("周以宁"), 0.5),
        ),
        relations=(produces, invested, replace(produces, id=made("relation", "former"), subject=FUND, former=True)),
        events=(
            Event(
                made("event", "conference"),
                EventType.CONFERENCE,
                ("2024星桥开发者大会", "开发者大会"),
                ((Role.ORGANIZER, STARBRIDGE), (Role.SPEAKER, LIN)),
                proof("星桥科技（Starbridge）在宁波举行2024星桥开发者大会"),
                0.88,
                date=Period("2024-03-05"),
                date_written="3月5日",
                place=NINGBO,
            ),
            Event(
                made("event", "round"),
                EventType.FUNDING_ROUND,
                ("星桥科技B轮融资",),
                ((Role.COMPANY, STARBRIDGE), (Role.LEAD_INVESTOR, FUND)),
                proof("完成3亿元B轮融资"),
                0.9,
                date=Period("2024-03-01/2024-03-06"),
                amount=Quantity(Decimal("3E+8"), "元", currency="CNY", currency_inferred=True, written="3亿元"),
                round="B轮",
                modality=Modality.HAPPENED,
            ),
            Event(
                made("event", "ipo"),
                EventType.IPO,
                ("上市",),
                ((Role.COMPANY, STARBRIDGE),),
                proof("我们会继续投入"),
                0.4,
                date=Period("2026-H2"),
                modality=Modality.PLANNED,
            ),
        ),
        claims=(
            Claim(
                made("claim", "1"),
                LIN,
                Attribution.DIRECT,
                "星桥手环销量超过120万台，我们会继续投入。",
                (*proof("星桥手环销量超过120万台，"), *proof("我们会继续投入。")),
                0.97,
                reporting_verb="表示",
                about=(BAND,),
                states=(sales.id,),
            ),
            Claim(made("claim", "2"), None, Attribution.UNATTRIBUTED, "发布新品", proof("发布新品"), 0.3),
        ),
        figures=(revenue, growth, sales),
        extractors=("names/1", "posts/1", "figures/1", "quotes/1", "events/1", "relations/1"),
    )
