"""The whole extractor with the models that ship, on invented articles."""

from itertools import pairwise

import pytest

from kg.extract.names import NameExtractor
from kg.model import Annotations, Article, ArticleId, Block, BlockKind, EntityType, Span


@pytest.fixture(scope="module")
def names():
    return NameExtractor()


def annotate(names: NameExtractor, text: str, **source: str) -> Annotations:
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, Span(at, at + len(line))))
        at += len(line) + 1
    return names(Article(ArticleId("article/1"), "a.txt", text, tuple(blocks), **source), Annotations())


STORY = (
    "星桥科技完成1亿元A轮融资\n"
    "36氪获悉，北京星桥科技有限公司（简称“星桥科技”）已完成1亿元A轮融资，由北湖资本领投。\n"
    "星桥科技创始人林晓舟表示，资金将用于研发。林晓舟此前在上海工作。"
)


def found(annotations: Annotations) -> dict[str, EntityType]:
    return {n: c.type for c in annotations.chains for n in (c.name, *c.aliases)}


def test_the_people_and_firms_of_a_story_are_found(names):
    entities = found(annotate(names, STORY, publisher="36氪"))
    assert entities["林晓舟"] is EntityType.PERSON
    assert entities["星桥科技"] is EntityType.COMPANY
    assert entities["北湖资本"] is EntityType.COMPANY
    assert "36氪" not in entities


def test_mentions_are_sorted_apart_and_quote_the_text(names):
    annotations = annotate(names, STORY)
    spans = [m.span for m in annotations.mentions]
    assert spans == sorted(spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    for chain in annotations.chains:
        written = {annotations.mention(m).span.of(STORY) for m in chain.mentions}
        assert written == {chain.name, *chain.aliases}
    assert {m for c in annotations.chains for m in c.mentions} == {m.id for m in annotations.mentions}


def test_traditional_text_gives_the_same_names_letter_for_letter(names):
    entities = found(annotate(names, "林曉舟表示，星橋科技有限公司將發布新產品。林曉舟昨日在北京會見記者。"))
    assert entities["林曉舟"] is EntityType.PERSON


@pytest.mark.parametrize(
    "sentence", ["这让读者得到启发，也让消费者得到切实进步。", "他一直在高兴地成长，方便和安全都得到保证。", ""]
)
def test_common_words_are_no_names(names, sentence):
    assert found(annotate(names, sentence)) == {}


def test_a_short_form_that_the_text_defines_is_an_alias(names):
    chain = next(c for c in annotate(names, STORY).chains if c.name == "北京星桥科技有限公司" or "星桥科技" in c.name)
    assert {"北京星桥科技有限公司", "星桥科技"} == {chain.name, *chain.aliases}
    assert len(chain.mentions) == 4


def test_two_runs_agree(names):
    assert annotate(names, STORY) == annotate(names, STORY)


def test_the_version_names_the_models(names):
    assert names.version == NameExtractor().version
    assert len(names.version) == len("2+") + 24
