"""Articles and annotations survive JSON; what is not theirs is refused with its place."""

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from kg.model import (
    Annotations,
    Argument,
    Article,
    ArticleId,
    Attribution,
    Block,
    BlockKind,
    Bound,
    Chain,
    ClaimMention,
    EntityType,
    EventMention,
    EventType,
    FigureMention,
    Link,
    Mention,
    MentionId,
    Period,
    PostMention,
    Quantity,
    RelationMention,
    RelationType,
    Role,
    Span,
)
from kg.model.codec import CodecError, decode_annotations, decode_article, encode

TEXT = "星桥科技融资\n星桥科技CEO林晓舟表示：“营收达4.2万元👩‍💻。”"

ARTICLE = Article(
    id=ArticleId("article/0123456789abcdef"),
    source_file="feed.json#3",
    text=TEXT,
    blocks=(Block(BlockKind.HEADLINE, Span(0, 6)), Block(BlockKind.PARAGRAPH, Span(7, len(TEXT)))),
    headline="星桥科技融资",
    url="https://news.example/1",
    published=datetime(2026, 1, 28, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai")),
    links=(Link(Span(7, 11), "https://news.example/p/1", "星桥", "17"),),
    categories=("资讯",),
)
STAR, LIN = MentionId("m7-11"), MentionId("m14-17")
ANNOTATIONS = Annotations(
    mentions=(Mention(Span(7, 11), EntityType.COMPANY, 0.93), Mention(Span(14, 17), EntityType.PERSON)),
    chains=(
        Chain(EntityType.COMPANY, "星桥科技", ("星桥",), (STAR,), (("36kr", "17"),)),
        Chain(EntityType.PERSON, "林晓舟", (), (LIN,)),
    ),
    posts=(PostMention(LIN, STAR, "CEO", (Span(7, 17),), 0.9, True, Period("2020"), Period("2025-Q4")),),
    relations=(RelationMention(RelationType.FOUNDER_OF, LIN, STAR, (Span(7, 17),), 0.5),),
    events=(
        EventMention(
            EventType.FUNDING_ROUND,
            Span(4, 6),
            (Span(0, 6),),
            0.8,
            ("星桥科技融资",),
            (Argument(Role.COMPANY, STAR),),
            amount=Quantity(Decimal("1.5E+8"), "元", Decimal(200000000), Bound.ABOUT, "CNY", True, "1.5亿–2亿元"),
        ),
    ),
    claims=(ClaimMention(LIN, Attribution.DIRECT, (Span(21, 30),), (Span(7, 30),), 0.9, Span(17, 19), (STAR,)),),
    figures=(FigureMention(STAR, "营收", Quantity(Decimal("42000.0"), "元"), Span(24, 29), (Span(21, 29),), 0.9),),
)


def there_and_back(value):
    return json.loads(json.dumps(encode(value), ensure_ascii=False))


def test_annotations_come_back_equal():
    assert decode_annotations(there_and_back(ANNOTATIONS)) == ANNOTATIONS


def test_a_decimal_number_keeps_its_digits():
    back = decode_annotations(there_and_back(ANNOTATIONS))
    assert str(back.figures[0].quantity.value) == "42000.0"


def test_an_article_comes_back_with_the_same_instant_and_day():
    back = decode_article(there_and_back(ARTICLE))
    assert (back.text, back.day, back.version) == (ARTICLE.text, ARTICLE.day, ARTICLE.version)
    assert back.published == ARTICLE.published
    assert encode(back) == encode(ARTICLE)


def test_fields_at_their_default_take_no_room():
    assert encode(replace(ARTICLE, url=None, categories=())).keys().isdisjoint({"url", "categories", "language"})


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda a: a.update(mood="good"), "the document"),
        (lambda a: a["mentions"][0].pop("type"), r"mentions\[0\]"),
        (lambda a: a["mentions"][1].update(type="Company "), r"mentions\[1\]\.type"),
        (lambda a: a["mentions"][1].update(span=[3, 2]), r"mentions\[1\]\.span"),
        (lambda a: a["mentions"][1].update(span=[3, 4.0]), r"mentions\[1\]\.span"),
        (lambda a: a["posts"][0].update(former=1), r"posts\[0\]\.former"),
        (lambda a: a["posts"][0].update(title=None), r"posts\[0\]\.title"),
        (lambda a: a["posts"][0].update(valid_from="gestern"), r"posts\[0\]\.valid_from"),
        (lambda a: a["figures"][0]["quantity"].update(value="viel"), r"figures\[0\]\.quantity\.value"),
        (lambda a: a["figures"][0]["quantity"].update(value="NaN"), r"figures\[0\]\.quantity"),
        (lambda a: a.update(claims={}), "claims"),
    ],
)
def test_what_is_not_of_the_model_is_refused_with_its_place(change, path):
    value = there_and_back(ANNOTATIONS)
    change(value)
    with pytest.raises(CodecError, match=path):
        decode_annotations(value)


def test_a_block_beyond_the_text_is_refused():
    value = there_and_back(ARTICLE)
    value["text"] = "短"
    with pytest.raises(CodecError, match="within 1 code points"):
        decode_article(value)
