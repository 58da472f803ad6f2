"""A text that was changed after it was read: both versions are kept, whatever happens, and the difference is told."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

import kg
from kg.errors import ConfigError
from kg.model import Annotations, Article, ArticleId, Block, BlockKind, Span, content_id, text_digest
from kg.pipeline.build import Build, Listeners, settle
from kg.pipeline.kept import KeptArticles
from kg.pipeline.projection import Projection
from kg.pipeline.report import Revised
from kg.pipeline.workplace import Workplace
from kg.rdf.revisions import history_graph
from kg.store.oxigraph import OxigraphStore

BASE = "https://data.example/id/"
A, B, C = "星桥科技完成融资。", "青檐咖啡开新店。", "岚岳机器人成立。"


def article(name: str, text: str = A, day: int = 10) -> Article:
    return Article(
        id=ArticleId(content_id("article", name)),
        source_file=name,
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, Span(0, len(text))),),
        published=datetime(2026, 3, day, tzinfo=UTC),
    )


class Place:
    """An output folder with its store, and builds into it that find nothing in any article."""

    def __init__(self, folder: Path) -> None:
        self.place = Workplace(folder)
        self.place.create()
        self.store = OxigraphStore(self.place.store)
        self.kept = KeptArticles(self.place)
        self.projection = Projection(self.store, BASE, "settings")

    def build(self, *sources: Article, version: str = "1") -> tuple[Revised, ...]:
        def extract(articles: Iterable[Article]) -> Iterator[tuple[Article, Annotations]]:
            return ((a, Annotations()) for a in articles)

        job = Build(self.kept, self.projection, (f"none/{version}",), "settings", extract, Listeners())
        job.run(sources)
        self.kept.sweep({entry.sha256 for entry in job.entries.values()})
        return job.revised()

    def texts(self, name: str = "a.md") -> list[str]:
        """The texts of an article's versions, as its records have them, the oldest first."""
        id = article(name).id
        return [*(self.kept.load_earlier(e).article.text for e in self.kept.revisions.of(id)), self.now(name)]

    def now(self, name: str) -> str:
        return self.kept.load(article(name).id).article.text

    def state(self) -> tuple[dict[str, list[str]], dict[str, bytes]]:
        """All statements by graph, and all kept files."""
        graphs = {g: list(self.store.statements(g)) for g in self.store.graphs()}
        folder = self.place.folder
        files = [p for name in ("annotations", "revisions", "texts") for p in (folder / name).rglob("*")]
        return graphs, {str(p.relative_to(folder)): p.read_bytes() for p in files if p.is_file()}


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "output")
    yield made
    made.store.close()


def told(place: Place) -> list[str]:
    """What the history says, in the first letters of the texts."""
    letters = {text_digest(text)[:16]: letter for text, letter in ((A, "A"), (B, "B"), (C, "C"))}
    lines = [line.split(" ") for line in place.store.statements(history_graph(BASE))]
    return sorted(f"{letters[s[-17:-1]]} after {letters[o[-17:-1]]}" for s, _, o, _ in lines)


def test_both_versions_are_kept_with_record_and_text_and_the_graph_has_the_newest(place):
    place.build(article("a.md", A), article("b.md", B))
    before = place.state()[1]
    [revised] = place.build(article("a.md", B), article("b.md", B))
    assert (revised.source, revised.earlier) == ("a.md", article("a.md", A).version)
    assert place.texts() == [A, B]
    assert place.texts("b.md") == [B]
    assert BASE + article("a.md", A).version not in place.store.graphs()
    [earlier] = place.kept.revisions.of(article("a.md").id)
    record = f"annotations/{article('a.md').id.rpartition('/')[2]}.json"
    assert earlier.file.read_bytes() == before[record], "the record moves as it is"
    assert place.place.text_of(text_digest(A)) == A
    assert told(place) == ["B after A"]


def test_going_back_to_an_older_text_is_a_version_again(place):
    for text in (A, B, A, C):
        place.build(article("a.md", text))
    assert place.texts() == [A, B, A, C]
    assert told(place) == ["A after B", "B after A", "C after A"]


