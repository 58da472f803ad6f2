"""Where forms stand, which are never names, and what their endings say."""

from datetime import UTC, datetime

import pytest

from kg.extract.names.document import Form, Reading, _trimmed, candidate_forms, settle, stands_alone_in
from kg.extract.names.judge import acts_as_a_firm, never_a_name, type_by_ending
from kg.extract.names.sources import drop_sources
from kg.extract.names.tagger import Proposal
from kg.extract.names.words import enclosures, word_bounds
from kg.model import Article, ArticleId, Block, BlockKind, EntityType, Span


def article(text: str, publisher: str | None = None, author: str | None = None) -> Article:
    blocks, at = [], 0
    for line in text.split("\n"):
        blocks.append(Block(BlockKind.PARAGRAPH, Span(at, at + len(line))))
        at += len(line) + 1
    return Article(
        ArticleId("article/1"),
        "a.txt",
        text,
        tuple(blocks),
        publisher=publisher,
        author=author,
        published=datetime(2026, 1, 5, tzinfo=UTC),
    )


def reading(text: str, *names: tuple[str, EntityType]) -> Reading:
    """A reading in which the first place of each name was proposed."""
    starts, ends = word_bounds(text)
    found = [Proposal(text.index(n), text.index(n) + len(n), kind, 0.9) for n, kind in names]
    return Reading(text, found, [0.5] * len(text), starts, ends)


def forms_of(text: str, *names: tuple[str, EntityType]) -> dict[str, Form]:
    return candidate_forms(reading(text, *names))


def test_a_name_found_once_is_found_wherever_it_stands():
    text = "林晓舟表示会增长。会后林晓舟离开，林晓舟没有说明。"
    assert len(forms_of(text, ("林晓舟", EntityType.PERSON))["林晓舟"].places) == 3


@pytest.mark.parametrize(
    ("sentence", "form"),
    [
        ("让Simonetta得到启发", "imo"),
        ("Surfacebook上线", "ace"),
        ("他在发展中国家投资", "国家投"),
        ("这是一次公开赛事", "开赛"),
    ],
)
def test_a_part_of_a_longer_word_is_no_place_of_a_name(sentence, form):
    start = sentence.index(form)
    assert not stands_alone_in(sentence, start, start + len(form))


def test_a_latin_name_beside_han_stands_alone():
    sentence = "由Starbrook发布的Lumen-3模型"
    for form in ("Starbrook", "Lumen-3"):
        start = sentence.index(form)
        assert stands_alone_in(sentence, start, start + len(form))


def test_the_longer_form_has_the_place():
    text = "星桥汽车由星桥创办"
    forms = forms_of(text, ("星桥汽车", EntityType.COMPANY), ("星桥", EntityType.COMPANY))
    kept = {f.text: f.places for f in settle(forms.values(), len(text))}
    assert kept["星桥汽车"] == [(0, 4)]
    assert kept.get("星桥", []) in ([], [(5, 7)])


def test_marks_at_the_ends_of_a_proposal_are_no_part_of_a_name():
    text = "、星桥科技（"
    read = Reading(text, [_trimmed(text, Proposal(0, 6, EntityType.COMPANY, 0.9))], [0.9] * 6, *word_bounds(text))
    assert list(candidate_forms(read)) == ["星桥科技"]


@pytest.mark.parametrize(
    "form", ["A股", "美元", "Pro Max", "2025", "ai", "白银", "行业协会", "证券公司", "600999.SH", "交易所"]
)
def test_common_words_are_never_names(form):
    assert never_a_name(form)


@pytest.mark.parametrize("form", ["星桥", "金水有色矿", "Starbrook Pro", "Lumen 3", "建设银行", "星桥公司", "北湖协会"])
def test_names_with_a_common_word_inside_may_be_names(form):
    assert not never_a_name(form)


@pytest.mark.parametrize(
    ("form", "kind"),
    [
        ("星桥商品交易所", EntityType.ORGANIZATION),
        ("北湖大学", EntityType.ORGANIZATION),
        ("星桥证券", EntityType.COMPANY),
        ("星桥科技有限公司", EntityType.COMPANY),
        ("Mark Winterfield", EntityType.PERSON),
        ("Winterfield Group", EntityType.COMPANY),
        ("Winterfield", None),
        ("林晓舟", None),
    ],
)
def test_the_last_word_of_a_name_tells_its_type(form, kind):
    assert type_by_ending(form) is kind


def kept(text: str, name: str, kind: EntityType = EntityType.ORGANIZATION, **source: str) -> bool:
    read = reading(text, (name, kind))
    forms = settle(candidate_forms(read).values(), len(text))
    return name in {f.text for f in drop_sources(forms, read, article(text, **source))}


def test_the_publisher_is_no_part_of_its_story():
    text = "北湖新闻获悉，星桥科技完成融资。北湖新闻还了解到更多。"
    assert not kept(text, "北湖新闻", publisher="北湖新闻")


def test_a_writer_named_in_a_credit_line_is_no_part_of_the_story():
    assert not kept("星桥上市\n记者 林晓舟\n星桥科技今日上市。", "林晓舟", EntityType.PERSON)
    assert not kept("星桥上市\n图片来源：林晓舟\n星桥科技今日上市。", "林晓舟", EntityType.PERSON)


def test_a_person_in_the_story_stays_though_a_caption_is_credited():
    assert kept("星桥上市\n林晓舟（图片来源：星桥）\n创始人林晓舟今日到场。", "林晓舟", EntityType.PERSON)


def test_an_outlet_that_is_only_cited_is_no_part_of_the_story():
    assert not kept("据央视财经报道，星桥科技今日上市。", "央视财经")
    assert not kept("星桥科技今日上市。（财联社）", "财联社")


def test_an_outlet_that_acts_stays():
    assert kept("财联社宣布与星桥科技成立合资公司，财联社持股六成。", "财联社", EntityType.COMPANY)


def test_what_fills_quotation_marks_is_told_by_its_ends():
    marks = enclosures("“星桥”说")
    assert marks[1].startswith("q")
    assert marks[1].endswith("<")
    assert marks[2].endswith(">")
    assert marks[4] == ""


def test_an_open_mark_encloses_nothing():
    assert set(enclosures("“星桥说")) == {""}


@pytest.mark.parametrize("text", ["星芒尼迪IPO：平价困局", "去年星芒尼迪生产的玩具售罄", "星芒尼迪招股书显示"])
def test_a_foreign_sounding_name_that_does_what_firms_do_is_no_person(text):
    at = text.index("星芒尼迪")
    assert acts_as_a_firm(Form("星芒尼迪", places=[(at, at + 4)]), text)


@pytest.mark.parametrize("text", ["鹿鸣云拟在港交所上市", "鹿鸣云IPO", "鹿鸣云是一家云计算公司"])
def test_a_firm_that_begins_with_a_surname_is_no_person_where_it_does_what_no_founder_does(text):
    assert acts_as_a_firm(Form("鹿鸣云", places=[(0, 3)]), text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("林晓舟的股份", "林晓舟"),
        ("林晓舟将赴北湖出席上市仪式", "林晓舟"),
        ("星芒尼迪说，公司将IPO", "星芒尼迪"),
        ("林晓舟旗下的基金", "林晓舟"),
        ("亚当·星德旗下的基金", "亚当·星德"),
        ("星芒尼迪出任总裁", "星芒尼迪"),
    ],
)
def test_a_name_that_may_be_a_person_stays_one(text, name):
    at = text.index(name)
    assert not acts_as_a_firm(Form(name, places=[(at, at + len(name))]), text)
