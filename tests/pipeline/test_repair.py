"""Whatever is broken by hand is found, and made again from what is whole, or honestly not."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from broken_graphs import CHANGED, CONFIG, changed, flipped, mended, one_of, state

from kg.errors import ConfigError, StoreError
from kg.files import whole_file
from kg.pipeline import Workplace, build, remove
from kg.pipeline.backup import backup
from kg.pipeline.checking import check_deep
from kg.pipeline.compacting import compact
from kg.pipeline.repair import _Repair, repair
from kg.pipeline.restore import restore
from kg.store import OxigraphStore
from kg.store.lock import SnapshotLock
from kg.store.publishing import PublishingStore
from kg.store.snapshots import current, held

BASE = "https://w3id.org/newskg/id/"
Break = Callable[[Workplace], object]


def check(place: Workplace):
    return check_deep(place.folder, config=CONFIG)


def mend(place: Workplace, **options: bool):
    return repair(place.folder, config=CONFIG, **options)


def records(place: Workplace) -> dict[str, Path]:
    """The records by the names of their sources."""
    files = place.annotations.glob("*.json")
    return {json.loads(file.read_bytes())["article"]["source_file"]: file for file in files}


def graph_of(place: Workplace, source: str) -> str:
    return BASE + json.loads(records(place)[source].read_bytes())["version"]


def statement(place: Workplace, source: str, words: str) -> str:
    with OxigraphStore(place.store, read_only=True) as store:
        return min(line for line in store.statements(graph_of(place, source)) if words in line)


def snapshot(place: Workplace) -> Path:
    found = current(place.store)
    assert found
    return found


def table(place: Workplace) -> Path:
    return max(place.store.glob("*.sst"), key=lambda file: file.stat().st_size)


def text(place: Workplace, source: str) -> Path:
    return place.text_file(json.loads(records(place)[source].read_bytes())["sha256"])


def both(place: Workplace, verb: str, line: str, graph: str) -> None:
    changed(place, f"{verb} DATA {{ {line} GRAPH <{graph}> {{ {line} }} }}")


def in_index(place: Workplace, sql: str) -> None:
    file = snapshot(place) / "search" / "base"
    connection = sqlite3.connect(file)
    assert connection.execute(sql).rowcount
    connection.commit()
    connection.close()


def in_record(place: Workplace, change: Callable[[str], str], source: str = "a.md") -> None:
    """A record that was changed by someone who knows how its digest is made, or of an older kg without one."""
    file = records(place)[source]
    told = file.read_text("utf-8").rpartition(',"digest":')[0] + "}\n"
    assert change(told) != told
    file.write_text(change(told), "utf-8")


def repacked(place: Workplace) -> None:
    """The page of a graph with another name in it."""
    from kg.publish.page.build import packed
    from kg.publish.page.comparing import _BLOB, _unpacked

    html = place.page.read_text("utf-8")
    found = next(match for match in _BLOB.finditer(html) if match[1] == "graph")
    graph = _unpacked(found[2])
    graph["nodes"]["name"][0] = "别的名字"
    place.page.write_text(html.replace(found[2], packed(graph)), "utf-8")


WORKS = f"<{BASE}person/0> <https://schema.org/worksFor> <{BASE}company/0> ."
TITLE = " <https://schema.org/headline> "

BROKEN: dict[str, tuple[Break, str, str]] = {
    "the layout is not told": (
        lambda p: (p.folder / "layout.json").write_text("{", "utf-8"),
        "does not say what layout the folder has",
        "LAYOUT",
    ),
    "a text is lost": (lambda p: text(p, "a.md").unlink(), "is gone", "TEXT"),
    "a text has another byte": (lambda p: flipped(text(p, "b.md")), "has other bytes than its name", "TEXT"),
    "all texts are lost": (lambda p: shutil.rmtree(p.texts), "is gone", "TEXT"),
    "a graph lacks a statement": (
        lambda p: both(p, "DELETE", statement(p, "a.md", TITLE), graph_of(p, "a.md")),
        "lacks 1 statements",
        "GRAPH",
    ),
    "a graph has a stray shortcut": (
        lambda p: both(p, "INSERT", WORKS, graph_of(p, "a.md")),
        "follows from nothing that the graph says",
        "GRAPH",
    ),
    "a graph is lost": (lambda p: changed(p, f"DROP GRAPH <{graph_of(p, 'a.md')}>"), "is not in the store", "GRAPH"),
    "a graph of nobody": (lambda p: both(p, "INSERT", WORKS, "https://else.example/g"), "is no graph of kg", "DROP"),
    "an older version is still there": (
        lambda p: both(p, "INSERT", WORKS, graph_of(p, "a.md")[:-1] + "0"),
        "is not the version that is kept",
        "DROP",
    ),
    "a graph of another base": (
        lambda p: both(p, "INSERT", WORKS, graph_of(p, "a.md").replace(BASE, "https://else.example/")),
        "has another base",
        "DROP",
    ),
    "the merged graph lacks a statement": (
        lambda p: changed(p, f"DELETE DATA {{ {statement(p, 'a.md', TITLE)} }}"),
        "lacks 1 statements of the articles' graphs",
        "MERGED",
    ),
    "the merged graph has one of no graph": (
        lambda p: changed(p, f"INSERT DATA {{ {WORKS} }}"),
        "has 1 of no graph",
        "MERGED",
    ),
    "the history is lost": (
        lambda p: changed(p, f"DROP GRAPH <{BASE}graph/revisions>"),
        "lacks 1 revisions that are kept",
        "HISTORY",
    ),
    "the history tells of an article that is not kept": (
        lambda p: both(
            p,
            "INSERT",
            f"<{BASE}article/{'0' * 16}/{'1' * 16}> <http://www.w3.org/ns/prov#wasRevisionOf> <x:y> .",
            f"{BASE}graph/revisions",
        ),
        "tells of a version of an article that is not kept",
        "HISTORY",
    ),
    "the store is lost": (lambda p: shutil.rmtree(p.store), "is gone", "STORE"),
    "the store is emptied": (lambda p: [f.unlink() for f in p.store.iterdir()], "is gone", "STORE"),
    "the store's table of contents is damaged": (
        lambda p: flipped(next(p.store.glob("MANIFEST-*"))),
        "cannot be read",
        "STORE",
    ),
    "a load was cut short": (lambda p: (p.folder / "store.loading").touch(), "loading it was cut short", "STORE"),
    "a table that store and snapshot share has another byte": (
        lambda p: in_place(table(p)),
        "has other bytes than were written",
        "STORE",
    ),
    "a table of the store is lost": (lambda p: table(p).unlink(), "cannot be read", "STORE"),
    "the snapshot is lost": (lambda p: shutil.rmtree(snapshot(p)), "names no snapshot", "SNAPSHOT"),
    "all snapshots are lost": (lambda p: shutil.rmtree(p.snapshots), "names no snapshot", "SNAPSHOT"),
    "no snapshot is named": (lambda p: (p.snapshots / "current").write_text("x"), "names no snapshot", "SNAPSHOT"),
    "a table of the snapshot has another byte": (
        lambda p: flipped(snapshot(p) / table(p).name),
        "has other bytes than were written",
        "SNAPSHOT",
    ),
    "the snapshot has no sums that can be read": (
        lambda p: (snapshot(p) / "sums").write_bytes(b"\xff"),
        "cannot be read",
        "SNAPSHOT",
    ),
    "the search index is lost": (lambda p: shutil.rmtree(snapshot(p) / "search"), "cannot be read", "SNAPSHOT"),
    "the search index has another name": (
        lambda p: in_index(p, "UPDATE body SET names = 'x' WHERE names = '星桥科技'"),
        "names or numbers of articles are not those",
        "SNAPSHOT",
    ),
    "the search index lacks a quote": (
        lambda p: in_index(p, "DELETE FROM body WHERE iri LIKE '%/claim/%'"),
        "what the search index has of it is not what it says",
        "SNAPSHOT",
    ),
    "the search index lacks a graph": (
        lambda p: in_index(p, "DELETE FROM graph WHERE file = 'b.md'"),
        "is not in the search index",
        "SNAPSHOT",
    ),
    "the search index has a graph too many": (
        lambda p: in_index(p, "INSERT INTO graph (id, name) VALUES (1, 'x')"),
        "has 1 graphs that are not there",
        "SNAPSHOT",
    ),
    "graph.ttl has another byte": (lambda p: flipped(p.turtle), "is not what an export gives now", "OUTPUT"),
    "graph.ttl is longer": (lambda p: p.turtle.open("a").write("\n"), "is not what an export gives now", "OUTPUT"),
    "graph.ttl is lost": (lambda p: p.turtle.unlink(), "is gone", "OUTPUT"),
    "graph.html tells another name": (repacked, "does not show what the graph says now", "OUTPUT"),
    "graph.html has another script": (
        lambda p: p.page.write_text(p.page.read_text("utf-8").replace("</script>", ";</script>", 1), "utf-8"),
        "",
        "OUTPUT",
    ),
    "graph.html is cut": (lambda p: p.page.write_bytes(p.page.read_bytes()[:1000]), "holds no graph", "OUTPUT"),
    "report.json counts other things": (
        lambda p: p.report.write_text(p.report.read_text("utf-8").replace('"articles": 2', '"articles": 3'), "utf-8"),
        "counts other things than the graph holds",
        "OUTPUT",
    ),
    "report.json is no JSON": (lambda p: p.report.write_text("{", "utf-8"), "is not a report", "OUTPUT"),
}


def in_place(file: Path) -> None:
    """Another bit of a file, also under its other names."""
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 1
    file.write_bytes(raw)


def test_a_sound_graph_has_no_fault_and_its_repair_does_nothing(place: Workplace) -> None:
    before = state(place)
    heard: list[str] = []
    report = check_deep(place.folder, config=CONFIG, on_progress=heard.append)
    assert report.findings == ()
    assert (report.articles, report.is_partial) == (2, False)
    assert report.evidence > 5
    assert heard[:2] == ["a.md", "b.md"] or heard[:2] == ["b.md", "a.md"]
    assert mend(place).done == ()
    assert state(place) == before


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_found_and_made_again(place: Workplace, name: str) -> None:
    break_, problem, mended_by = BROKEN[name]
    before = state(place)
    break_(place)
    found = check(place)
    assert [f for f in found.findings if problem in f.problem and f.mend and f.mend.name == mended_by], found
    assert found.faults or name in ("a graph of another base", "a load was cut short")
    report = mend(place)
    assert report.left == ()
    assert report.done
    assert check(place).findings == ()
    assert state(place) == before


def test_after_a_repair_the_files_for_people_are_not_older_than_what_readers_see(place: Workplace) -> None:
    (place.snapshots / "current").write_text("x", "utf-8")
    mend(place)
    assert not place.has_old_outputs()


def test_a_dry_run_tells_what_would_be_done_and_changes_nothing(place: Workplace) -> None:
    shutil.rmtree(place.store)
    flipped(records(place)["b.md"])
    text(place, "a.md").unlink()
    before = {file: file.read_bytes() for file in place.folder.rglob("*") if file.is_file()}
    report = mend(place, dry_run=True)
    assert {line.rpartition(": ")[2] for line in report.done} >= {
        "would be set aside in damaged/",
        "would be written again from its record",
        "would be loaded again from the records",
    }
    outputs = "graph.ttl, graph.html, report.json: would be written again where they differ from the mended graph"
    assert report.done[-1] == outputs
    assert before == {file: file.read_bytes() for file in before}
    assert not place.damaged.exists()
    done = mend(place)
    assert done.left == report.left
    assert mend(place).done == ()


def test_a_damaged_record_is_set_aside_and_its_article_stays_until_it_is_read_again(
    place: Workplace, whole: Path
) -> None:
    before = state(place)
    file = records(place)["b.md"]
    flipped(file)
    finding = one_of(check(place), "its bytes are not those that were written")
    assert (finding.where, finding.node, finding.mends) == ("b.md", f"annotations/{file.name}", False)
    assert f"`kg build FOLDER -o {place.folder}`, FOLDER being the one that holds b.md" in str(finding)
    report = mend(place)
    assert report.left == (finding,)
    assert (place.damaged / file.name).exists()
    assert "its bytes are not" in (place.damaged / f"{file.name}.why").read_text("utf-8")
    left = check(place)
    [told] = left.faults
    assert told.problem == "a damaged record that was set aside"
    id = f"article/{file.stem}"
    assert told.advice.endswith(f"; or take the article out with `kg remove {id} -o {place.folder}`")
    assert mend(place).done == ()
    assert state(place)["snapshot"] == before["snapshot"]
    build([whole.parent / "b.md"], place.folder, config=CONFIG)
    [note] = check(place).findings
    assert (note.node, note.is_note) == (f"damaged/{file.name}", True)
    assert note.advice.startswith("delete it")
    after = state(place)
    assert {name: after[name] for name in before} == before
    (place.damaged / file.name).unlink()
    reason = one_of(check(place), "tells of a damaged record that is no longer there")
    assert (reason.node, reason.is_note) == (f"damaged/{file.name}.why", True)
    mend(place)
    assert not list(place.damaged.iterdir())


def test_a_stray_shortcut_is_found_where_the_record_is_lost(place: Workplace) -> None:
    both(place, "INSERT", WORKS, graph_of(place, "b.md"))
    flipped(records(place)["b.md"])
    assert one_of(check(place), "follows from nothing that the graph says").mend is None


def test_what_only_a_damaged_store_knows_is_saved(place: Workplace) -> None:
    before = state(place)
    flipped(records(place)["b.md"])
    flipped(next(place.store.glob("MANIFEST-*")))
    report = mend(place)
    assert [finding.where for finding in report.left] != []
    assert state(place)["snapshot"] == before["snapshot"]
    assert (place.damaged / "store").is_dir()
    assert not (place.damaged / "rescued.json").exists()


@pytest.mark.parametrize(
    "told", ["", "[]", "{", '{"x:g": 1}', '{"x:g": [1]}', '{"x:g": ["<x:s> ."]}', '{" ": []}', "[" * 100_000]
)
def test_what_a_repair_did_not_save_is_no_part_of_the_graph_and_stops_no_repair(place: Workplace, told: str) -> None:
    before = state(place)
    place.damaged.mkdir()
    (place.damaged / "rescued.json").write_text(told, "utf-8")
    assert mend(place).left == ()
    assert state(place) == before
    assert [(file.name, file.read_text("utf-8")) for file in place.damaged.iterdir()] == [("rescued.json.2", told)]
    assert check(place).faults == ()


def test_a_repair_that_was_stopped_goes_on(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    before = state(place)
    flipped(records(place)["b.md"])
    shutil.rmtree(place.store)

    def killed(self: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(PublishingStore, "publish", killed)
        with pytest.raises(KeyboardInterrupt):
            mend(place)
    assert "RESCUED" in mended(check(place))
    mend(place)
    assert state(place)["snapshot"] == before["snapshot"]
    assert [f.problem for f in check(place).findings] == ["a damaged record that was set aside"]


@pytest.mark.parametrize(
    "step",
    [
        "repair._Repair._texts",
        "repair._Repair._put_store_aside",
        "repair._Repair._with_store",
        "rescued.take_in",
        "repair._Repair._project",
        "rescued.forget",
        "repair._Repair._outputs",
    ],
)
def test_a_repair_that_was_stopped_at_any_step_loses_nothing(
    place: Workplace, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The record of an article is damaged, and the store too, which is all that tells what the article said."""
    graph, before = graph_of(place, "b.md"), state(place)
    flipped(records(place)["b.md"])
    flipped(next(place.store.glob("MANIFEST-*")))

    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(f"kg.pipeline.{step}", killed)
        with pytest.raises(KeyboardInterrupt):
            mend(place)
    mend(place)
    after = state(place)
    assert graph in after["store"]
    assert {name: after[name] for name in ("snapshot", "store")} == {n: before[n] for n in ("snapshot", "store")}
    assert [f.problem for f in check(place).findings] == ["a damaged record that was set aside"]


