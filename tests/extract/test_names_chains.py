"""Which forms name one thing, and which must stay two."""

import pytest

from kg.extract.names.chains import chains_of, preferred
from kg.extract.names.document import Form
from kg.model import EntityType

COMPANY, PERSON, PLACE, ORGANIZATION = (
    EntityType.COMPANY,
    EntityType.PERSON,
    EntityType.PLACE,
    EntityType.ORGANIZATION,
)


def chains(text: str, *names: str, kind: EntityType = COMPANY) -> list[list[str]]:
    forms = []
    taken = [False] * len(text)
    for name in sorted(names, key=len, reverse=True):
        places = []
        at = text.find(name)
        while at >= 0:
            if not any(taken[at : at + len(name)]):
                places.append((at, at + len(name)))
                taken[at : at + len(name)] = [True] * len(name)
            at = text.find(name, at + 1)
        forms.append(Form(name, places=places, type=kind))
    return [[f.text for f in group] for group in chains_of(text, forms)]


@pytest.mark.parametrize(
    ("text", "a", "b"),
    [
        ("星桥科技（简称“星桥”）上市", "星桥科技", "星桥"),
        ("星桥（Starbrook）上市", "星桥", "Starbrook"),
        ("北京星桥科技有限公司昨日上市，星桥科技称", "北京星桥科技有限公司", "星桥科技"),
        ("星桥集团昨日上市，星桥称", "星桥集团", "星桥"),
        ("Starbrook昨日上市，STARBROOK称", "Starbrook", "STARBROOK"),
        ("星桥与对手星（桥）之争", "星桥", "星（桥）"),
    ],
)
def test_forms_of_one_firm_are_one_chain(text, a, b):
    assert chains(text, a, b) == [[a, b]]


@pytest.mark.parametrize(
    ("text", "a", "b"),
    [
        ("星桥旗下的星桥汽车昨日上市", "星桥", "星桥汽车"),
        ("星桥和星桥资本投了它", "星桥", "星桥资本"),
        ("北湖科技（由星桥投资）上市", "北湖科技", "星桥"),
        ("北湖科技（南山科技）上市", "北湖科技", "南山科技"),
        ("星桥科技和星桥银行上市", "星桥科技", "星桥银行"),
    ],
)
def test_a_parent_and_its_child_stay_two(text, a, b):
    assert len(chains(text, a, b)) == 2


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("北湖期货交易所", "北期所"),
        ("中国证券监督管理委员会", "证监会"),
        ("北湖发展和改革委员会", "北湖发改委"),
    ],
)
def test_a_body_is_joined_with_its_abbreviation(a, b):
    assert chains(f"{a}昨日表示，{b}将公布细则", a, b, kind=EntityType.ORGANIZATION) == [[a, b]]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("北湖市财政局", "北湖市教育局"),
        ("北湖市委政法委", "北湖市委"),
        ("北湖期货交易所", "北湖证券交易所"),
        ("中国社会科学院", "中国科学院"),
        ("北湖市国资委", "北湖市委"),
        ("北湖市中级人民法院", "北湖市法院"),
        ("北湖市第一人民医院", "北湖市人民医院"),
        ("北湖新能源局", "北湖能源局"),
    ],
)
def test_two_bodies_of_like_names_stay_two(a, b):
    assert len(chains(f"{a}昨日表示，{b}将公布细则", a, b, kind=EntityType.ORGANIZATION)) == 2


@pytest.mark.parametrize(
    ("a", "b"), [("星桥 Lumen 3", "Lumen 3"), ("星桥流光", "流光"), ("Lumen机器人", "Lumen"), ("流光系列", "流光")]
)
def test_a_product_is_joined_with_its_maker_before_it_or_its_kind_behind(a, b):
    text = f"星桥昨日发布{a}，{b}售价不变"
    forms = [
        Form("星桥", places=[(0, 2)], type=EntityType.COMPANY),
        Form(a, places=[(6, 6 + len(a))], type=EntityType.PRODUCT),
        Form(b, places=[(text.rindex(b), text.rindex(b) + len(b))], type=EntityType.PRODUCT),
    ]
    assert [[f.text for f in group] for group in chains_of(text, forms)] == [["星桥"], [a, b]]


def test_well_known_names_of_one_firm_are_one_chain():
    assert chains("阿里巴巴昨日上市，Alibaba称", "阿里巴巴", "Alibaba") == [["阿里巴巴", "Alibaba"]]


def test_well_known_names_of_two_firms_stay_two():
    assert len(chains("阿里巴巴昨日上市，腾讯称", "阿里巴巴", "腾讯")) == 2


def test_a_product_and_its_successor_stay_two():
    assert len(chains("Lumen 3和Lumen 3 Pro昨日上市", "Lumen 3", "Lumen 3 Pro", kind=EntityType.PRODUCT)) == 2


def test_a_person_is_joined_by_the_last_part_of_a_foreign_name():
    assert len(chains("奥利弗·温特菲尔德说。温特菲尔德离开", "奥利弗·温特菲尔德", "温特菲尔德", kind=PERSON)) == 1


def test_two_persons_of_one_surname_stay_two():
    assert len(chains("林晓舟和林晓峰到场", "林晓舟", "林晓峰", kind=PERSON)) == 2


def test_a_city_is_joined_with_and_without_its_rank():
    assert len(chains("苏州市和苏州", "苏州市", "苏州", kind=PLACE)) == 1


def test_a_body_is_joined_without_its_state():
    assert len(chains("国务院国资委发布，国资委称", "国务院国资委", "国资委", kind=ORGANIZATION)) == 1


def test_forms_of_two_types_stay_two():
    text = "星桥（Starbrook）"
    a, b = Form("星桥", places=[(0, 2)], type=COMPANY), Form("Starbrook", places=[(3, 12)], type=PERSON)
    assert len(chains_of(text, [a, b])) == 2


def test_the_fullest_common_form_is_the_name():
    often = Form("星桥", places=[(i, i + 2) for i in range(0, 20, 2)])
    rarely = Form("北京星桥科技有限公司", places=[(30, 40)])
    assert preferred([often, rarely], COMPANY) == "星桥"
    assert preferred([Form("星桥", places=[(0, 2)]), rarely], COMPANY) == "北京星桥科技有限公司"


@pytest.mark.parametrize(
    ("text", "a", "b"),
    [
        ("Lumen Seaside发布，Seaside很好", "Lumen Seaside", "Seaside"),  # its last words
        ("Lumen G72发布，G72很好", "Lumen G72", "G72"),
        ("Lumen-Sea2发布，Lumen_Sea2很好", "Lumen-Sea2", "Lumen_Sea2"),
        ("「晨光」（Lumen）发布", "晨光", "Lumen"),  # a mark between name and parenthesis
        ("晨光鲁肽注射液获批，晨光鲁肽很好", "晨光鲁肽注射液", "晨光鲁肽"),
        ("Lumen模型发布，Lumen很好", "Lumen模型", "Lumen"),
    ],
)
def test_forms_of_one_product_are_one_chain(text, a, b):
    assert chains(text, a, b, kind=EntityType.PRODUCT) == [[a, b]]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("A6 GT发布，GT很好", ("A6 GT", "GT")),  # a mere grade
        ("Qarn Seaside和Tarn Seaside，Seaside很好", ("Qarn Seaside", "Tarn Seaside", "Seaside")),  # of which?
        ("Lumen Seaside发布，Lumen很好", ("Lumen Seaside", "Lumen")),  # a line and its member
    ],
)
def test_forms_of_two_products_stay_apart(text, names):
    assert len(chains(text, *names, kind=EntityType.PRODUCT)) == len(names)
