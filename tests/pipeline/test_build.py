"""A build over a real store: skipping, replacing, refusing, and the state after an interruption at any step."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kg.errors import ConfigError, ExtractionError, ForeignLanguageError, ReadError, StoreError
from kg.model import (
    Annotations,
    Article,
    ArticleId,
    Block,
    BlockKind,
    Chain,
    EntityType,
    Layer,
    Mention,
    MentionId,
    RelationMention,
    RelationType,
    Span,
    content_id,
    text_digest,
)
from kg.pipeline.build import Build, Listeners, settle
from kg.pipeline.extraction import check_order, extract_one
from kg.pipeline.kept import KeptArticles
from kg.pipeline.projection import Projection
from kg.pipeline.report import Outcome
from kg.pipeline.workplace import Workplace
from kg.rdf.revisions import history_graph
from kg.store.oxigraph import OxigraphStore

BASE = "https://data.example/id/"


def article(name: str, text: str = "星桥科技完成融资。", day: int = 10) -> Article:
    return Article(
        id=ArticleId(content_id("article", name)),
        source_file=name,
        text=text,
        blocks=(Block(BlockKind.PARAGRAPH, Span(0, len(text))),),
        published=datetime(2026, 3, day, tzinfo=UTC),
    )


class FirstFour:
    """Takes the first four characters of every article for a company; fails where there are none."""

    name = "first-four"
    version = "1"
    requires: frozenset[Layer] = frozenset()
    provides = frozenset({Layer.MENTIONS, Layer.CHAINS})

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        if "炸" in article.text:
            raise RuntimeError("boom")
        mention = Mention(Span(0, 4), EntityType.COMPANY)
        chain = Chain(EntityType.COMPANY, article.text[:4], (), (mention.id,))
        if "错" in article.text:
            stranger = RelationMention(RelationType.PARTNER_OF, mention.id, MentionId("m90-92"), (Span(0, 4),), 0.9)
            return Annotations((mention,), (chain,), relations=(stranger,))
        return Annotations((mention,), (chain,))


class Place:
    """An output folder with its store, and builds into it."""

    def __init__(self, folder: Path) -> None:
        self.place = Workplace(folder)
        self.place.create()
        self.store = OxigraphStore(self.place.store)
        self.kept = KeptArticles(self.place)
        self.projection = Projection(self.store, BASE, "settings")
        self.said: list[str] = []

    def build(self, *sources: Article | ReadError, version: str = "1", again: bool = False) -> dict[Outcome, int]:
        def extract(articles: Iterable[Article]) -> Iterator[tuple[Article, Annotations | ExtractionError]]:
            for a in articles:
                try:
                    yield a, extract_one([FirstFour()], a)
                except ExtractionError as error:
                    yield a, error

        listeners = Listeners(on_error=lambda refusal: self.said.append(str(refusal)))
        job = Build(self.kept, self.projection, (f"first-four/{version}",), "settings", extract, listeners, again)
        return job.run(sources)

    def state(self) -> tuple[dict[str, list[str]], dict[str, bytes]]:
        """All statements by graph, and all kept files."""
        graphs = {g: list(self.store.statements(g)) for g in self.store.graphs() if g != history_graph(BASE)}
        files = {p.name: p.read_bytes() for p in self.place.annotations.iterdir()}
        return graphs, files


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "output")
    yield made
    made.store.close()


def outcome(found: dict[Outcome, int]) -> dict[str, int]:
    return {o.value: n for o, n in found.items() if n}


def test_what_is_unchanged_is_skipped(place):
    assert outcome(place.build(article("a.md"), article("b.md"))) == {"built": 2}
    before = place.state()
    assert outcome(place.build(article("a.md"), article("c.md"))) == {"built": 1, "unchanged": 1}
    assert len(place.state()[0]) == 3
    assert before[1].items() <= place.state()[1].items()


def test_an_extractor_of_another_version_reads_everything_anew(place):
    place.build(article("a.md"))
    assert outcome(place.build(article("a.md"), version="2")) == {"built": 1}
    assert outcome(place.build(article("a.md"), version="2")) == {"unchanged": 1}
    assert outcome(place.build(article("a.md"), version="2", again=True)) == {"built": 1}


def test_a_changed_text_replaces_what_it_said_and_leaves_a_trace_of_the_revision(place):
    old, new = article("a.md"), article("a.md", "青檐咖啡开新店。")
    place.build(old)
    place.build(new)
    graphs, files = place.state()
    assert list(graphs) == [BASE + new.version]
    assert len(files) == 1
    [told] = place.store.statements(history_graph(BASE))
    assert new.version in told.partition(" ")[0]
    assert old.version in told.rpartition("<")[2]


def test_changed_metadata_alone_is_a_change(place):
    place.build(article("a.md"))
    assert outcome(place.build(replace(article("a.md"), publisher="南岸商业观察"))) == {"built": 1}


def test_one_bad_article_stops_nothing_and_is_named(place):
    broken = ReadError("b.json", "broken JSON")
    found = place.build(article("a.md"), broken, article("c.md", "炸炸炸炸"), article("d.md"))
    assert outcome(found) == {"built": 2, "refused": 1, "failed": 1}
    assert place.said == ["b.json: broken JSON", "c.md: extractor «first-four» failed: RuntimeError: boom"]
    assert len(place.state()[0]) == 2


def test_an_article_that_breaks_an_extractor_keeps_what_was_known_of_it(place):
    place.build(article("a.md"))
    before = place.state()
    place.build(article("a.md", "炸炸炸炸"))
    assert place.state() == before


def test_annotations_that_do_not_fit_together_are_a_failure_of_their_article_alone(place):
    place.build(article("a.md"))
    before = place.state()
    found = place.build(article("a.md", "错错错错"), article("b.md", "错错错错"))
    assert outcome(found) == {"failed": 2}
    assert place.said == [
        f"{name}: an annotation points at the mention «m90-92», which no chain holds" for name in ("a.md", "b.md")
    ]
    assert place.state() == before
    assert outcome(place.build(article("c.md"))) == {"built": 1}


def test_an_article_in_a_foreign_language_is_kept_without_facts_and_refused_each_time(place):
    error = ForeignLanguageError("e.md", "en")
    error.article = replace(article("e.md", "Starbridge raises money."), language="en")
    for _ in range(2):
        assert outcome(place.build(error)) == {"refused": 1}
    [statements] = place.state()[0].values()
    assert any("NewsArticle" in s for s in statements)
    assert not any("Mention>" in s for s in statements)


def test_the_order_of_articles_does_not_matter(tmp_path):
    copy = replace(article("a.md", "岚岳机器人。", 12), source_file="z.md")
    sources = [article("a.md"), article("b.md", "青檐咖啡开店。"), copy]
    states = []
    for i, order in enumerate((sources, sources[::-1], [sources[2], sources[0], sources[1]])):
        place = Place(tmp_path / str(i))
        assert outcome(place.build(*order)) == {"built": 2, "duplicate": 1}
        states.append(place.state())
        place.store.close()
    assert states[0] == states[1] == states[2]


class Stop(BaseException):
    """Stands for a kill: nothing below catches it."""


@pytest.mark.parametrize("step", ["before the store", "after the store"])
@pytest.mark.parametrize("text", ["青檐咖啡开新店。", "星桥科技完成融资。"])
def test_a_build_that_was_cut_short_is_put_right_by_the_next(place, step, text, monkeypatch):
    place.build(article("a.md"), article("b.md"))
    sound = place.state()
    commit = place.store.commit

    def cut(*arguments):
        if step == "after the store":
            commit(*arguments)
        raise Stop

    with monkeypatch.context() as patch:
        patch.setattr(place.store, "commit", cut)
        with pytest.raises(Stop):
            place.build(article("a.md", text), version="2")
    settle(place.kept, place.projection)
    assert place.state() == sound


def test_the_store_can_be_made_again_from_what_is_kept(tmp_path):
    place = Place(tmp_path / "one")
    place.build(article("a.md"), article("b.md"))
    sound = place.state()
    place.store.close()
    place.store = OxigraphStore()
    settle(place.kept, Projection(place.store, BASE, "settings"))
    assert place.state() == sound


def test_a_graph_of_which_nothing_is_kept_goes(place):
    place.build(article("a.md"), article("b.md"))
    place.kept.forget(article("b.md").id)
    settle(place.kept, place.projection)
    assert list(place.state()[0]) == [BASE + article("a.md").version]


def test_graphs_whose_records_are_lost_stay_and_without_any_record_no_build_begins(place):
    place.build(article("a.md"), article("b.md"))
    before = place.state()[0]
    for name in ("a.md", "b.md"):
        place.kept.file_of(article(name).id).unlink()
    with pytest.raises(StoreError, match="has no record left"):
        place.build(article("c.md"))
    assert place.state() == (before, {})
    place.projection.drop([article("a.md").version])
    place.said.clear()
    place.build()
    [said] = place.said
    assert "the record is lost" in said
    assert list(place.state()[0]) == [BASE + article("b.md").version]


def test_a_removal_that_was_cut_short_is_no_lost_record(place):
    place.build(article("a.md"), article("b.md"))
    for name in ("a.md", "b.md"):
        place.kept.forget(article(name).id)
    place.build()
    assert place.said == []
    assert place.state()[0] == {}


@pytest.mark.parametrize(
    "base", ["https://other.example/kg/", "https://data.example/", "https://data.example/id/article/"]
)
def test_under_another_base_nothing_of_the_old_one_is_left(place, base):
    place.build(article("a.md"), article("b.md"))
    place.build(article("a.md", "青檐咖啡开新店。"))
    place.projection = Projection(place.store, base, "settings")
    settle(place.kept, place.projection)
    statements = [line for g in place.store.graphs() for line in place.store.statements(g)]
    versions = {e.version for e in place.kept.entries().values()}
    assert set(place.store.graphs()) == {*(base + v for v in versions), history_graph(base)}
    assert not [line for line in statements if f"<{BASE}" in line and not (base in line and base.startswith(BASE))]
    [told] = place.store.statements(history_graph(base))
    assert told.count(f"<{base}article/") == 2


def test_a_record_that_is_damaged_stops_no_build_and_what_it_said_stays(place):
    place.build(article("a.md"), article("b.md"))
    graphs = place.state()[0]
    damage_record(place, article("a.md"))
    assert outcome(place.build(article("b.md"), article("c.md"))) == {"built": 1, "unchanged": 1, "refused": 1}
    [said] = place.said
    assert said.startswith("a.md: ")
    assert "not a record that kg keeps" in said
    assert "`kg build FOLDER -o " in said
    assert said.endswith("FOLDER being the one that holds a.md")
    assert place.state()[0].items() > graphs.items()
    place.kept.sweep(set())
    assert place.place.text_of(text_digest(article("a.md").text))


def test_a_record_that_is_damaged_costs_nothing_under_another_base(place):
    place.build(article("a.md"), article("b.md", "青檐咖啡开新店。"))
    place.projection = Projection(place.store, "https://other.example/kg/", "settings")
    damage_record(place, article("a.md"))
    place.build()
    damaged = "https://other.example/kg/" + article("a.md").version
    assert damaged in place.store.graphs()
    assert not [line for line in place.store.statements(damaged) if BASE in line]
    assert len(place.said) == 1


def test_a_source_that_is_read_again_takes_the_place_of_its_damaged_record(place):
    place.build(article("a.md"))
    damage_record(place, article("a.md"))
    new = article("a.md", "青檐咖啡开新店。")
    assert outcome(place.build(new)) == {"built": 1}
    assert list(place.state()[0]) == [BASE + new.version]
    assert place.said == []
    assert [file.read_text("utf-8")[:9] for file in place.place.damaged.iterdir()] == ['{"format"']
    assert outcome(place.build(new)) == {"unchanged": 1}


def test_an_article_whose_record_was_set_aside_stays_until_it_is_read_again(place):
    place.build(article("a.md"))
    graphs = place.state()[0]
    [file] = place.place.annotations.glob("*.json")
    place.kept.set_aside(file)
    assert outcome(place.build()) == {"refused": 1}
    assert place.state()[0] == graphs
    assert outcome(place.build(article("a.md"))) == {"built": 1}


@pytest.mark.parametrize("at", [20, 200, -80, -200])
def test_one_changed_character_in_a_record_is_noticed(place, at):
    place.build(article("a.md", "星桥科技完成融资，金额未披露，投资方为岚岳资本。"))
    [file] = place.place.annotations.glob("*.json")
    raw = bytearray(file.read_bytes())
    raw[at] ^= 1
    file.write_bytes(raw)
    assert place.kept.entries() == {}
    assert list(place.kept.damaged) == [article("a.md").id]


def test_a_record_of_an_older_kg_which_has_no_digest_is_read(place):
    place.build(article("a.md"))
    [file] = place.place.annotations.glob("*.json")
    told, _, _ = file.read_text("utf-8").rpartition(',"digest"')
    file.write_text(told + "}\n", "utf-8")
    assert outcome(place.build(article("a.md"))) == {"unchanged": 1}
    file.write_text(told.replace('"mentions":[{', '"mentions":[{"odd":1,', 1) + "}\n", "utf-8")
    place.store.remove_graph(BASE + article("a.md").version)
    assert outcome(place.build()) == {"refused": 1}


@pytest.mark.parametrize("more", ["\n", " ", "}", '"}\n'])
def test_a_record_with_something_after_its_end_is_damaged(place, more):
    place.build(article("a.md"))
    file = place.kept.file_of(article("a.md").id)
    file.write_text(file.read_text("utf-8") + more, "utf-8")
    assert place.kept.entry(article("a.md").id) is None


def damage_record(place: Place, of: Article) -> None:
    file = place.place.annotations / f"{of.id.rpartition('/')[2]}.json"
    file.write_text(file.read_text("utf-8")[:50], "utf-8")


def test_texts_that_no_article_has_are_swept_and_shared_ones_stay(place):
    place.build(article("a.md"), article("b.md"), article("c.md", "青檐咖啡。"))
    assert len(list(place.place.texts.iterdir())) == 2
    place.kept.forget(article("a.md").id)
    place.kept.forget(article("c.md").id)
    place.kept.sweep({e.sha256 for e in place.kept.entries().values()})
    [text] = place.place.texts.iterdir()
    assert text.read_text("utf-8") == article("b.md").text


def test_what_a_user_keeps_beside_texts_and_annotations_is_left_alone(place):
    place.build(article("a.md"))
    texts, annotations = place.place.texts, place.place.annotations
    mine = [texts / "notes.txt", texts / "sub" / "more.txt", annotations / "mine.json", annotations / "x.json.waiting"]
    for file in mine:
        file.parent.mkdir(exist_ok=True)
        file.write_text("mine", "utf-8")
    place.build(article("b.md"))
    place.kept.sweep(set())
    assert [file.read_text("utf-8") for file in mine] == ["mine"] * 4
    assert sorted(p.name for p in texts.iterdir()) == ["notes.txt", "sub"]


@pytest.mark.parametrize(
    "theirs",
    ["texts/a.txt", "annotations/a.json", "graph.ttl", "store/x", "snapshots/x", "snapshots", "post.md", "store"],
)
def test_a_folder_that_others_made_is_not_taken_for_the_results(tmp_path, theirs):
    file = tmp_path / theirs
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("mine", "utf-8")
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(ConfigError, match="which kg did not make; name a new or an empty folder"):
        Workplace(tmp_path).create()
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("lost", [[], ["store"], ["annotations", "store"]])
def test_an_empty_folder_and_one_that_kg_made_take_results(tmp_path, lost):
    for name in (".gitkeep", "README.md"):
        (tmp_path / name).write_text("", "utf-8")
    place = Place(tmp_path)
    place.build(article("a.md"))
    place.store.close()
    for name in lost:
        shutil.rmtree(tmp_path / name)
    if "annotations" in lost:
        shutil.rmtree(tmp_path / "texts")
    else:
        (tmp_path / "my notes.md").write_text("", "utf-8")
    Workplace(tmp_path).create()


def test_extractors_in_an_order_that_cannot_work_are_refused_before_anything_is_read():
    class Late(FirstFour):
        name = "late"
        requires = frozenset({Layer.MENTIONS, Layer.FIGURES})

    check_order([FirstFour()])
    with pytest.raises(ConfigError, match="«late» needs figures, which"):
        check_order([FirstFour(), Late()])
