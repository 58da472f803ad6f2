"""``kg search``: hits for people and programs."""

from __future__ import annotations

import csv
import io
import json
import shutil
import time
from pathlib import Path

import pytest

import kg as package
from kg.store import PublishingStore
from kg.store.search import index
from kg.store.snapshots import current


def hits(kg, built: Path, *arguments: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in kg("search", *arguments, "-o", built).stdout.splitlines()]


def test_json_lines_are_what_a_pipe_gets_with_the_places_of_the_words(kg, built):
    [claim] = hits(kg, built, "交付能力", "--kind", "claim")
    assert claim["name"] == "沈若川"
    assert [claim["words"][start:end] for start, end in claim["marks"]] == ["交付能力"]
    assert claim["iri"].startswith("https://w3id.org/newskg/id/claim/")
    assert claim["headline"] == "星桥科技完成3亿元B轮融资，澄湖资本领投"
    assert claim["date"] == "2026-03-11"


@pytest.mark.parametrize("words", ["星桥科技", "xqkj", "xingqiao", "星橋科技"])
def test_a_company_is_found_by_its_name_or_its_sound(kg, built, words):
    first = hits(kg, built, words)[0]
    assert (first["kind"], first["name"]) == ("company", "星桥科技")
    assert first["articles"] > 1


def test_several_words_may_be_written_apart(kg, built):
    assert hits(kg, built, "仓储", "交付能力") == hits(kg, built, "仓储 交付能力")


def test_a_table_shows_the_words_in_brackets_and_says_how_much_there_is(kg, built):
    done = kg("search", "机器人", "-n", "3", "-o", built, "--format", "table")
    assert done.stdout.splitlines()[0].split() == ["kind", "name", "words", "source", "date", "iri"]
    assert "【机器人】" in done.stdout
    assert "company:" in done.stdout
    assert done.stderr.startswith("1–3 of ")


def test_csv_has_a_row_for_each_hit(kg, built):
    answer = kg("search", "机器人", "-k", "claim", "-k", "figure", "-o", built, "--format", "csv").stdout
    rows = list(csv.DictReader(io.StringIO(answer)))
    assert {row["kind"] for row in rows} <= {"claim", "figure"}
    assert len(rows) == len(hits(kg, built, "机器人", "-k", "claim", "-k", "figure"))


def test_pages_follow_each_other(kg, built):
    everything = hits(kg, built, "星桥", "-n", "100")
    assert [*hits(kg, built, "星桥", "-n", "2"), *hits(kg, built, "星桥", "-n", "98", "--offset", "2")] == everything


def test_nothing_found_is_told_and_is_a_status_of_its_own(kg, built):
    done = kg("search", "绝不会有的话", "-o", built, code=1)
    assert done.stdout == ""
    assert "nothing is found for «绝不会有的话»" in done.stderr


WRONG = (
    ((), 2, "WORDS"),
    (("光", "--kind", "firm"), 2, "firm"),
    (("光" * 2000,), 6, "300 characters"),
    (("光", "-n", "-1"), 2, "-1"),
)


@pytest.mark.parametrize(("arguments", "code", "told"), WRONG)
def test_wrong_usage_is_told(kg, built, arguments, code, told):
    assert told in kg("search", *arguments, "-o", built, code=code).stderr


def test_words_that_begin_with_a_dash_and_odd_bytes_are_words(kg, built):
    kg("search", "-o", built, "--", "-NEAR(*", code=1)
    kg("search", "-o", built, "\udcff\udcfe光", code=None)


@pytest.mark.threat("terminal")
def test_what_an_article_says_does_not_steer_the_terminal(kg, tmp_path):
    article = tmp_path / "evil.jsonl"
    body = "星桥科技CEO林晓舟表示：“我们\x1b]0;pwned\x07\u202e很好，\x9b31m会继续努力。”"
    article.write_text(json.dumps({"title": "=星桥科技回应", "content_text": body}, ensure_ascii=False), "utf-8")
    kg("build", article, "-o", tmp_path / "output")
    shown = kg("search", "继续努力", "-o", tmp_path / "output", "--format", "table").stdout
    assert not [c for c in shown if c in "\x1b\x07\x9b\u202e"]
    rows = kg("search", "回应", "-o", tmp_path / "output", "--format", "csv").stdout
    assert ",'=" in rows


def test_help_has_examples_and_the_command_is_listed(kg):
    text = kg("search", "--help").stdout
    assert "kg search kuaishou" in text.partition("Examples:")[2]
    assert "search" in kg("--help").stdout
    done = kg(env={"_KG_COMPLETE": "bash_complete", "COMP_WORDS": "kg search --kind co", "COMP_CWORD": "3"})
    assert done.stdout.split() == ["plain,company"]


def test_building_and_removing_change_what_is_found(kg, built, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(built, output)
    assert hits(kg, output, "交付能力")
    kg("remove", "starbridge-series-b.md", "-o", output)
    kg("search", "交付能力", "-o", output, code=1)
    article = tmp_path / "more.md"
    article.write_text("# 云海启航\n\n云海公司今日宣布交付能力翻倍。", "utf-8")
    kg("build", article, "-o", output)
    assert [hit["file"] for hit in hits(kg, output, "交付能力", "-k", "text")] == ["more.md"]


def test_a_graph_without_an_index_gets_one_when_it_is_searched(kg, built, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(built, output)
    for damage in ("missing", "broken", "no snapshot"):
        folder = current(output / "store") / index.FOLDER
        if damage == "missing":
            shutil.rmtree(folder)
        elif damage == "broken":
            (folder / index.BASE).write_bytes(b"x" * 9000)
        else:
            shutil.rmtree(output / "snapshots")
        assert hits(kg, output, "交付能力") == hits(kg, built, "交付能力")


def test_while_others_build_a_missing_index_is_told(kg, built, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(built, output)
    with PublishingStore(output / "store"):
        shutil.rmtree(current(output / "store") / index.FOLDER)
        began = time.monotonic()
        assert "`kg build` makes it anew" in kg("search", "光", "-o", output, code=5).stderr
        assert time.monotonic() - began < 20


def test_a_folder_without_a_graph_is_named_with_what_to_do(kg, tmp_path):
    assert "kg build" in kg("search", "光", "-o", tmp_path / "nothing", code=2).stderr
    assert not (tmp_path / "nothing").exists()


def test_python_finds_what_the_command_finds(kg, built):
    found = package.search(built, "机器人", ("claim",), limit=3)
    assert [hit.iri for hit in found.hits] == [
        hit["iri"] for hit in hits(kg, built, "机器人", "-k", "claim", "-n", "3")
    ]
    assert found.total == found.totals["claim"] > 3


def test_queries_can_search(kg, built):
    query = 'SELECT ?n { ?x a kg:Company ; kg:search "xqkj" ; schema:name ?n }'
    assert json.loads(kg("query", query, "-o", built).stdout) == {"n": "星桥科技"}
    assert "cannot stand here" in kg("query", "SELECT * { ?x kg:search ?y }", "-o", built, code=6).stderr
