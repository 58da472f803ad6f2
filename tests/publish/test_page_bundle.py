from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from examples_of_facts import BAND, FUND, LIN, NINGBO, STARBRIDGE, TEXT, ZHOU, facts
from published import Telling, every_kind, store_of, wheel_of_companies

from kg.model import EntityType, text_digest
from kg.publish.load import load
from kg.publish.page import seam
from kg.publish.page.bundle import Matter, matter
from kg.publish.page.details import amount_data
from kg.publish.page.drawn import best_connected, claim_name, drawn
from kg.publish.page.sound import sound
from kg.publish.rows import Amount, ClaimRow
from kg.rdf import DEFAULT_BASE, Statement, article_graph
from kg.store import OxigraphStore

KEPT = {text_digest(TEXT): TEXT}


@pytest.fixture(scope="module")
def told() -> Matter:
    return matter(load(every_kind()), "星桥", KEPT.get)


def place_of(bundle: seam.Bundle, path: str) -> int:
    return bundle["nodes"]["id"].index("~" + path)


def rows(bundle: seam.Bundle, details: seam.Details, kind: str) -> list[tuple[int, seam.FactDetail]]:
    number = bundle["factKinds"].index(kind)
    return [(i, details[i]) for i, k in enumerate(bundle["facts"]["kind"]) if k == number]


def said_and_unattributed(told: Matter) -> list[seam.FactDetail]:
    return sorted((d for _, d in rows(told.bundle, told.details, "claim")), key=lambda d: "speaker" not in d)


def edges(bundle: seam.Bundle) -> set[tuple[str, str, str]]:
    e, names = bundle["edges"], bundle["nodes"]["name"]
    ends = zip(e["source"], e["kind"], e["target"], strict=True)
    return {(names[a], bundle["edgeKinds"][kind], names[b]) for a, kind, b in ends}


def test_entities_events_and_claims_are_nodes(told: Matter) -> None:
    nodes = told.bundle["nodes"]
    counts: dict[str, int] = {}
    for number in nodes["type"]:
        type_ = told.bundle["nodeTypes"][number]
        counts[type_] = counts.get(type_, 0) + 1
    assert counts == {"Company": 2, "Person": 2, "Product": 1, "Place": 1, "Event": 3, "Claim": 2}
    assert told.bundle["totals"] == {"nodes": 11, "edges": 14, "facts": 14, "articles": 1}
    assert nodes["name"][place_of(told.bundle, STARBRIDGE)] == "星桥科技"
    assert dict(nodes["aliases"])[place_of(told.bundle, STARBRIDGE)] == ["Starbridge"]


def test_posts_relations_roles_speakers_and_what_they_speak_of_are_edges(told: Matter) -> None:
    assert {
        ("林晓舟", "post", "星桥科技"),
        ("星桥科技", "produces", "星桥手环"),
        ("远帆资本", "investorIn", "星桥科技"),
        ("星桥科技", "organizer", "2024星桥开发者大会"),
        ("2024星桥开发者大会", "location", "宁波"),
        ("林晓舟", "author", "“星桥手环销量超过120万台，我们会继续投入”"),
        ("“星桥手环销量超过120万台，我们会继续投入”", "about", "星桥手环"),
    } <= edges(told.bundle)
    assert sorted(t for _, t in told.bundle["edges"]["title"]) == ["CEO", "星际事务专员", "首席财务官"]


def test_the_best_connected_come_first_and_know_how_many_edges_they_have(told: Matter) -> None:
    links = told.bundle["nodes"]["links"]
    assert links == sorted(links, reverse=True)
    assert told.bundle["nodes"]["name"][0] == "星桥科技"
    assert sum(links) == 2 * told.bundle["totals"]["edges"]


def test_events_and_claims_know_their_fact_and_it_knows_its_node(told: Matter) -> None:
    nodes, kinds = told.bundle["nodes"], told.bundle["facts"]["kind"]
    assert len(nodes["fact"]) == 5
    for node, fact in nodes["fact"]:
        assert told.bundle["factKinds"][kinds[fact]] in ("event", "claim")
        assert told.details[fact]["node"] == node
        assert told.bundle["facts"]["id"][fact] == nodes["id"][node]


def test_evidence_is_a_place_in_the_text(told: Matter) -> None:
    for detail in told.details:
        for place in detail["evidence"]:
            assert len(place) == 3
            assert told.texts[place[0]] == TEXT
    claim, _ = said_and_unattributed(told)
    spoken = [TEXT[start:end] for _, start, end in claim["evidence"]]  # type: ignore[misc]
    assert spoken == ["星桥手环销量超过120万台，", "我们会继续投入。"]