def test_only_another_text_makes_a_version(place):
    place.build(article("a.md", A))
    assert place.build(article("a.md", A), version="2") == ()
    assert place.build(replace(article("a.md", A), headline="另一个标题", publisher="晨报"), version="2") == ()
    assert place.texts() == [A]


def test_an_article_that_is_removed_takes_its_versions_along(place):
    place.build(article("a.md", A), article("b.md", B))
    place.build(article("a.md", C))
    place.kept.forget(article("a.md").id)
    settle(place.kept, place.projection)
    place.kept.sweep({text_digest(B)})
    assert told(place) == []
    assert not list(place.place.revisions.iterdir())
    assert [p.read_text("utf-8") for p in place.place.texts.iterdir()] == [B]
    place.build(article("a.md", B))
    assert place.texts() == [B], "built again it starts anew"


@pytest.mark.parametrize("steps", range(4))
def test_a_removal_that_was_cut_short_leaves_the_article_with_its_versions_or_neither(place, steps, monkeypatch):
    for text in (A, B, C):
        place.build(article("a.md", text))
    before, left = place.state(), steps

    def cutting(real):
        def cut(*arguments, **named):
            nonlocal left
            if not left:
                raise Stop
            left -= 1
            return real(*arguments, **named)

        return cut

    with monkeypatch.context() as patch:
        for name in ("replace", "unlink"):
            patch.setattr(Path, name, cutting(getattr(Path, name)))
        with suppress(Stop):
            place.kept.forget(article("a.md").id)
    assert left == 0, "there are as many steps"
    settle(place.kept, place.projection)
    place.kept.published()
    place.kept.sweep({e.sha256 for e in place.kept.entries().values()})
    if steps == 0:
        assert place.state() == before
    else:
        assert place.state() == ({}, {})
    place.build(article("a.md", A))
    assert place.texts() == ([A, B, C, A] if steps == 0 else [A])


def test_a_record_that_was_lost_does_not_take_the_older_versions_with_it(place):
    place.build(article("a.md", A))
    place.build(article("a.md", B))
    place.kept.file_of(article("a.md").id).unlink()
    place.build(article("b.md", B))
    place.build(article("a.md", C))
    assert place.texts() == [A, C]
    place.kept.file_of(article("a.md").id).unlink()
    place.build(article("a.md", A))
    assert place.texts() == [A], "no two versions in a row have one text"


@pytest.mark.parametrize("order", [(0, 1, 2), (0, 2, 1), (1, 0, 2), (1, 2, 0), (2, 0, 1), (2, 1, 0)])
@pytest.mark.parametrize("last", [A, C])
def test_what_several_sources_of_one_build_say_is_no_version_but_the_last_word(place, order, last):
    id = article("a.md").id
    place.build(article("a.md", A))
    sources = [replace(article(f"{n}.md", text, day), id=id) for n, text, day in (("c", B, 12), ("d", last, 13))]
    sources.insert(0, replace(article("e.md", C, 11), id=id))
    revised = place.build(*(sources[n] for n in order))
    assert place.texts() == ([A] if last == A else [A, last])
    assert len(revised) == (last != A)


def test_two_sources_of_a_first_build_make_no_version(place):
    first, second = article("a.md", A, 10), replace(article("a.md", B, 11), source_file="b.md")
    assert place.build(first, second) == ()
    assert place.texts() == [B]
    assert told(place) == []


class Stop(BaseException):
    """Stands for a kill: nothing below catches it."""


