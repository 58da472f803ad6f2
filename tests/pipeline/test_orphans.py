"""Articles that no record tells of, where store and snapshots are lost too: what is left of them is not thrown away."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from broken_graphs import CONFIG, one_of

from kg.errors import StoreError
from kg.model import ArticleId
from kg.pipeline import BuildReport, Workplace, build, remove
from kg.pipeline.backup import backup
from kg.pipeline.checking import check_deep
from kg.pipeline.kept import RESCUED, KeptArticles
from kg.pipeline.orphans import keep_apart, shown_in
from kg.pipeline.repair import repair
from kg.store.lock import StoreInUseError, StoreLock
from kg.store.publishing import PublishingStore


def lose(place: Workplace, source: str = "b.md") -> tuple[ArticleId, Path]:
    """Store, snapshots, and the record of one article; gives the article, and where its text would be set aside."""
    [entry] = [entry for entry in KeptArticles(place).entries().values() if entry.source_file == source]
    for folder in (place.store, place.snapshots):
        shutil.rmtree(folder)
    KeptArticles(place).file_of(entry.id).unlink()
    return entry.id, place.damaged / f"{entry.sha256}.txt"


def build_one(place: Workplace, whole: Path, name: str) -> BuildReport:
    return build([whole.parent / name], place.folder, config=CONFIG)


@pytest.mark.parametrize("by", ["build", "repair"])
def test_what_is_left_of_an_article_is_set_aside_and_said(place: Workplace, whole: Path, by: str) -> None:
    exports = {file.name: file.read_bytes() for file in (place.turtle, place.page)}
    kept_text = next(file for file in place.texts.iterdir() if "岚岳资本" in file.read_text("utf-8"))
    told = kept_text.read_bytes()
    id, aside = lose(place)
    found = check_deep(place.folder, config=CONFIG)
    text, article = one_of(found, "no record has this text"), one_of(found, "graph.ttl is what is left of it")
    assert (text.node, text.is_note, text.mends) == (f"texts/{aside.name}", False, False)
    assert "«岚岳资本投资星桥科技" in text.problem
    assert (article.where, article.node, article.mends) == ("b.md", id, False)
    if by == "repair":
        assert {text, article} <= set(repair(place.folder, config=CONFIG).left)
    else:
        report = build_one(place, whole, "a.md")
        assert int(report.exit_code) == 1
        assert [refusal.source for refusal in report.refused] == [str(aside), "b.md"]
        assert "the record is lost; the graph has lost it: read it again with" in report.refused[1].reason
    assert aside.read_bytes() == told
    assert not place.text_file(aside.stem).exists()
    assert {name: (place.damaged / name).read_bytes() for name in exports} == exports
    assert not (place.damaged / place.report.name).exists()
    left = check_deep(place.folder, config=CONFIG).faults
    assert sorted(fault.where for fault in left) == ["b.md", "files"]
    assert sorted(fault.node for fault in left) == sorted(
        f"damaged/{name}" for name in (f"{id.rpartition('/')[2]}.json", aside.name)
    )
    assert len(backup(place.folder.parent / "b.tar.gz", place.folder, config=CONFIG).damaged) == 2
    assert build_one(place, whole, "b.md").refused == ()
    assert not aside.exists()
    assert place.text_file(aside.stem).read_bytes() == told
    whole_again = check_deep(place.folder, config=CONFIG)
    assert whole_again.faults == ()
    names = sorted(found.node for found in whole_again.findings if found.advice.startswith("delete it"))
    assert names == sorted(f"damaged/{name}" for name in (*exports, f"{id.rpartition('/')[2]}.json"))


def test_a_repair_that_is_not_done_says_the_same_and_moves_nothing(place: Workplace) -> None:
    id, aside = lose(place)
    before = sorted(place.folder.rglob("*"))
    report = repair(place.folder, config=CONFIG, dry_run=True)
    assert {fault.node for fault in report.left} == {id, f"texts/{aside.name}"}
    assert sorted(place.folder.rglob("*")) == before


def test_an_article_without_text_and_record_is_told_by_the_old_exports(place: Workplace, whole: Path) -> None:
    id, aside = lose(place)
    place.text_file(aside.stem).unlink()
    [refusal] = build_one(place, whole, "a.md").refused
    assert refusal.source == "b.md"
    assert shown_in(place.damaged / "graph.ttl")[0][id] == "b.md"
    [fault] = check_deep(place.folder, config=CONFIG).faults
    assert f"or take the article out with `kg remove {id} -o {place.folder}`" in fault.advice
    assert remove([id], place.folder, config=CONFIG)
    assert check_deep(place.folder, config=CONFIG).faults == ()


@pytest.mark.parametrize("is_cut_short", [False, True])
def test_a_report_that_counts_more_articles_is_told_where_nothing_names_them(
    place: Workplace, whole: Path, is_cut_short: bool
) -> None:
    _, aside = lose(place)
    place.text_file(aside.stem).unlink()
    turtle = place.turtle.read_bytes()
    place.turtle.unlink()
    if is_cut_short:
        place.turtle.write_bytes(turtle[:300])
    [fault] = [fault for fault in check_deep(place.folder, config=CONFIG).faults if fault.node == "report.json"]
    assert not fault.mends
    for _ in range(2):
        [refusal] = build_one(place, whole, "a.md").refused
        assert "it counts 2 articles, more than anything named" in refusal.reason
    [fault] = check_deep(place.folder, config=CONFIG).faults
    assert fault.node == "damaged/report.json"


def test_a_report_that_counts_more_than_records_and_export_name_is_told_too(place: Workplace, whole: Path) -> None:
    lose(place)
    report = json.loads(place.report.read_text("utf-8"))
    report["graph"]["articles"] += 1
    place.report.write_text(json.dumps(report), "utf-8")
    sources = [refusal.source for refusal in build_one(place, whole, "a.md").refused]
    assert {"b.md", str(place.damaged / place.report.name)} <= set(sources)
    assert len(sources) == 3  # and the text
    left = build_one(place, whole, "b.md").refused
    assert [refusal.source for refusal in left] == [str(place.damaged / place.report.name)]
    (place.damaged / place.report.name).unlink()
    assert build_one(place, whole, "b.md").refused == ()


def test_a_build_that_is_killed_before_its_store_is_made_again_loses_nothing(
    place: Workplace, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, aside = lose(place)

    def killed(self: object) -> None:
        raise KeyboardInterrupt

    for step in ("publish", "settle", "_publish"):
        with monkeypatch.context() as patched:
            patched.setattr(PublishingStore, step, killed)
            with pytest.raises(KeyboardInterrupt):
                build_one(place, whole, "a.md")
    build_one(place, whole, "a.md")
    assert aside.exists()


def test_texts_of_nobody_go_where_a_store_or_a_snapshot_tells_who_there_is(place: Workplace, whole: Path) -> None:
    unused = place.texts / f"{'0' * 64}.txt"
    for lost in (None, place.store, place.snapshots):
        unused.write_text("x", "utf-8")
        if lost:
            shutil.rmtree(lost)
        assert build_one(place, whole, "a.md").refused == ()
        assert not unused.exists()
    assert not place.damaged.exists()


def test_records_alone_are_built_without_a_word(place: Workplace, whole: Path) -> None:
    for folder in (place.store, place.snapshots):
        shutil.rmtree(folder)
    assert build_one(place, whole, "a.md").refused == ()
    assert not place.damaged.exists()
    assert check_deep(place.folder, config=CONFIG).findings == ()


def test_where_only_texts_are_left_nothing_is_made_of_them(place: Workplace) -> None:
    for folder in (place.store, place.snapshots):
        shutil.rmtree(folder)
    for file in place.annotations.iterdir():
        file.unlink()
    before = sorted(file.name for file in place.texts.iterdir())
    [finding] = repair(place.folder, config=CONFIG).left
    assert finding.problem == "no record is left at all"
    assert sorted(file.name for file in place.texts.iterdir()) == before


def test_who_is_removed_is_gone_though_his_text_was_set_aside(place: Workplace, whole: Path) -> None:
    _, aside = lose(place)
    build_one(place, whole, "a.md")
    told = aside.read_bytes()
    build_one(place, whole, "b.md")
    aside.write_bytes(told)
    remove(["b.md"], place.folder, config=CONFIG)
    assert not aside.exists()
    assert not place.text_file(aside.stem).exists()
    assert not [file for file in place.damaged.iterdir() if file.suffix == ".json" and len(file.stem) == 16]


@pytest.mark.parametrize("is_damaged_too", [False, True])
def test_who_is_removed_before_his_source_is_read_again_takes_his_text_along(
    place: Workplace, whole: Path, is_damaged_too: bool
) -> None:
    id, aside = lose(place)
    if is_damaged_too:
        place.damaged.mkdir()
        (place.damaged / f"{id.rpartition('/')[2]}.json").write_text("{", "utf-8")
    build_one(place, whole, "a.md")
    assert aside.exists()
    remove([id], place.folder, config=CONFIG)
    left = [file.name for file in place.damaged.iterdir()]
    assert set(left) <= {"graph.ttl", "graph.html"}
    assert check_deep(place.folder, config=CONFIG).faults == ()


def test_an_earlier_text_that_was_set_aside_goes_with_its_article(
    place: Workplace, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    [entry] = [entry for entry in KeptArticles(place).entries().values() if entry.source_file == "a.md"]
    changed = whole.parent / "a.md"
    (place.folder.parent / "a.md").write_text(changed.read_text("utf-8").replace("40亿元", "50亿元"), "utf-8")
    build([place.folder.parent / "a.md"], place.folder, config=CONFIG)
    for folder in (place.store, place.snapshots, place.revisions):
        shutil.rmtree(folder)
    problems = [found.problem for found in check_deep(place.folder, config=CONFIG).findings]
    assert problems.count("may show the article of a text that no record has") == 2
    assert not [problem for problem in problems if "articles" in problem]
    build_one(place, whole, "b.md")
    aside = place.damaged / f"{entry.sha256}.txt"
    assert aside.exists()
    findings = check_deep(place.folder, config=CONFIG).findings
    assert not [found for found in findings if found.advice == "delete it" or "articles" in found.problem]

    def killed(self: object, *_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(KeptArticles, "_forget_rescued", killed)
        with pytest.raises(KeyboardInterrupt):
            remove(["a.md"], place.folder, config=CONFIG)
    remove(["a.md"], place.folder, config=CONFIG)
    assert not aside.exists()
    assert not list(place.damaged.glob("*.json"))


def test_what_a_killed_repair_was_writing_goes_with_the_next_command(place: Workplace, whole: Path) -> None:
    place.damaged.mkdir()
    left = place.damaged / f".unfinished-1-01234567-{RESCUED}"
    left.write_text("{}", "utf-8")
    remove(["b.md"], place.folder, config=CONFIG)
    assert not left.exists()


def test_a_report_that_is_none_counts_nothing(place: Workplace, whole: Path) -> None:
    for content in ("{", "[]", json.dumps({"graph": {"articles": "9"}})):
        for folder in (place.store, place.snapshots):
            shutil.rmtree(folder)
        place.report.write_text(content, "utf-8")
        assert build_one(place, whole, "a.md").refused == ()


def test_a_folder_that_cannot_be_written_is_told(place: Workplace, whole: Path) -> None:
    lose(place)
    place.damaged.write_text("x", "utf-8")
    with pytest.raises(StoreError, match="damaged: cannot be written"):
        build_one(place, whole, "a.md")


def test_a_text_that_was_set_aside_is_among_the_texts_again_once_its_record_is_put_back(
    place: Workplace, whole: Path
) -> None:
    [entry] = [entry for entry in KeptArticles(place).entries().values() if entry.source_file == "b.md"]
    record = KeptArticles(place).file_of(entry.id)
    content = record.read_bytes()
    _, aside = lose(place)
    build_one(place, whole, "a.md")
    assert aside.exists()
    record.write_bytes(content)
    build_one(place, whole, "a.md")
    assert not aside.exists()
    assert place.text_file(entry.sha256).exists()
    assert check_deep(place.folder, config=CONFIG).faults == ()


def test_an_article_of_which_there_is_only_word_is_removed_by_its_name(place: Workplace, whole: Path) -> None:
    lose(place)
    build_one(place, whole, "a.md")
    assert remove(["b.md"], place.folder, config=CONFIG) == ("b.md",)


def test_a_text_is_set_aside_only_where_nobody_builds(place: Workplace) -> None:
    _, aside = lose(place)
    lock = StoreLock(place.store, shared=False)
    with pytest.raises(StoreInUseError):
        keep_apart(place)
    lock.release()
    assert not aside.exists()
    keep_apart(place)
    assert aside.exists()


def test_a_folder_that_lost_all_but_its_texts_is_built_into_and_nothing_of_it_is_thrown_away(
    place: Workplace, whole: Path
) -> None:
    texts = {file.name for file in place.texts.iterdir()}
    for folder in (place.annotations, place.store, place.snapshots, place.revisions):
        shutil.rmtree(folder)
    report = build_one(place, whole, "a.md")
    assert int(report.exit_code) == 1
    kept = {file.name for folder in (place.texts, place.damaged) for file in folder.glob("*.txt")}
    assert kept == texts
