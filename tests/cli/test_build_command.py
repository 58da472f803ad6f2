"""``kg build`` and ``kg remove`` as a user meets them: what is left behind, what is said where, how they end."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

POST = """---
title: '星桥科技完成B轮融资'
date: Tue, 10 Mar 2026 23:40:00 GMT
---
<p>星桥科技宣布完成3亿元B轮融资，由澄湖资本领投。星桥科技CEO林晓舟表示：“我们会把钱花在研发上。”</p>
"""
FOREIGN = (
    "# Starbridge raises money\n\nThe robotics company said on Tuesday that it had raised a new round of funding.\n"
)


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    (folder / "sub").mkdir(parents=True)
    (folder / "post.md").write_text(POST, "utf-8")
    (folder / "sub" / "note.txt").write_text("青檐咖啡开新店\n\n青檐咖啡在杭州开出第100家门店。\n", "utf-8")
    return folder


def report(output: Path) -> dict:
    return json.loads((output / "report.json").read_text("utf-8"))


def test_a_build_leaves_everything_and_says_so_on_standard_error_only(kg, articles, tmp_path):
    output = tmp_path / "output"
    done = kg("build", articles, "-o", output)
    assert done.stdout == ""
    assert "2 built" in done.stderr
    left = {p.name for p in output.iterdir()}
    assert {"graph.ttl", "graph.html", "report.json", "store", "texts", "annotations"} <= left
    assert report(output)["articles"]["built"] == 2
    assert report(output)["graph"]["articles"] == 2


def test_building_again_skips_replaces_and_adds(kg, articles, tmp_path):
    output = tmp_path / "output"
    kg("build", articles, "-o", output)
    first = (output / "graph.ttl").read_bytes()
    kg("build", articles, "-o", output, "-q")
    assert report(output)["articles"] == {
        "built": 0,
        "unchanged": 2,
        "duplicate": 0,
        "refused": 0,
        "failed": 0,
        "removed": 0,
    }
    assert (output / "graph.ttl").read_bytes() == first
    (articles / "post.md").write_text(POST.replace("林晓舟", "沈若川"), "utf-8")
    (articles / "new.md").write_text("# 岚岳机器人\n\n岚岳机器人总部位于苏州。\n", "utf-8")
    kg("build", articles, "-o", output)
    assert report(output)["articles"]["built"] == 2
    graph = (output / "graph.ttl").read_text("utf-8")
    assert "沈若川" in graph
    assert "林晓舟" not in graph


def test_each_refused_source_is_one_line_with_its_reason_and_the_rest_is_built(kg, articles, tmp_path):
    (articles / "broken.json").write_text('{"title": "x", "content_html": "<p>', "utf-8")
    (articles / "empty.md").write_bytes(b"")
    (articles / "foreign.md").write_text(FOREIGN, "utf-8")
    output = tmp_path / "output"
    done = kg("build", articles, "-o", output, code=1)
    lines = [line for line in done.stderr.splitlines() if line.startswith(("broken", "empty", "foreign"))]
    assert [line.partition(":")[0] for line in lines] == ["broken.json", "empty.md", "foreign.md"]
    assert report(output)["articles"]["built"] == 2
    assert [r["source"] for r in report(output)["refused"]] == ["broken.json", "empty.md", "foreign.md"]
    assert kg("build", articles, "-o", output, "-q", code=1).stderr.splitlines() == lines


def test_nothing_readable_is_an_exit_status_of_its_own(kg, tmp_path):
    (tmp_path / "empty.md").write_bytes(b"")
    kg("build", tmp_path / "empty.md", "-o", tmp_path / "output", code=3)
    done = kg("build", tmp_path / "missing.md", "-o", tmp_path / "output", code=3)
    assert done.stderr.splitlines()[0] == "missing.md: no such file or folder"


def test_where_nothing_is_read_no_folder_is_made_and_none_is_shown(kg, tmp_path):
    (tmp_path / "empty.md").write_bytes(b"")
    for paths in (["missing.md"], ["empty.md", "missing.md"]):
        done = kg("build", *paths, "-o", "output", cwd=tmp_path, code=3)
        assert f"{len(paths)} refused" in done.stderr
        assert "graph.html" not in done.stderr
        assert not (tmp_path / "output").exists()


def test_articles_in_the_output_folder_are_passed_over_and_counted(kg, articles, tmp_path):
    kg("build", articles, "-o", "output", cwd=tmp_path)
    shutil.copy(articles / "post.md", tmp_path / "output" / "post.md")
    shutil.copytree(articles / "sub", tmp_path / "output" / "sub")
    done = kg("build", "output", "-o", "output", cwd=tmp_path, code=3)
    assert "passed over: 2 files in output" in done.stderr
    assert "passed over" not in kg("build", articles, "-o", "output", cwd=tmp_path).stderr


def test_a_folder_without_articles_is_nothing_readable(kg, tmp_path):
    (tmp_path / "articles").mkdir()
    assert "none found" in kg("build", tmp_path / "articles", "-o", tmp_path / "output", code=3).stderr


def test_quiet_says_nothing_and_verbose_names_every_article(kg, articles, tmp_path):
    assert kg("build", articles, "-o", tmp_path / "a", "-q").stderr == ""
    said = kg("build", articles, "-o", tmp_path / "b", "-v").stderr.splitlines()
    assert said[:2] == ["post.md", "sub/note.txt"]


def test_what_a_build_left_is_not_read_as_articles(kg, articles):
    kg("build", ".", "-o", "output", cwd=articles)
    done = kg("build", ".", "-o", "output", cwd=articles)
    assert "2 unchanged" in done.stderr


def test_no_article_named_is_wrong_usage_with_an_example(kg):
    assert "kg build articles/" in kg("build", code=2).stderr


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ("colour = 1\nbase = 'x'", ["unknown key «colour»", "base = 'x'"]),
        ("extractors = ['quotes', 'names']", ["«quotes» needs"]),
        ("extractors = ['nonsense']", ["no extractor is called «nonsense»", "names"]),
    ],
)
def test_wrong_settings_end_before_anything_is_read(kg, articles, tmp_path, settings, words):
    file = tmp_path / "kg.toml"
    file.write_text(settings, "utf-8")
    done = kg("build", articles, "-o", tmp_path / "output", "--config", file, code=2)
    assert all(word in done.stderr for word in words)
    assert not (tmp_path / "output").exists()


def test_another_base_makes_other_iris(kg, articles, tmp_path):
    (tmp_path / "kg.toml").write_text("base = 'https://data.example/id/'\n", "utf-8")
    kg("build", articles, "-o", "out", cwd=tmp_path)
    graph = (tmp_path / "out" / "graph.ttl").read_text("utf-8")
    assert "https://data.example/id/" in graph
    assert "newskg/id/" not in graph


def test_changing_the_base_changes_every_iri_and_counts_no_article_twice(kg, articles, tmp_path):
    kg("build", articles, "-o", "out", cwd=tmp_path)
    (tmp_path / "kg.toml").write_text("base = 'https://data.example/id/'\n", "utf-8")
    kg("remove", "sub/note.txt", "-o", "out", cwd=tmp_path)
    assert report(tmp_path / "out")["graph"]["articles"] == 1
    (articles / "sub" / "note.txt").unlink()
    kg("build", articles, "-o", "out", cwd=tmp_path)
    assert report(tmp_path / "out")["graph"]["articles"] == 1
    assert "newskg/id/" not in (tmp_path / "out" / "graph.ttl").read_text("utf-8")


@pytest.mark.parametrize("how", ["file", "address", "iri"])
def test_an_article_is_removed_by_file_address_or_iri(kg, tmp_path, how):
    feed = tmp_path / "briefs.jsonl"
    rows = [
        {
            "title": f"星桥科技第{i}号公告",
            "url": f"https://news.example/{i}",
            "content_text": f"星桥科技在{place}开设分公司。",
        }
        for i, place in ((1, "杭州"), (2, "苏州"))
    ]
    feed.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), "utf-8")
    output = tmp_path / "output"
    kg("build", feed, "-o", output)
    [iri] = [
        json.loads(line)["iri"]
        for line in kg("query", "articles", "-o", output).stdout.splitlines()
        if "news.example/2" in line
    ]
    name = {"file": "briefs.jsonl#2", "address": "https://news.example/2", "iri": iri}[how]
    done = kg("remove", name, "-o", output)
    assert done.stderr == "removed briefs.jsonl#2\n"
    graph = (output / "graph.ttl").read_text("utf-8")
    assert "杭州" in graph
    assert "苏州" not in graph
    assert "苏州" not in (output / "graph.html").read_text("utf-8")
    assert len(list((output / "texts").iterdir())) == len(list((output / "annotations").iterdir())) == 1


def test_removing_what_is_not_there_changes_nothing(kg, built, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(built, output)
    done = kg("remove", "feed.json", "nothing.md", "-o", output, code=2)
    assert "no article «nothing.md»" in done.stderr
    assert (output / "graph.ttl").read_bytes() == (built / "graph.ttl").read_bytes()


def test_a_file_with_windows_line_ends_and_a_byte_order_mark_reads_the_same(kg, tmp_path):
    for name, raw in (("a", POST.encode()), ("b", ("\ufeff" + POST.replace("\n", "\r\n")).encode())):
        (tmp_path / name).mkdir()
        (tmp_path / name / "post.md").write_bytes(raw)
        kg("build", tmp_path / name, "-o", tmp_path / name / "output")
    texts = [sorted(p.name for p in (tmp_path / n / "output" / "texts").iterdir()) for n in ("a", "b")]
    assert texts[0] == texts[1]


def test_two_builds_into_one_folder_at_once_do_not_mix(kg, articles, tmp_path):
    from kg.store.oxigraph import OxigraphStore

    output = tmp_path / "output"
    kg("build", articles, "-o", output)
    with OxigraphStore(output / "store"):
        done = kg("build", articles, "-o", output, code=5)
    assert "in use" in done.stderr or "another program" in done.stderr


def test_everything_that_reads_goes_on_while_a_build_has_the_store_and_shows_what_was_there(kg, articles, tmp_path):
    from kg.store.publishing import PublishingStore

    output = tmp_path / "output"
    kg("build", articles, "-o", output)
    asked = [("stats",), ("check",), ("export", "turtle"), ("query", "ASK { ?s ?p ?o }"), ("query", "articles")]
    before = [kg(*command, "-o", output).stdout for command in asked]
    with PublishingStore(output / "store") as store:
        store.commit({}, drop=store.graphs()[:1])
        store.publish()
        snapshots = sorted((output / "snapshots").iterdir())
        after = [kg(*command, "-o", output).stdout for command in asked]
        assert sorted((output / "snapshots").iterdir()) == snapshots
    assert before[0] != after[0]
    assert before[3] == after[3] == "true\n"


def test_a_build_goes_on_while_somebody_reads_and_is_read_from_before_its_end(kg, articles, tmp_path):
    import kg as library

    output = tmp_path / "output"
    kg("build", articles, "-o", output)
    with library.open_store(output) as reader:
        before = reader.graphs()
        kg("remove", "post.md", "-o", output)
        with library.open_store(output) as later:
            assert set(later.graphs()) < set(before)
        kg("build", articles, "-o", output)
        assert reader.graphs() == before
    identity = (output / "snapshots" / "current").stat().st_mtime_ns
    kg("build", articles, "-o", output)
    assert (output / "snapshots" / "current").stat().st_mtime_ns == identity, "nothing has changed"


def test_the_summary_counts_organizations_and_products_and_names_each_duplicate(kg, articles, tmp_path):
    lines = (
        json.dumps({"url": "https://news.example/1", "title": "青檐咖啡开新店", "text": f"青檐咖啡在{city}开店。"})
        for city in ("杭州", "宁波")
    )
    (articles / "twice.jsonl").write_text("\n".join(lines), "utf-8")
    said = kg("build", articles, "-o", tmp_path / "output").stderr
    [duplicate] = report(tmp_path / "output")["duplicates"]
    assert f"{duplicate['source']}: {duplicate['reason']}" in said.splitlines()
    assert " organizations, " in said
    assert " products, " in said
