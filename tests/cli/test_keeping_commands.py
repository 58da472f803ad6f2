"""``kg revisions``, ``kg backup`` and ``kg restore`` as a user meets them."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

POST = """---
title: '星桥科技完成B轮融资'
url: https://news.example/a/1
date: Tue, 10 Mar 2026 23:40:00 GMT
---
<p>星桥科技宣布完成{amount}亿元B轮融资，由澄湖资本领投。星桥科技CEO林晓舟表示：“我们会把钱花在研发上。”</p>
"""


@pytest.fixture(scope="module")
def changed(tmp_path_factory, kg) -> tuple[Path, str]:
    """A graph with an article that was read twice, with another text, and what the second build said."""
    folder = tmp_path_factory.mktemp("changed")
    said = ""
    for amount in (3, 5):
        (folder / "a.md").write_text(POST.format(amount=amount), "utf-8")
        said = kg("build", "a.md", cwd=folder).stderr
    return folder, said


def test_a_build_names_texts_that_have_changed_and_counts_them(changed):
    folder, said = changed
    assert "a.md: the text has changed since it was read before; `kg revisions https://news.example/a/1`" in said
    assert "articles: 1 built; 1 text has changed" in said
    [told] = json.loads((folder / "output" / "report.json").read_text("utf-8"))["revised"]
    assert told["source"] == "a.md"
    assert told["earlier"] != told["version"]


def test_revisions_lists_articles_and_shows_what_differs(changed, kg):
    folder, _ = changed
    listed = kg("revisions", cwd=folder).stdout.splitlines()
    assert listed[-1].split()[0] == "https://news.example/a/1"
    shown = kg("revisions", "a.md", cwd=folder).stdout
    assert "- 星桥科技宣布完成[-3-]亿元B轮融资，由澄湖资本领投。" in shown
    assert "+ 星桥科技宣布完成{+5+}亿元B轮融资，由澄湖资本领投。" in shown
    assert "~ figure: " in shown
    [history] = json.loads(kg("revisions", "a.md", "--format", "json", cwd=folder).stdout)
    [change] = history["changes"]
    assert {"sign": "-", "text": "星桥科技宣布完成3亿元B轮融资，由澄湖资本领投。"}.items() <= change["text"][1].items()
    assert any(fact["what"] == "changed" and fact["kind"] == "figure" for fact in change["facts"])
    [line] = kg("revisions", "--format", "jsonl", cwd=folder).stdout.splitlines()
    assert len(json.loads(line)["versions"]) == 2
    assert "no article «x»" in kg("revisions", "x", cwd=folder, code=2).stderr


@pytest.mark.parametrize("how", ["lost", "damaged"])
def test_a_version_whose_record_is_lost_or_damaged_is_told_and_put_back_as_it_is_said(changed, kg, tmp_path, how):
    folder, _ = changed
    kg("backup", tmp_path / "b.tar.gz", "-o", folder / "output")
    output = tmp_path / "out put"
    shutil.copytree(folder / "output", output)
    kg("build", "a.md", "-o", output, cwd=folder)
    [record] = output.glob("revisions/*/*.json")
    if how == "lost":
        record.unlink()
    else:
        record.write_text("x", "utf-8")
    for named in ((), ("a.md",)):
        done = kg("revisions", *named, "-o", output, code=1)
        assert "than one version" not in done.stderr
        assert "one version only" not in done.stderr
        assert f"`kg check --deep -o '{output}'` says what to do" in done.stderr
        assert ("the record of its earlier version article/" in done.stderr) is (how == "lost")
        assert (str(record) in done.stderr) is (how == "damaged")
        assert ("https://news.example/a/1" in done.stdout) is (how == "damaged" and not named)
    done = kg("check", "--deep", "-o", output, code=1)
    [said] = re.findall("`(tar .*?)`", done.stdout)
    subprocess.run(said.replace("FILE", str(tmp_path / "b.tar.gz")), shell=True, check=True)  # noqa: S602 - our own
    kg("check", "--deep", "-o", output)
    assert "https://news.example/a/1" in kg("revisions", "-o", output).stdout


def test_one_damaged_record_among_the_earlier_ones_hides_no_change_between_the_others(kg, tmp_path):
    for amount in (3, 5, 7):
        (tmp_path / "a.md").write_text(POST.format(amount=amount), "utf-8")
        kg("build", "a.md", cwd=tmp_path)
    second = max((tmp_path / "output" / "revisions").glob("*/*.json"))
    second.write_text("{", "utf-8")
    shown = kg("revisions", "a.md", cwd=tmp_path, code=1)
    assert "version 1 → 3 of 3" in shown.stdout
    assert "[-3-]亿元B轮融资" in shown.stdout
    assert shown.stderr.count("\n") == 1
    current = next((tmp_path / "output" / "annotations").glob("*.json"))
    current.write_text("{", "utf-8")
    assert current.stem in kg("revisions", cwd=tmp_path, code=1).stdout


def test_an_article_with_one_version_has_nothing_to_show(built, kg):
    assert "no article has more than one version" in kg("revisions", "-o", built).stderr
    done = kg("revisions", "starbridge-series-b.md", "-o", built)
    assert (done.stdout, "one version only" in done.stderr) == ("", True)


def test_a_graph_is_put_into_a_file_and_made_again(changed, kg, tmp_path):
    folder, _ = changed
    file, again = tmp_path / "b.tar.gz", tmp_path / "again"
    done = kg("backup", file, "-o", folder / "output")
    assert done.stdout == ""
    assert "wrote: " in done.stderr
    assert "1 article, 1 earlier version," in done.stderr
    assert "whole: " in kg("backup", "--verify", file).stderr
    assert "restored into" in kg("restore", file, "-o", again).stderr
    assert (again / "graph.ttl").read_bytes() == (folder / "output" / "graph.ttl").read_bytes()
    assert "https://news.example/a/1" in kg("revisions", "-o", again).stdout
    assert "holds annotations" in kg("restore", file, "-o", again, code=2).stderr
    assert kg("build", "a.md", "-o", again, cwd=folder).stderr.startswith("articles: 1 unchanged\n")


def test_a_backup_counts_the_articles_that_a_restored_graph_has(built, kg, tmp_path):
    output, again = tmp_path / "output", tmp_path / "again"
    shutil.copytree(built, output)
    min((output / "annotations").iterdir()).unlink()
    file = tmp_path / "b.tar.gz"
    told = "11 articles (10 records), "
    assert told in kg("backup", file, "-o", output, code=1).stderr
    assert told in kg("backup", "--verify", file).stderr
    assert told in kg("restore", file, "-o", again).stderr
    assert json.loads((again / "report.json").read_text("utf-8"))["graph"]["articles"] == 11


def test_a_file_that_is_no_whole_backup_is_refused_in_one_line(changed, kg, tmp_path):
    folder, _ = changed
    file = tmp_path / "b.tar.gz"
    kg("backup", file, "-o", folder / "output", "-q")
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)
    for arguments in (("backup", "--verify", file), ("restore", file, "-o", tmp_path / "again")):
        [said] = kg(*arguments, code=5).stderr.splitlines()
        assert "damaged, or not a backup of kg" in said
    assert not (tmp_path / "again").exists()
    kg("backup", tmp_path / "c.tar.gz", "-o", tmp_path / "nowhere", code=2)


def test_a_base_that_is_not_that_of_the_settings_is_kept_and_told(changed, kg, tmp_path):
    folder, _ = changed
    kg("backup", tmp_path / "b.tar.gz", "-o", folder / "output", "-q")
    (tmp_path / "kg.toml").write_text('base = "https://data.example/id/"\n', "utf-8")
    said = kg("restore", "b.tar.gz", "-o", "again", cwd=tmp_path).stderr
    assert 'put base = "https://w3id.org/newskg/id/" into kg.toml' in said
    assert (tmp_path / "again" / "graph.ttl").read_bytes() == (folder / "output" / "graph.ttl").read_bytes()