@pytest.mark.parametrize("step", ["the store", "the earlier version", "the record"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_change_that_was_cut_short_is_whole_or_was_not(place, step, when, monkeypatch):
    for text in (A, B):
        place.build(article("a.md", text))
    sound = place.state()
    target, name = {
        "the store": (place.store, "commit"),
        "the earlier version": (place.kept.revisions, "add"),
        "the record": (Path, "replace"),
    }[step]
    real = getattr(target, name)

    def cut(*arguments):
        done = step == "the record" and not str(arguments[0]).endswith("waiting")
        if when == "after" or done:
            real(*arguments)
        if not done:
            raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(target, name, cut)
        with pytest.raises(Stop):
            place.build(article("a.md", A))
    settle(place.kept, place.projection)
    place.kept.sweep({e.sha256 for e in place.kept.entries().values()})
    if (step, when) != ("the record", "after"):
        assert place.state() == sound
    place.build(article("a.md", A))
    assert place.texts() == [A, B, A]
    assert told(place) == ["A after B", "B after A"]


def test_where_files_cannot_be_linked_they_are_copied(place, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(os, "link", refuse)
    for text in (A, B, C):
        place.build(article("a.md", text))
    assert place.texts() == [A, B, C]


def test_a_store_that_was_lost_gets_its_history_back(tmp_path):
    place = Place(tmp_path / "output")
    for text in (A, B, C):
        place.build(article("a.md", text))
    before = place.state()
    place.store.close()
    place.store = OxigraphStore()
    place.projection = Projection(place.store, BASE, "settings")
    settle(place.kept, place.projection)
    assert place.state() == before


def test_what_the_history_of_an_older_kg_says_stays_while_the_article_does(place):
    place.build(article("a.md", A))
    line = f"<{BASE}{article('a.md', A).version}> <http://www.w3.org/ns/prov#wasRevisionOf> <{BASE}x> ."
    place.store.commit({history_graph(BASE): [line]})
    place.build(article("a.md", B))
    assert len(list(place.store.statements(history_graph(BASE)))) == 2
    place.kept.forget(article("a.md").id)
    settle(place.kept, place.projection)
    assert list(place.store.statements(history_graph(BASE))) == []


def test_what_a_user_keeps_among_the_versions_is_left_alone(place):
    for text in (A, B):
        place.build(article("a.md", text))
    folder = place.kept.revisions.of(article("a.md").id)[0].file.parent
    (folder / "notes.json").write_text("mine", "utf-8")
    place.kept.forget(article("a.md").id)
    assert [p.name for p in folder.iterdir()] == ["notes.json"]


POST = """---
title: '{title}'
url: https://news.example/a/1
date: Tue, 10 Mar 2026 23:40:00 GMT
---
<p>星桥科技今日宣布完成{amount}亿元B轮融资，由澄湖资本领投。{more}</p>
<p>星桥科技2025年营收达4.2亿元，同比增长{growth}%。</p>
"""


@pytest.fixture(scope="module")
def revised(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("revised")
    versions = (
        {"title": "星桥科技融资3亿", "amount": 3, "growth": 12, "more": "星桥科技CEO林晓舟表示：“我们会扩产。”"},
        {"title": "星桥科技融资5亿", "amount": 5, "growth": 15, "more": ""},
    )
    for version in versions:
        (folder / "a.md").write_text(POST.format(**version), "utf-8")
        kg.build([folder / "a.md"], folder / "output")
    return folder / "output"


def test_the_difference_is_told_in_sentences_facts_and_headline(revised):
    [history] = kg.revisions(revised, "https://news.example/a/1")
    [change] = history.changes
    assert [(f.name, f.before, f.after) for f in change.fields] == [("headline", "星桥科技融资3亿", "星桥科技融资5亿")]
    marked = {(line.sign, p.text) for line in change.text for p in line.pieces if p.changed}
    assert {("-", "12%"), ("+", "15%"), ("-", "3"), ("+", "5")} <= marked
    assert ("-", "星桥科技CEO林晓舟表示：“我们会扩产。”") in marked
    facts = {(f.kind, f.what) for f in change.facts}
    assert {("name", "went"), ("post", "went"), ("claim", "went"), ("figure", "changed")} <= facts
    assert any(f.before and "12%" in f.before and f.after and "15%" in f.after for f in change.facts)
    assert change.same_extractors


def test_articles_with_several_versions_are_listed(revised):
    [history] = kg.revisions(revised)
    assert [v.headline for v in history.versions] == ["星桥科技融资3亿", "星桥科技融资5亿"]
    assert history.changes == ()
    with pytest.raises(ConfigError, match="no article «nothing»"):
        kg.revisions(revised, "nothing")
