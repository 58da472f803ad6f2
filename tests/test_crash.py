"""kill -9 while building: no partial graph, and the next build completes what was cut short."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from kg.store.oxigraph import OxigraphStore

ARTICLES = 100  # so many that a build goes on for a while after the first ones, on a busy machine too


@pytest.fixture(scope="module")
def articles(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("articles") / "news.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for i in range(ARTICLES):
            body = f"星桥科技宣布完成{i + 1}亿元融资，由澄湖资本领投。林晓舟表示：“这是第{i}轮。”" * 5
            item = {"title": f"星桥科技完成第{i}轮融资", "url": f"https://news.example/{i}", "content_text": body}
            stream.write(json.dumps({**item, "date_published": "2026-03-29T08:00:00+08:00"}, ensure_ascii=False) + "\n")
    return file


@pytest.fixture(scope="module")
def whole(tmp_path_factory, kg, articles) -> dict[str, list[str]]:
    output = tmp_path_factory.mktemp("whole")
    kg("build", articles, "-o", output)
    return graphs(output)


def graphs(output: Path) -> dict[str, list[str]]:
    """The statements of the store, graph by graph."""
    with OxigraphStore(output / "store", read_only=True) as store:
        return {g: list(store.statements(g)) for g in store.graphs()}


def kill_when(articles: Path, output: Path, stored: int) -> None:
    """Start a build, and kill it once it has stored so many articles."""
    command = [sys.executable, "-m", "kg.cli.main", "build", str(articles), "-o", str(output)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        if len(list(output.glob("annotations/*.json"))) >= stored:
            break
        time.sleep(0.001)
    assert process.poll() is None, "the build ended before it could be killed"
    os.kill(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL here")
@pytest.mark.parametrize("stored", [1, 7, 25, 45])
def test_what_a_killed_build_leaves_is_whole_and_the_next_build_completes_it(tmp_path, kg, articles, whole, stored):
    output = tmp_path / "output"
    kill_when(articles, output, stored)
    left = graphs(output)
    assert stored <= len(left) < ARTICLES
    assert all(whole[name] == statements for name, statements in left.items())
    assert not (output / "graph.ttl").exists()
    kg("build", articles, "-o", output)
    assert graphs(output) == whole
    report = json.loads((output / "report.json").read_text("utf-8"))
    assert report["articles"]["unchanged"] >= stored - 1
    assert not list(output.glob("annotations/*waiting*"))


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGINT for a process here")
def test_an_interrupted_build_says_so_and_goes_on_where_it_was(tmp_path, kg, articles, whole):
    output = tmp_path / "output"
    command = [sys.executable, "-m", "kg.cli.main", "build", str(articles), "-o", str(output)]
    # a run in the background ignores SIGINT, and its children would inherit that
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = subprocess.Popen(command, stderr=subprocess.PIPE, encoding="utf-8", preexec_fn=heard)
    while process.poll() is None and len(list(output.glob("annotations/*.json"))) < 5:
        time.sleep(0.001)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    kg("build", articles, "-o", output)
    assert graphs(output) == whole
