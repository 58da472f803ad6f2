"""Products that the words around them give away, in full length."""

import pytest

from kg.extract.names.document import Form, Reading
from kg.extract.names.products import add_products
from kg.extract.names.words import word_bounds
from kg.model import EntityType

FIRM, PRODUCT, PERSON = EntityType.COMPANY, EntityType.PRODUCT, EntityType.PERSON


def products(text: str, known: dict[str, EntityType] | None = None) -> set[str]:
    forms = [Form(n, places=[(text.index(n), text.index(n) + len(n))], type=k) for n, k in (known or {}).items()]
    read = Reading(text, [], [0.0] * len(text), *word_bounds(text))
    return {f.text for f in add_products(read, forms) if f.type is PRODUCT}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("旗下医学AI应用“氢桥”迎来更新", "氢桥"),
        ("手机里的“全医星”APP，识别很快", "全医星"),
        ("电影《星桥往事》上映", "星桥往事"),
    ],
)
def test_a_quoted_name_beside_its_kind_is_a_product(text, name):
    assert products(text) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "大模型“季后赛”阶段来了",  # the quotation goes with the word behind it
        "手机“变相涨价”，很多人不满",  # what is said of it
        "推出“国际版”APP，试运行",
        "苹果“盛宴”Appear来了",  # the start of a longer word
        "应用“星桥科技有限公司”的标准",
    ],
)
def test_what_else_stands_in_quotation_marks_is_none(text):
    assert products(text) == set()


def test_a_version_belongs_to_the_name_that_launches():
    assert products("去年，星桥8.0上线后", {"星桥": FIRM}) == {"星桥8.0"}


@pytest.mark.parametrize("text", ["去年，星桥8.0亿元收入", "星桥 3.5%上涨", "星桥7.5，云杉8.0"])
def test_a_figure_is_no_version(text):
    assert products(text, {"星桥": FIRM}) == set()


def test_an_edition_is_a_part_of_the_name():
    known = {"远山 17 Ultra": PRODUCT, "云杉": FIRM}
    assert products("最新的远山 17 Ultra 云杉版，也很贵", known) == {"远山 17 Ultra 云杉版"}
    assert products("远山 17 Ultra 限定版开售", {"远山 17 Ultra": PRODUCT}) == {"远山 17 Ultra"}
    assert products("远山 17 Ultra 限定版将开售", {"远山 17 Ultra": PRODUCT}) == {"远山 17 Ultra 限定版"}
    assert products("远山 17 Ultra 云杉版本很多", known) == {"远山 17 Ultra"}


def test_a_firm_without_another_place_leaves_its_name_to_the_edition():
    text = "远山17云杉版也很贵"
    forms = [Form("远山17", places=[(0, 4)], type=PRODUCT), Form("云杉", places=[(4, 6)], type=FIRM)]
    read = Reading(text, [], [0.0] * len(text), *word_bounds(text))
    assert [f.text for f in add_products(read, forms)] == ["远山17云杉版"]


def test_latin_names_in_a_list_of_products_are_products():
    known = {"Lumen": PRODUCT, "Tarn 3": PRODUCT}
    assert products("有Lumen、Brook Air、Tarn 3和别的", known) == {"Lumen", "Brook Air", "Tarn 3"}
    assert products("有Lumen、Brook Air、Tarn 3", {"Lumen": PRODUCT, "Tarn 3": FIRM}) == {"Lumen"}
    assert products("有Lumen、Brook Air、Tarn 3", {"Lumen": PRODUCT}) == {"Lumen"}


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("晨汐和辰光 X 都卖得好", {"辰光 X": FIRM, "辰光": FIRM}, {"辰光 X"}),
        ("辰光的老款辰光 T7 停产", {"辰光 T7": FIRM, "辰光": FIRM}, {"辰光 T7"}),
        ("瀚海 S3 系列发布", {"瀚海 S3": PRODUCT}, {"瀚海 S3 系列"}),
        ("晨汐系列卖得好", {"晨汐": PRODUCT}, {"晨汐系列"}),
    ],
)
def test_a_firm_with_a_series_behind_it_is_a_product_and_series_are_told_in_full(text, known, found):
    assert products(text, known) == found


@pytest.mark.parametrize(
    ("text", "known", "found"),
    [
        ("谷歌旗下 Google DeepMind 发布", {"Google DeepMind": FIRM}, set()),
        ("澜湾 X 完成融资", {"澜湾 X": FIRM}, set()),  # no firm is called so without its letter
        ("晨汐系列赛开打", {"晨汐": PRODUCT}, {"晨汐"}),
        ("晨汐系列化生产", {"晨汐": PRODUCT}, {"晨汐"}),
    ],
)
def test_other_words_behind_a_name_make_no_series(text, known, found):
    assert products(text, known) == found


def test_what_is_likened_to_a_product_is_none():
    assert products("没有出现“国产Brook”", {"国产Brook": PRODUCT}) == set()
    assert products("国产芯片和Brook", {"Brook": PRODUCT}) == {"Brook"}
