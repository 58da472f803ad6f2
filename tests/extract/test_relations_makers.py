"""Makers that no rule states, judged by the whole article, on invented texts."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from marked_text import marked, triple
from pycrfsuite import Trainer

from kg.extract.events import EventExtractor
from kg.extract.relations import RelationExtractor, stated
from kg.extract.relations.consensus import consensus
from kg.extract.relations.makers import MADE, NOT_MADE, Evidence, MakerJudge
from kg.extract.relations.sightings import lettered, sightings, step
from kg.extract.skeleton import skeletons
from kg.model import Annotations, ChainId, RelationMention, RelationType


def read(source: str) -> tuple[set[str], set[str]]:
    """What rules state, and what is found in all."""
    article, names = marked(source)
    names += EventExtractor()(article, names)
    found = RelationExtractor()(article, names).relations
    assert all(e.of(article.text) for r in found for e in r.evidence)
    return {triple(r, names) for r in stated(article, names)}, {triple(r, names) for r in found}


def test_the_article_s_own_firm_makes_what_it_is_about() -> None:
    by_rule, found = read("[C星桥科技]已经用[D启明3]给出了答案。[D启明3]卖得很好。")
    assert by_rule == set()
    assert found == {"星桥科技 produces 启明3"}


@pytest.mark.parametrize(
    "source",
    [
        "[C星桥科技]今天开会，讨论了[D启明3]的价格。",
        "[C星桥科技]的工程师们每天用[D启明3]写代码。",
        "[C星桥科技]员工在[D远山]上发文称，产品很好。",
        "[C星桥科技]在[D远山]发文。",
    ],
)
def test_who_only_uses_or_speaks_of_a_product_does_not_make_it(source: str) -> None:
    assert read(source)[1] == set()


def test_a_rule_s_finding_is_kept_beside_other_firms() -> None:
    assert read("[C云杉智能]推出了[D启明3]，[C星桥科技]也在场。")[1] == {"云杉智能 produces 启明3"}


def test_features_name_no_firm_and_no_product() -> None:
    article, names = marked("[C星桥科技]今天说，[D启明3]和[D远山]比[C云杉智能]的[D林海]好。")
    evidence = Evidence(article, names, skeletons(article, names), stated(article, names))
    words = "".join(f for m, p in evidence.pairs() for f in evidence.features(m, p))
    assert not any(c in words for c in "星桥云杉启明远林海")


def test_sightings_count_commas_and_other_firms_as_distance() -> None:
    article, names = marked("[C星桥科技]发布[D启明3]，[C云杉智能]很快。")
    near, far = sorted(sightings(skeletons(article, names), names), key=lambda s: s.distance)
    assert (near.distance, near.evidence[0].of(article.text)) == (2, "星桥科技发布启明3")
    assert far.distance > near.distance + 10


def test_the_firm_of_the_sentence_before_is_seen_where_a_product_stands_alone() -> None:
    article, names = marked("[C星桥科技]开了会。[D启明3]涨价。")
    seen = next(sightings(skeletons(article, names), names))
    assert names.chain_of(seen.firm.id).name == "星桥科技"
    assert [e.of(article.text) for e in seen.evidence] == ["星桥科技", "启明3"]


def test_words_between_are_read_with_letters_for_names() -> None:
    article, names = marked("[C星桥科技]和[P林晓舟]的[D启明3]")
    [skeleton] = skeletons(article, names)
    assert lettered(skeleton, -3, 99) == "C和P的D"
    assert [step(n) for n in (0, 1, 4, 1000)] == [0, 1, 3, 10]


def test_what_all_else_speaks_against_is_dropped(tmp_path: Path) -> None:
    trainer = Trainer(algorithm="lbfgs", verbose=False)
    for _ in range(200):
        trainer.append([["bias"]], [NOT_MADE])
    trainer.append([["never seen"]], [MADE])
    trainer.train(str(tmp_path / "no.crfsuite"))
    no = MakerJudge(tmp_path / "no.crfsuite", tmp_path / "no.crfsuite")
    article, names = marked("[C云杉智能]推出的[D远山]很火。[C云杉智能]收购了[C星桥科技]。")
    names += EventExtractor()(article, names)
    found = {triple(r, names) for r in RelationExtractor(no)(article, names).relations}
    assert found == {"云杉智能 acquired 星桥科技"}


def test_relations_of_other_kinds_are_not_judged() -> None:
    article, names = marked("[C星桥科技]用[D启明3]写代码。[C云杉智能]来了。")
    firm, other = names.mentions[0], names.mentions[2]
    partners = RelationMention(RelationType.PARTNER_OF, firm.id, other.id, (firm.span,), 0.1)
    evidence = Evidence(article, names, skeletons(article, names), (partners,))
    assert tuple(MakerJudge()((partners,), evidence)) == (partners,)


def test_an_article_without_names_has_no_makers() -> None:
    article, names = marked("今天没有消息。")
    assert RelationExtractor()(article, names + Annotations()).relations == ()


def test_time_grows_with_the_length_only() -> None:
    def seconds(n: int) -> float:
        article, names = marked("".join(f"[C星桥{i}]与[D启明{i}]、" for i in range(n)) + "。")
        start = time.process_time()
        RelationExtractor()(article, names)
        return time.process_time() - start

    seconds(5)
    assert seconds(3_000) < 10


def test_who_makes_all_other_products_is_told_of_the_next() -> None:
    star, cloud = ChainId("m0-4"), ChainId("m9-13")
    one, two, three = ChainId("m20-22"), ChainId("m30-32"), ChainId("m40-42")
    first = {(star, one): 0.9, (star, two): 0.8, (star, three): 0.3, (cloud, three): 0.2, (cloud, one): 0.0}
    told = consensus(first, {(star, one)})
    assert "SallTrue" in told[star, three]
    assert "Smine2of2" in told[star, three]
    assert "Smine0of2" in told[cloud, three]
    assert "S9statedTrue" in told[star, one]
    assert {"S2rival1", "Srival3"} <= set(told[cloud, three])


def test_a_stated_pair_counts_unless_the_first_judgement_speaks_against_it() -> None:
    star, one, two = ChainId("m0-4"), ChainId("m20-22"), ChainId("m30-32")
    assert "Smine1of1" in consensus({(star, one): 0.2, (star, two): 0.3}, {(star, one)})[star, two]
    assert "Smine0of0" in consensus({(star, one): 0.05, (star, two): 0.3}, {(star, one)})[star, two]


def test_a_document_beside_firms_and_products_is_passed_over() -> None:
    _, found = read("[C星桥科技]发布[D《关于启明的公告》]。[C星桥科技]的[D启明3]今日上市。")
    assert found == {"星桥科技 produces 启明3"}
