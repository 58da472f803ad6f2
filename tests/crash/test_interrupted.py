"""A build that is killed or interrupted in a process of its own, as a user meets it."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from kg.store import open_current

ARTICLES = 40  # so many that a build goes on for a while after the first ones, on a busy machine too


@pytest.fixture(scope="module")
def articles(tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("articles") / "news.jsonl"
    with file.open("w", encoding="utf-8") as stream:
        for i in range(ARTICLES):
            body = f"星桥科技宣布完成{i + 1}亿元融资，由澄湖资本领投。林晓舟表示：“这是第{i}轮。”" * 3
            item = {"title": f"星桥科技完成第{i}轮融资", "url": f"https://news.example/{i}", "content_text": body}
            stream.write(json.dumps({**item, "date_published": "2026-03-29T08:00:00+08:00"}, ensure_ascii=False) + "\n")
    return file


@pytest.fixture(scope="module")
def whole(tmp_path_factory, kg, articles) -> dict[str, list[str]]:
    output = tmp_path_factory.mktemp("whole")
    kg("build", articles, "-o", output)
    return graphs(output)


def graphs(output: Path) -> dict[str, list[str]]:
    """What readers see, graph by graph."""
    with open_current(output / "store") as store:
        return {g: list(store.statements(g)) for g in store.graphs()}


def started(articles: Path, output: Path, kept: int, *options: str, **more: object) -> subprocess.Popen[str]:
    """A build that has kept so many articles."""
    command = [sys.executable, "-m", "kg.cli.main", "build", str(articles), "-o", str(output), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, encoding="utf-8", **more)
    deadline = time.monotonic() + 120
    while process.poll() is None and time.monotonic() < deadline:
        if len(list(output.glob("annotations/*.json"))) >= kept:
            break
        time.sleep(0.001)
    assert process.poll() is None, "the build ended before it could be stopped"
    return process


@pytest.mark.threat("crash")
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
@pytest.mark.parametrize("options", [(), ("--jobs", "2")], ids=["alone", "with workers"])
def test_the_build_after_a_killed_one_goes_on_from_what_was_kept(tmp_path, kg, articles, whole, options):
    """The process alone is killed, as `kill -9 PID` does it, not those that it started."""
    output = tmp_path / "output"
    process = started(articles, output, 10, *options)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    left = graphs(output)
    assert all(whole[name] == statements for name, statements in left.items())
    assert not (output / "graph.ttl").exists()
    kg("build", articles, "-o", output)
    assert graphs(output) == whole
    report = json.loads((output / "report.json").read_text("utf-8"))
    assert report["articles"]["unchanged"] >= 9
    assert not list(output.glob("annotations/*waiting*"))
    assert process.stderr is not None
    ended, _, _ = select.select([process.stderr], [], [], 60)  # all that it started have it open while they live
    assert ended, "what the killed build had started is still there"


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGINT for a process here")
def test_an_interrupted_build_says_so_and_goes_on_where_it_was(tmp_path, kg, articles, whole):
    output = tmp_path / "output"
    # a run in the background ignores SIGINT, and its children would inherit that
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)
    process = started(articles, output, 5, preexec_fn=heard)
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "interrupted" in said
    assert "Traceback" not in said
    kg("build", articles, "-o", output)
    assert graphs(output) == whole