def test_evidence_counts_as_javascript_does() -> None:
    text = "\N{ROCKET}\N{ROCKET}星桥科技发布\N{ROCKET}新品"
    telling = Telling(text)
    telling.figure(telling.entity("星桥科技"), "新品", 1, "款", "发布\N{ROCKET}新品")
    made = matter(load(store_of(telling.facts())), texts=lambda _: text)
    (place,) = made.details[0]["evidence"]
    units = text.encode("utf-16-le")
    assert len(place) == 3
    assert units[2 * place[1] : 2 * place[2]].decode("utf-16-le") == "发布\N{ROCKET}新品"


@pytest.mark.parametrize("texts", [None, lambda _: None, lambda _: "别的文章" + TEXT])
def test_without_the_text_that_proves_it_evidence_is_its_words(texts: Any) -> None:
    made = matter(load(every_kind()), texts=texts)
    (_, post), *_ = [r for r in rows(made.bundle, made.details, "post") if r[1]["title"] == "CEO"]
    assert post["evidence"] == [
        (
            0,
            "星桥科技CEO林晓舟",
            TEXT[TEXT.index("星桥科技CEO") - 32 : TEXT.index("星桥科技CEO")],
            "表示，“我们会继续投入。”\n星桥科技完成3亿元B轮融资，由远帆资",
        )
    ]


def test_details_say_what_the_store_says_and_leave_out_what_it_does_not(told: Matter) -> None:
    posts = {d["title"]: d for _, d in rows(told.bundle, told.details, "post")}
    assert "former" not in posts["CEO"]
    assert (posts["首席财务官"]["former"], posts["首席财务官"]["valid"]) == (True, "2020/2024-03")
    events = {d["type"]: d for _, d in rows(told.bundle, told.details, "event")}
    assert events["IPO"]["modality"] == "Planned"
    assert (events["Conference"]["when"], events["Conference"]["written"]) == ("2024-03-05", "3月5日")
    assert events["Conference"]["place"] == place_of(told.bundle, NINGBO)
    assert ("leadInvestor", place_of(told.bundle, FUND)) in events["FundingRound"]["participants"]
    assert events["FundingRound"]["amount"] == {
        "zh": "3亿 元",
        "en": "300m 元",
        "written": "3亿元",
        "value": 300000000,
        "unit": "CNY",
    }
    said, unattributed = said_and_unattributed(told)
    assert (said["speaker"], said["about"], said["verb"]) == (
        place_of(told.bundle, LIN),
        [place_of(told.bundle, BAND)],
        "表示",
    )
    assert "speaker" not in unattributed


def test_what_was_said_is_told_where_the_evidence_does_not(told: Matter) -> None:
    assert all("text" not in detail for detail in told.details)
    without = matter(load(every_kind()))
    said = {detail.get("text") for _, detail in rows(without.bundle, without.details, "claim")}
    assert said == {"星桥手环销量超过120万台，我们会继续投入。", "发布新品"}
    telling = Telling("“先做好产品，”林晓舟说，“再做大。”")
    telling.claim(telling.entity("林晓舟", EntityType.PERSON), "先做好产品，")
    telling.claims[0] = replace(telling.claims[0], text="先做好产品，再做大。")
    (detail,) = matter(load(store_of(telling.facts())), texts=lambda _: telling.text).details
    assert detail["text"] == "先做好产品，再做大。"


def test_figures_can_be_drawn_as_charts(told: Matter) -> None:
    amounts = {d["metric"]: d["amount"] for _, d in rows(told.bundle, told.details, "figure")}
    assert amounts["营收"] == {
        "zh": "1.9亿–2.5亿 元",
        "en": "190m–250m 元",
        "written": "1.9亿元至2.5亿元",
        "value": 220000000,
        "range": [190000000, 250000000],
        "unit": "CNY",
    }
    assert amounts["销量"]["bound"] == "MoreThan"
    assert [(d["concept"], d["when"]) for _, d in rows(told.bundle, told.details, "figure") if "concept" in d] == [
        ("revenue", "2024-Q1")
    ]
    assert amount_data(Amount(written="若干")) == {"zh": "若干", "en": "若干", "written": "若干"}
    assert amount_data(Amount(Decimal("1E+400")))["zh"].startswith("1")
    assert "value" not in amount_data(Amount(Decimal("1E+400")))


def test_dates_fall_back_to_the_article_and_confidence_is_in_hundredths(told: Matter) -> None:
    of = told.bundle["facts"]
    posts = [i for i, _ in rows(told.bundle, told.details, "post")]
    assert {of["date"][i] for i in posts} == {"2024-03-06"}
    assert sorted(of["confidence"][i] for i in posts) == [50, 60, 93]
    assert set(of["date"]) >= {"2026-H2", "2024-Q1", "2024-03-01/2024-03-06"}


def test_only_web_addresses_become_links() -> None:
    telling = Telling("星桥科技称好", url="javascript:alert(1)")
    telling.claim(telling.entity("星桥科技"), "好")
    assert matter(load(store_of(telling.facts()))).bundle["articles"]["url"] == [""]


