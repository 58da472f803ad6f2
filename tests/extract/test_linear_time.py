"""Four times the text takes about four times as long: on hostile texts, through every stage.

CPU time is compared with CPU time of the same process, the least of a few runs, and the bound lies between four, which
linear time gives, and sixteen, which quadratic time gives: a busy machine makes both sides slower.
``python -m benchmarks.linear`` measures more texts, up to a megabyte.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache

import pytest

from benchmarks.hostile_texts import TEXTS, repeated
from benchmarks.linear import article
from kg.model import Annotations, Article
from kg.pipeline.extraction import extract_one, load_extractors
from kg.rdf import article_graph
from kg.registry import BUILT_IN
from kg.resolve import resolve
from kg.text.amounts import find_amounts
from kg.text.dates import find_dates
from kg.text.quotations import find_quotations
from kg.text.sentences import LONGEST, sentences

_SMALL, _LARGE = 2_500, 10_000
_BOUND = 9.0
_RUNS = 2
_TRIES = 3
_TEXTS = (
    "“ and ”",
    "digits",
    "的",
    "（…）",
    "all quotation marks",
    "many names",
    "one sentence: all",
    "one clause: all",
    "lines: all",
    "one trigger: 轮融资",
    "持有的",
)
"""Of the texts of the benchmark those on which stages once took more than linear time, or would first."""


def growth(step: Callable[[int], object], small: int = _SMALL, large: int = _LARGE) -> float:
    """How many times as long a step takes at the larger of two sizes; what takes no time does not grow.

    What is over the bound is measured again: what others do to caches and clocks passes, quadratic time stays.
    """
    found = []
    while len(found) < _TRIES and min(found, default=_BOUND) >= _BOUND:
        found.append(_least(step, large) / max(_least(step, small), 0.002))
    return min(found)


def _least(step: Callable[[int], object], size: int) -> float:
    taken = []
    for _ in range(_RUNS):
        began = time.process_time()
        step(size)
        taken.append(time.process_time() - began)
    return min(taken)


@cache
def _extractors() -> tuple[object, ...]:
    return load_extractors(tuple(BUILT_IN))


_read = iter(range(1_000_000))


def _new(text: str) -> Article:
    """An article that nothing remembers anything of."""
    return article(text, next(_read))


def _extracted(text: str) -> None:
    one = _new(text)
    found: Annotations = extract_one(_extractors(), one)  # type: ignore[arg-type]
    article_graph(resolve(one, found))


def test_the_measure_sees_quadratic_time() -> None:
    def each_with_each(size: int) -> int:
        return sum(1 for _ in range(size // 4) for _ in range(size // 4))

    assert growth(each_with_each) > _BOUND


def test_the_measure_lets_linear_time_pass() -> None:
    assert growth(lambda size: sum(1 for _ in range(size * 20))) < _BOUND


@pytest.mark.parametrize("name", _TEXTS)
def test_extraction_takes_time_linear_in_the_text(name: str) -> None:
    _extracted(TEXTS[name](200))
    assert growth(lambda size: _extracted(TEXTS[name](size))) < _BOUND


@pytest.mark.parametrize("name", ["“ and ”", "” and “", '"', "星“", "“…』", "all quotation marks"])
def test_quotations_are_found_in_linear_time(name: str) -> None:
    def step(size: int) -> None:
        text = TEXTS[name](size)
        find_quotations(text, article(text).blocks[0].span.cover(article(text).blocks[-1].span))

    assert growth(step, 16_000, 64_000) < _BOUND


@pytest.mark.parametrize("name", ["digits", "1,1,1", "111,…,1111", "1-2-3", "3亿、4亿", "1月至2月", "dates", "亿"])
def test_dates_and_amounts_are_found_in_linear_time(name: str) -> None:
    counted = iter(range(1_000_000))

    def step(size: int) -> None:
        text = f"{next(counted)}：{TEXTS[name](size)}"
        find_dates(text, None)
        find_amounts(text)

    assert growth(step, 8_000, 32_000) < _BOUND


def test_a_currency_is_carried_over_a_long_line_in_linear_time() -> None:
    step = repeated("1美元", "3亿，", "5家，")
    assert growth(lambda size: find_amounts(f"{next(_read)}{step(size)}"), 8_000, 32_000) < _BOUND


def test_no_sentence_is_longer_than_what_looks_at_sentences_can_bear() -> None:
    for name in ("，", "的", "spaces", "one sentence: all", "“ and ”"):
        one = article(TEXTS[name](20_000))
        found = sentences(one)
        assert max(len(s) for s in found) <= LONGEST
        words = "".join(s.of(one.text) for s in found)
        assert "".join(words.split()) == "".join(one.text.split())


def test_a_long_sentence_is_cut_at_a_comma() -> None:
    one = article("星桥科技收购了云杉智能，" * 400)
    cut = [s.of(one.text)[-1] for s in sentences(one)[1:-1]]
    assert len(cut) > 1
    assert set(cut) == {"，"}


def test_a_sentence_of_usual_length_is_not_cut() -> None:
    one = article("星桥科技收购了云杉智能，" * 100 + "何望表示。")
    assert len(sentences(one)) == 2  # the headline is the other


def test_months_that_go_on_and_on_leave_the_calendar_without_a_fault() -> None:
    found = find_dates(TEXTS["1月至2月"](60_000), None) + find_dates("2025年12月至1月" + "至2月至1月" * 9000, None)
    years = {e.period.iso[:5] for e in found if e.period}
    assert years
    assert all(year[4:5] in ("", "-", "/") for year in years)


def test_a_fact_of_a_long_article_costs_no_reading_of_the_whole() -> None:
    """The identifier of a fact holds the version, which is a hash of the text: it is made once."""
    one = _new(TEXTS["many names in sentences"](3_000))
    found = extract_one(_extractors(), one)  # type: ignore[arg-type]
    long = article(one.text + "\n" + "长" * 400_000)
    assert _least(lambda _: resolve(long, found), 0) < 8 * max(_least(lambda _: resolve(one, found), 0), 0.01)


def test_evidence_is_held_against_a_long_text_without_copying_it() -> None:
    from kg.model import text_digest
    from kg.publish.check import misplaced
    from kg.publish.nodes import Nodes
    from kg.rdf import Statement
    from kg.rdf.namespaces import OA, RDF, SCHEMA

    def step(size: int) -> None:
        text = "星桥" * (size // 2)
        said = [f"<x:t> {RDF.type} {SCHEMA.MediaObject} .", f'<x:t> {SCHEMA.sha256} "{text_digest(text)}" .']
        for i in range(1_000):
            said += [f"<x:e{i}> {RDF.type} {OA.SpecificResource} .", f"<x:e{i}> {OA.hasSource} <x:t> ."]
            said += [f"<x:e{i}> {OA.hasSelector} <x:s{i}> .", f'<x:s{i}> {OA.start} "{2 * i}" .']
            said += [f'<x:s{i}> {OA.end} "{2 * i + 2}" .', f'<x:s{i}> {OA.exact} "星桥" .']
            said += [f'<x:s{i}> {OA.suffix} "星" .']
        assert not list(misplaced(Nodes(map(Statement, said)), lambda _: text))

    assert growth(step, 20_000, 2_000_000) < _BOUND  # a hundred times the text, as many evidences


def test_the_sentences_around_quotations_are_found_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from kg.serve.pages import passages

    asked = []
    split = passages.split_sentences
    monkeypatch.setattr(passages, "split_sentences", lambda text, block: asked.append(block) or split(text, block))
    text = "星桥科技收购了云杉智能。" * 500
    for start in range(0, 6_000, 120):
        assert passages._around(text, start + 2, start + 4) == (start, start + 12)
    assert len(asked) == 1