def test_nobody_builds_between_the_check_and_what_trusts_it(
    place: Workplace, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Or a record that was damaged, and is sound by then, would be set aside."""
    file = records(place)["a.md"]
    flipped(file)
    refused = []

    def checked(*arguments: object, **named: object) -> object:
        report = check_deep(*arguments, **named)
        with pytest.raises(StoreError, match="in use by another program") as error:
            build([whole.parent / "a.md"], place.folder, config=CONFIG)
        refused.append(error)
        return report

    monkeypatch.setattr("kg.pipeline.repair.check_deep", checked)
    mend(place)
    assert refused
    assert (place.damaged / file.name).exists()


def test_what_was_built_before_the_store_is_mended_stays(
    place: Workplace, whole: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = records(place)["a.md"]
    flipped(file)
    real, unused = _Repair._with_store, place.texts / ("0" * 64 + ".txt")
    unused.write_text("x", "utf-8")
    used = place.folder.parent / "d.md"
    used.write_text("# 远帆资本募资\n\n4月2日，远帆资本宣布募集5亿元。\n", "utf-8")

    def with_store(self: _Repair) -> None:
        build([whole.parent / "a.md", used], place.folder, config=CONFIG)
        real(self)

    monkeypatch.setattr(_Repair, "_with_store", with_store)
    mend(place)
    assert file.exists()
    assert [found.node for found in check(place).findings] == [f"damaged/{file.name}"]
    assert check(place).faults == ()
    assert records(place).keys() == {"a.md", "b.md", "d.md"}
    assert not unused.exists()


def test_what_others_are_writing_is_left_to_them(place: Workplace) -> None:
    with whole_file(place.folder / "mine.ttl") as file:
        file.write_text("x", "utf-8")
        text(place, "a.md").unlink()
        mend(place)
        assert file.read_text("utf-8") == "x"
    assert (place.folder / "mine.ttl").read_text("utf-8") == "x"


def test_the_text_of_an_earlier_version_is_written_again_and_its_record_is_told(place: Workplace) -> None:
    [earlier] = place.revisions.glob("*/*.json")
    file = place.text_file(earlier.stem.partition("-")[2])
    before = file.read_bytes()
    file.unlink()
    assert one_of(check(place), "is gone").mends
    mend(place)
    assert file.read_bytes() == before
    flipped(earlier)
    finding = one_of(check(place), "its bytes are not those that were written")
    assert finding.mend is None
    assert mend(place).left == (finding,)
    assert file.exists()


def test_a_graph_whose_record_is_lost_stays_and_is_named(place: Workplace) -> None:
    graph, before = graph_of(place, "b.md"), state(place)
    kept_text = text(place, "b.md")
    records(place)["b.md"].unlink()
    finding = one_of(check(place), "its record is lost")
    assert finding.node == graph
    assert f"`kg build FOLDER -o {place.folder}`, FOLDER being the one that holds b.md" in finding.advice
    assert mend(place).left == (finding,)
    assert check(place).findings == (finding,)
    shutil.rmtree(place.store)
    assert mend(place).done
    assert check(place).findings == (finding,)
    assert state(place)["store"] == before["store"]
    assert kept_text.exists()


@pytest.mark.parametrize("how", ["lost", "damaged"])
def test_every_fault_of_an_article_without_text_and_record_says_what_to_do(
    place: Workplace, whole: Path, how: str
) -> None:
    kept_text, file = text(place, "b.md"), records(place)["b.md"]
    kept_text.unlink()
    if how == "lost":
        file.unlink()
    else:
        flipped(file)
    report = check(place)
    fault = one_of(report, f"its text is not kept: texts/{kept_text.name}")
    assert "; or take the article out with `kg remove article/" in fault.advice
    assert all(fault.advice or fault.mends for fault in report.faults)
    assert fault in mend(place).left
    build([whole.parent / "b.md"], place.folder, config=CONFIG)
    assert check(place).faults == ()


def test_a_lost_earlier_version_is_told_and_its_text_stays(place: Workplace, whole: Path) -> None:
    [earlier] = place.revisions.glob("*/*.json")
    kept_text = place.text_file(json.loads(earlier.read_bytes())["sha256"])
    shutil.rmtree(place.revisions)
    finding = one_of(check(place), "the record of this earlier version is lost")
    assert kept_text.name in finding.advice
    assert mend(place).left == (finding,)
    build([whole.parent / "b.md"], place.folder, config=CONFIG)
    assert kept_text.exists()
    assert check(place).findings == (finding,)
    remove(["a.md"], place.folder, config=CONFIG)
    assert not kept_text.exists()
    assert check(place).findings == ()


@pytest.mark.parametrize("name", ["b.md", "set aside", "lost"])
def test_an_article_with_a_damaged_record_is_removed_wholly(place: Workplace, name: str) -> None:
    file, kept_text, graph = records(place)["b.md"], text(place, "b.md"), graph_of(place, "b.md")
    flipped(file)
    if name == "set aside":
        mend(place)
    if name == "lost":
        file.unlink()
    assert remove(["b.md"], place.folder, config=CONFIG) == ("b.md",)
    assert not [f for f in place.folder.rglob("*") if f.name.startswith(file.name)]
    assert graph not in state(place)["store"]
    assert not kept_text.exists()
    place.damaged.is_dir() and place.damaged.rmdir()
    assert check(place).findings == ()


def test_an_article_goes_by_its_name_with_its_text_where_only_its_damaged_record_is_left(place: Workplace) -> None:
    file, kept_text = records(place)["b.md"], text(place, "b.md")
    changed(place, f"DROP GRAPH <{graph_of(place, 'b.md')}>")
    flipped(file)
    mend(place)
    [fault] = check(place).faults
    [words] = re.findall("`kg remove (.*?) -o", fault.advice)
    remove([words], place.folder, config=CONFIG)
    assert not kept_text.exists()
    assert check(place).faults == ()


def test_whoever_removes_hears_of_other_records_that_are_lost(place: Workplace) -> None:
    graph, kept_text = graph_of(place, "b.md"), text(place, "b.md")
    records(place)["b.md"].unlink()
    said: list[str] = []
    remove(["a.md"], place.folder, config=CONFIG, on_error=lambda refusal: said.append(str(refusal)))
    assert "the record is lost" in said[0]
    compact(place.folder, config=CONFIG, on_error=said.append)
    assert "the record of article/" in said[1]
    assert list(state(place)["store"]) == [graph]
    assert kept_text.exists()


@pytest.mark.parametrize("is_shown", [True, False])
def test_the_texts_of_what_is_removed_go_though_another_record_is_damaged(place: Workplace, is_shown: bool) -> None:
    graph, kept_text = graph_of(place, "b.md"), text(place, "b.md")
    gone = [file for file in place.texts.iterdir() if file != kept_text]
    assert len(gone) == 2
    flipped(records(place)["b.md"])
    if not is_shown:
        changed(place, f"DROP GRAPH <{graph}>")
    remove(["a.md"], place.folder, config=CONFIG)
    assert not [file for file in gone if file.exists()]
    assert kept_text.exists()


@pytest.mark.parametrize(
    ("break_", "said"),
    [
        (lambda p: None, ""),
        (lambda p: flipped(records(p)["b.md"]), "its bytes are not those that were written"),
        (lambda p: records(p)["b.md"].unlink(), "the record is lost"),
        (lambda p: shutil.rmtree(p.revisions), "is lost"),
        (lambda p: flipped(next(p.revisions.glob("*/*.json"))), "not a record"),
        (lambda p: text(p, "a.md").unlink(), "is gone"),
    ],
)
def test_a_backup_tells_what_was_damaged(place: Workplace, break_: Break, said: str) -> None:
    break_(place)
    made = backup(place.folder.parent / "b.tar.gz", place.folder, config=CONFIG)
    assert len(made.damaged) == bool(said), made.damaged
    assert said in "".join(made.damaged)


def test_what_was_set_aside_is_in_a_backup_with_the_reason(place: Workplace, tmp_path: Path) -> None:
    flipped(records(place)["b.md"])
    mend(place)
    backup(tmp_path / "b.tar.gz", place.folder, config=CONFIG)
    restore(tmp_path / "b.tar.gz", tmp_path / "again", config=CONFIG)
    aside = {file.name: file.read_bytes() for file in place.damaged.iterdir()}
    assert len(aside) == 2
    assert {file.name: file.read_bytes() for file in (tmp_path / "again" / "damaged").iterdir()} == aside


def test_where_all_records_are_lost_nothing_is_taken_out_and_it_is_said_once(place: Workplace) -> None:
    before = state(place)["store"]
    shutil.rmtree(place.annotations)
    [finding] = mend(place).left
    assert finding.problem == "no record is left at all"
    assert state(place)["store"] == before


def test_where_all_records_and_the_store_are_lost_the_snapshot_stays(place: Workplace) -> None:
    shutil.rmtree(place.annotations)
    shutil.rmtree(place.store)
    [finding] = mend(place).left
    assert finding.problem == "no record is left at all"
    with OxigraphStore(snapshot(place), read_only=True) as store:
        assert len(store.graphs()) == 3


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda told: told.replace("林晓舟出任", "林晓洲出任"), "its text is not that of its digest"),
        (lambda told: told.replace('"version":"article/', '"version":"article/0', 1), "not a record that kg keeps"),
        (lambda told: told.replace('"mentions":[', '"mentions":[7,', 1), "expected Mention"),
        (lambda told: told.replace('"chains":[{', '"chains":[{"odd":1,', 1), "expected fields of Chain"),
    ],
)
def test_a_record_without_a_digest_is_held_against_itself(
    place: Workplace, change: Callable[[str], str], problem: str
) -> None:
    in_record(place, change)
    assert "RECORD" in mended(check(place))
    assert [f for f in check(place).findings if problem in f.problem or problem in str(f)]


def test_a_record_that_says_another_thing_than_its_graph_makes_the_graph_again(place: Workplace) -> None:
    in_record(place, lambda told: told.replace('"confidence":0.', '"confidence":0.1', 1))
    assert mended(check(place)) >= {"GRAPH"}
    mend(place)
    assert check(place).findings == ()


def test_a_fingerprint_that_is_none_is_told(place: Workplace) -> None:
    in_record(place, lambda told: told.replace('"fingerprint":"', '"fingerprint":"x', 1))
    assert one_of(check(place), "its fingerprint is none").advice == "the next build reads the article again"


def test_an_article_under_another_identifier_is_told(place: Workplace) -> None:
    in_record(place, lambda told: told.replace('"source_file":"a.md"', '"source_file":"z.md"', 1))
    assert one_of(check(place), "make it article/").mend is None


def test_what_a_stopped_command_left_is_noted_and_removed_and_what_is_a_user_s_is_left_alone(place: Workplace) -> None:
    left = [place.folder / ".unfinished-graph.ttl", place.texts / ("0" * 64 + ".txt"), place.texts / ".unfinished-x"]
    left += [place.damaged / ".unfinished-rescued.json", place.store.with_name("store.loading")]
    left += [place.snapshots / name for name in ("lacking", "9998.lock", "9999.lock", ".unfinished-current")]
    folders = [place.snapshots / "9999", place.snapshots / "9998.tmp", place.folder / ".backup-1"]
    for folder in (place.damaged, *folders, place.store.with_name(".store.new")):
        folder.mkdir()
    folders.append(place.store.with_name(".store.new"))
    waiting = records(place)["a.md"].with_suffix(".json.waiting")
    (place.folder / "link").symlink_to("/etc/hostname")
    mine = [
        place.folder / "link",
        place.folder / "notes.txt",
        place.annotations / "mine.json",
        place.texts / "mine.txt",
        place.folder / ".mine.new",
        place.folder / ".new-mine",
        place.annotations / ".mine.unfinished",
    ]
    for file in (*left, waiting, *mine[1:]):
        file.write_text("x", "utf-8")
    report = check(place)
    assert report.faults == ()
    named = {finding.node for finding in report.findings}
    assert named >= {file.relative_to(place.folder).as_posix() for file in (*left, waiting, *folders, *mine)}
    mend(place)
    assert not [file for file in (*left, waiting, *folders) if file.exists()]
    assert all(file.exists() for file in mine)
    assert mend(place).done == ()


def test_what_is_in_use_is_no_leftover(place: Workplace) -> None:
    older = snapshot(place)
    with held(place.store):
        both(place, "INSERT", WORKS, graph_of(place, "b.md"))
        with PublishingStore(place.store) as store:
            store.forget_index()
        assert snapshot(place) != older
        links = place.folder / ".backup-1"
        links.mkdir()
        lock = SnapshotLock.removing(links)
        assert lock
        mend(place)
        assert older.is_dir()
        assert links.is_dir()
        assert check(place).findings == ()
        lock.release()
    assert {f.node for f in check(place).findings} >= {f"snapshots/{older.name}", ".backup-1", ".backup-1.lock"}
    mend(place)
    assert not older.exists()
    assert not links.exists()
    assert check(place).findings == ()


def test_while_a_build_goes_on_only_the_snapshot_is_looked_at(place: Workplace) -> None:
    with PublishingStore(place.store):
        report = check(place)
        assert report.is_partial
        assert report.findings == ()
        with pytest.raises(StoreError, match="in use by another program; try again"):
            mend(place)


def test_a_check_keeps_builds_out_and_readers_in(place: Workplace) -> None:
    told: list[str] = []

    def build_meanwhile(name: str) -> None:
        if name == "the snapshot":
            with pytest.raises(StoreError, match="in use by another program"):
                build([place.folder.parent], place.folder, config=CONFIG)
            told.append(name)

    (place.folder.parent / "a.md").write_text(CHANGED, "utf-8")
    check_deep(place.folder, config=CONFIG, on_progress=build_meanwhile)
    assert told


def test_a_graph_that_others_change_without_minding_the_lock_is_not_judged(place: Workplace) -> None:
    def build_meanwhile(name: str) -> None:
        if name == "the snapshot":
            (place.folder / "store.lock").unlink()
            build([place.folder.parent], place.folder, config=CONFIG)

    (place.folder.parent / "a.md").write_text(CHANGED.replace("40亿元", "50亿元"), "utf-8")
    with pytest.raises(StoreError, match="was changed while it was checked"):
        check_deep(place.folder, config=CONFIG, on_progress=build_meanwhile)
    assert check_deep(place.folder, config=CONFIG).faults == ()


def test_after_a_rebase_a_new_build_and_a_removal_nothing_is_wrong(place: Workplace, whole: Path) -> None:
    from dataclasses import replace

    rebased = replace(CONFIG, base="https://data.example/id/")
    build([whole.parent / "a.md"], place.folder, config=rebased)
    assert check_deep(place.folder, config=rebased).findings == ()
    text(place, "a.md").unlink()
    repair(place.folder, config=CONFIG)  # without the settings that it was built with
    assert check_deep(place.folder, config=rebased).findings == ()


def test_where_nothing_was_built_both_say_so(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no graph was built here"):
        check_deep(tmp_path, config=CONFIG)
    with pytest.raises(ConfigError, match="no graph was built here"):
        repair(tmp_path, config=CONFIG)


def test_what_a_newer_kg_laid_out_is_left_to_it(place: Workplace) -> None:
    (place.folder / "layout.json").write_text('{"layout": 99, "kg": "9.9"}', "utf-8")
    for command in (check, mend):
        with pytest.raises(StoreError, match="layout 99, written by kg"):
            command(place)


UNUSED = ("layout.json", "LOG", "LOCK", "OPTIONS", "IDENTITY", "store.lock")
"""What has its own test, what RocksDB writes for people, and what is empty."""


@pytest.mark.parametrize("seed", range(int(os.environ.get("KG_FLIPS", "8"))))
def test_a_bit_that_is_another_one_is_found_and_mended(place: Workplace, whole: Path, seed: int) -> None:
    """In a random place of a random file: found, mended, and what was damaged for good is built again."""
    chance = random.Random(seed)  # noqa: S311 - a choice of tests
    before = state(place)
    files = sorted(f for f in place.folder.rglob("*") if f.is_file() and f.stat().st_size)
    used = [f for f in files if not f.name.startswith(UNUSED) and f.parent != place.snapshots]
    file = chance.choice(used)
    raw = bytearray(file.read_bytes())
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    file.write_bytes(raw)
    found = check(place)
    report = mend(place)
    if file.name.endswith(".log"):  # of what is in the log of RocksDB most has long been written elsewhere too
        assert report.left == ()
    elif file not in (place.report, place.store / "sums"):  # which may tell another reason, or name another table
        assert found.faults, (file, found)
    if report.left and file.parent.parent != place.revisions:
        build([whole.parent / "a.md", whole.parent / "b.md"], place.folder, config=CONFIG)
    assert check(place).faults == (report.left if file.parent.parent == place.revisions else ())
    after = state(place)
    before.pop(file.relative_to(place.folder).as_posix(), None) if file.parent.parent == place.revisions else None
    assert {name: after[name] for name in before} == before