def test_names_are_found_by_their_sound(told: Matter) -> None:
    nodes = told.bundle["nodes"]
    assert nodes["sound"][place_of(told.bundle, ZHOU)] == "zhouyining zyn"
    claims = [i for i, t in enumerate(nodes["type"]) if told.bundle["nodeTypes"][t] == "Claim"]
    assert [nodes["sound"][i] for i in claims] == ["", ""]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("重庆长城", "chongqingchangcheng cqcc"),
        ("西藏银行", "xizangyinhang xzyh"),
        ("绿云音乐", "lvyunyinyue lyyy"),
        ("K12教育", "k12jiaoyu kjy"),
        ("Starbridge", ""),
        ("", ""),
        ("\N{ROCKET}", ""),
    ],
)
def test_words_sound_as_they_are_read(name: str, expected: str) -> None:
    assert sound([name]) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [("单以宁", "shanyining syn"), ("曾晓舟", "zengxiaozhou zxz"), ("尉迟晓舟", "yuchixiaozhou ycxz"), ("单", "dan d")],
)
def test_surnames_sound_as_surnames_do(name: str, expected: str) -> None:
    assert sound([name], is_person=True) == expected
    assert sound(["单打比赛"]) == "dandabisai ddbs"


def test_a_claim_is_called_by_its_first_words() -> None:
    long = ClaimRow("", (), None, "", "“我们会继续投入，把产品做好，用户的信任是最重要的事情。”", "DirectQuote")
    assert claim_name(long) == "“我们会继续投入，把产品做好，用户的信任是最重要…”"
    assert claim_name(replace(long, attribution="IndirectQuote", text="公司 会\n扩大规模。")) == "公司 会 扩大规模"


def test_of_600_nodes_the_500_best_connected_are_drawn() -> None:
    corpus = load(wheel_of_companies(599))
    graph = drawn(corpus)
    part = best_connected(corpus, graph.links, 500)
    made = matter(part, links=graph.links)
    assert len(made.bundle["nodes"]["id"]) == 500
    assert {"轴心集团", *(f"第{n}号公司" for n in range(300))} <= set(made.bundle["nodes"]["name"])
    assert made.bundle["nodes"]["links"][0] == 599


def test_events_and_claims_are_drawn_only_with_all_that_they_speak_of() -> None:
    corpus = load(every_kind())
    for limit in range(1, 11):
        part = best_connected(corpus, drawn(corpus).links, limit)
        graph = drawn(part)
        assert 0 < len(graph.nodes) <= limit
        whole = {fact.iri: fact.entities for fact in corpus.assertions}
        assert all(whole[fact.iri] == fact.entities for fact in part.assertions)
    assert best_connected(corpus, drawn(corpus).links, 11) is corpus


def related(*statements: str) -> OxigraphStore:
    store = OxigraphStore()
    for file in ("甲.md", "乙.md"):
        graph = article_graph(facts(source_file=file))
        store.replace_graph(graph.name, graph.statements)
    claims = sorted(c.iri for c in load(store).claims)
    relations = [Statement(s.format(*claims)) for s in statements]
    store.replace_graph(f"{DEFAULT_BASE}decisions", sorted(relations))
    return store


def test_what_the_graph_marks_as_in_conflict_or_in_accord_is_told() -> None:
    contradicts, corroborates = "<https://w3id.org/newskg/ns#contradicts>", "<https://w3id.org/newskg/ns#corroborates>"
    store = related(
        f"<{{0}}> {contradicts} <{{1}}> .",
        f"<{{1}}> {contradicts} <{{0}}> .",
        f"<{{2}}> {contradicts} <{{2}}> .",
        f"<{{2}}> {contradicts} <https://w3id.org/newskg/id/claim/0000000000000000> .",
        f"<{{3}}> {corroborates} <{{2}}> .",
    )
    corpus = load(store)
    claims = [c.iri for c in corpus.claims]
    assert (claims[0], claims[1]) in corpus.contradicts
    bundle = matter(corpus).bundle
    of = bundle["facts"]["id"].index
    short = ["~" + iri.removeprefix(bundle["base"]) for iri in claims]
    assert bundle["contradicts"] == [(of(short[0]), of(short[1]))]
    assert bundle["corroborates"] == [(of(short[2]), of(short[3]))]


def test_entities_of_a_foreign_type_are_others() -> None:
    telling = Telling("星桥科技成立")
    company = telling.entity("星桥科技")
    telling.entities.clear()
    telling.figure(company, "成立", 1, "年", "成立")
    bundle = matter(load(store_of(telling.facts()))).bundle
    assert [bundle["nodeTypes"][t] for t in bundle["nodes"]["type"]] == ["Other"]
    assert EntityType.COMPANY.value in bundle["nodeTypes"]


def test_an_empty_store_makes_an_empty_bundle() -> None:
    made = matter(load(store_of()))
    assert (made.bundle["nodes"]["id"], made.details, made.texts) == ([], [], ())
