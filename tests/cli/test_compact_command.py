"""``kg compact``, and what ``kg stats`` tells of the disk."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg.pipeline import Workplace
from kg.pipeline.compacting import Sizes
from kg.store import PublishingStore


@pytest.fixture(scope="module")
def articles(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("articles") / "news.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for i in range(5):
            body = f"星桥科技宣布完成{i + 1}亿元融资，由澄湖资本领投。林晓舟表示：“这是第{i}轮。”"
            item = {"title": f"星桥科技完成第{i}轮融资", "url": f"https://news.example/{i}", "content_text": body}
            stream.write(json.dumps({**item, "date_published": "2026-03-29T08:00:00+08:00"}, ensure_ascii=False) + "\n")
    return file


def test_a_graph_says_the_same_after_it_was_written_anew(kg, articles, tmp_path):
    output = tmp_path / "output"
    kg("build", articles, "-o", output)
    asked = [("export", "nquads"), ("export", "turtle"), ("search", "星桥", "--format", "jsonl")]
    before = [kg(*command, "-o", output).stdout for command in asked]
    done = kg("compact", "-o", output)
    assert done.stdout == ""
    assert "quads" in done.stderr
    assert [kg(*command, "-o", output).stdout for command in asked] == before
    assert not Workplace(output).has_old_outputs(), "the files beside it say what the new snapshot says"
    assert kg("compact", "-q", "-o", output).stderr == ""
    assert "5 unchanged" in kg("build", articles, "-o", output).stderr


def test_nothing_of_a_removed_article_is_left_in_any_file_after_compacting(kg, articles, tmp_path):
    output, secret = tmp_path / "output", "玄武寒潭"
    (tmp_path / "gone.txt").write_text(f"{secret}科技成立\n\n4月2日，{secret}科技在宁波成立。\n", "utf-8")

    def found() -> list[Path]:
        return [file for file in output.rglob("*") if file.is_file() and secret.encode() in file.read_bytes()]

    kg("build", articles, tmp_path / "gone.txt", "-o", output)
    kg("remove", "gone.txt", "-o", output)
    assert found(), "databases keep it for a while"
    kg("compact", "-o", output)
    assert found() == []


def test_a_lost_store_is_made_again_on_the_way(kg, articles, tmp_path):
    output = tmp_path / "output"
    kg("build", articles, "-o", output)
    before = kg("export", "nquads", "-o", output).stdout
    shutil.rmtree(output / "store")
    kg("compact", "-o", output)
    assert kg("export", "nquads", "-o", output).stdout == before


def test_it_is_refused_while_others_build_and_where_nothing_was_built(kg, articles, tmp_path):
    output = tmp_path / "output"
    assert "kg build" in kg("compact", "-o", output, code=2).stderr
    kg("build", articles, "-o", output)
    with PublishingStore(output / "store"):
        assert "try again when that is done" in kg("compact", "-o", output, code=5).stderr


def test_stats_tell_what_a_graph_takes_on_the_disk(kg, articles, tmp_path):
    output = tmp_path / "output"
    kg("build", articles, "-o", output)
    found = json.loads(kg("stats", "-o", output, "--format", "json").stdout)["disk"]
    assert found["quads"] == len(kg("export", "nquads", "-o", output).stdout.splitlines()) + len(
        kg("export", "ntriples", "-o", output).stdout.splitlines()
    )
    assert all(found[f"{part}_bytes"] > 1000 for part in ("store", "search", "texts", "annotations"))
    shown = kg("stats", "-o", output, "--format", "table").stdout
    assert f"{found['quads']}\n" in shown
    assert "bytes a quad" in shown


def test_compacting_pays_where_it_saves_much_of_a_large_store():
    worn = Sizes(quads=1_000_000, store=982_000_000, snapshots=0, search=0, texts=0, annotations=0)
    assert worn.compacting_saves == 812_000_000
    assert worn.bytes_per_quad == 982
    dense = Sizes(quads=2_510_000, store=640_000_000, snapshots=0, search=0, texts=0, annotations=0)
    assert dense.compacting_saves == 0
    shared = Sizes(quads=2_510_000, store=600_000_000, snapshots=255_000_000, search=0, texts=0, annotations=0)
    assert shared.compacting_saves == 428_300_000
    small = Sizes(quads=1_000, store=5_000_000, snapshots=0, search=0, texts=0, annotations=0)
    assert small.compacting_saves == 0
