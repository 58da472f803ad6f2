"""``kg check --deep`` and ``kg repair``: what they print, for people and for programs, and how they end."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.cli.main import main
from kg.store.publishing import PublishingStore


class Done(NamedTuple):
    stdout: str
    stderr: str


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Callable[..., Done]:
    """The command in this process: what it does takes less time than a process takes to start."""

    def run(*arguments: str | Path, code: int | None = 0) -> Done:
        with pytest.raises(SystemExit) as ended:
            main([str(argument) for argument in arguments])
        done = Done(*capsys.readouterr())
        assert code is None or ended.value.code == code, done
        return done

    return run


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built, tmp_path / "output")
    return tmp_path / "output"


def test_a_sound_graph_is_checked_with_its_speed_and_nothing_is_repaired(command, output):
    done = command("check", "--deep", "-o", output)
    assert done.stdout == ""
    assert "checked 11 articles and 289 pieces of evidence in " in done.stderr
    assert " articles/s): all sound" in done.stderr
    done = command("repair", "-o", output)
    assert (done.stdout, done.stderr) == ("", "nothing is damaged\n")


def test_a_fault_tells_whether_it_can_be_mended_and_a_repair_tells_what_it_did(command, output):
    text = min((output / "texts").iterdir())
    text.write_bytes(b"x")
    (output / "notes.txt").write_text("mine")
    done = command("check", "--deep", "-o", output, code=1)
    problem = f"texts/{text.name}: has other bytes than its name says"
    assert f"{problem} [kg repair: written again from its record]" in done.stdout
    assert "note: files: notes.txt: is not a file of kg, and is left alone" in done.stderr
    found = [
        json.loads(line) for line in command("check", "--deep", "-o", output, "-f", "jsonl", code=1).stdout.splitlines()
    ]
    [fault] = [told for told in found if told["node"] == f"texts/{text.name}"]
    assert fault["mends"] is True
    assert fault["repair"] == "written again from its record"
    assert (fault["advice"], fault["note"]) == (None, False)
    assert [told["note"] for told in found if told["node"] == "notes.txt"] == [True]
    done = command("repair", "--dry-run", "-o", output)
    assert f"{problem}: would be written again from its record" in done.stdout
    assert text.read_bytes() == b"x"
    done = command("repair", "-o", output)
    assert f"{problem}: written again from its record" in done.stdout
    command("check", "--deep", "-o", output, "-q")


def test_what_cannot_be_mended_is_told_with_what_to_do(command, output, examples):
    record = next(f for f in (output / "annotations").iterdir() if "hangzhou-forum.md" in f.read_text("utf-8"))
    record.write_bytes(record.read_bytes()[:-100])
    done = command("repair", "-o", output, code=1)
    assert f"set aside as damaged/{record.name}" in done.stdout
    assert f"then read it again with `kg build FOLDER -o {output}`, FOLDER being the one that holds hang" in done.stderr
    done = command("build", examples / "feed.json", "-o", output, code=1)
    assert "hangzhou-forum.md: " in done.stderr
    assert "what the graph has of it stays until it is read again" in done.stderr
    assert json.loads((output / "report.json").read_text("utf-8"))["graph"]["articles"] == 11
    command("build", examples, "-o", output, "-q")
    command("check", "--deep", "-o", output, "-q")


def test_a_graph_in_a_remote_store_is_not_looked_into(command, output):
    done = command("check", "--deep", "-o", output, "--store", "http://127.0.0.1:9/", code=2)
    assert "has a store of its own; leave --store out" in done.stderr
    shutil.rmtree(output / "store")
    (output / "remote.json").write_text("{}", "utf-8")
    assert "remote store" in command("repair", "-o", output, code=2).stderr


def test_a_graph_of_this_machine_is_looked_into_whatever_store_the_environment_names(command, output, monkeypatch):
    monkeypatch.setenv("KG_STORE", "http://127.0.0.1:9/")
    command("check", "--deep", "-o", output)
    assert "nothing is damaged" in command("repair", "-o", output).stderr
    said = command("check", "--deep", "-o", output / "none", code=2).stderr
    assert "no graph was built here for http://127.0.0.1:9/query" in said
    assert "`kg check`" in said


def test_what_needs_a_graph_on_this_machine_does_not_ask_for_the_name_of_a_server(command, output, tmp_path):
    shutil.rmtree(output / "store")
    (output / "remote.json").write_text("{}", "utf-8")
    for told in (("compact",), ("backup", tmp_path / "b.tar.gz"), ("search", "光"), ("serve", "--no-open")):
        said = command(*told, "-o", output, code=2).stderr
        assert "which this command cannot use; build the articles into another folder" in said
    assert "which --store or KG_STORE must name" in command("show", "快手", "-o", output, code=2).stderr


def test_a_restored_graph_is_not_mistaken_for_that_of_a_server(command, output, tmp_path, monkeypatch):
    command("backup", tmp_path / "b.tar.gz", "-o", output)
    monkeypatch.setenv("KG_STORE", "http://127.0.0.1:9/")
    said = command("restore", tmp_path / "b.tar.gz", "-o", tmp_path / "new").stderr
    assert "http://127.0.0.1:9" in said
    assert "has none of it" in said


@pytest.mark.parametrize("is_empty", [True, False])
def test_where_all_records_are_lost_it_is_said_once_with_what_a_build_says(command, output, examples, is_empty):
    shutil.rmtree(output / "annotations")
    if is_empty:
        (output / "annotations").mkdir()
    said = "has no record left" if is_empty else "is gone"
    [line] = command("check", "-o", output, code=1).stdout.splitlines()
    assert line.startswith(f"{output}/annotations: {said}")
    assert line.removeprefix(f"{output}/") in command("build", examples, "-o", output, code=5).stderr
    [told] = command("check", "-o", output, "-f", "jsonl", code=1).stdout.splitlines()
    assert json.loads(told)["problem"] in line
    assert "1 fault" in command("check", "-o", output, code=1).stderr


def test_a_check_names_the_file_of_a_text_and_the_command_that_mends_it(command, output):
    gone, other = sorted((output / "texts").iterdir())[:2]
    gone.unlink()
    other.write_text("x", "utf-8")
    done = command("check", "-o", output, code=1)
    assert f"its text is not kept: texts/{gone.name}" in done.stdout
    assert f"the kept text is not the one that was read: texts/{other.name}" in done.stdout
    assert f"`kg repair -o {output}` makes again what records and texts tell" in done.stderr
    assert f"`kg check --deep -o {output}` says of each fault whether it can" in done.stderr
    assert command("check", "-q", "-o", output, code=1).stderr == ""
    command("repair", "-o", output)
    assert "all sound" in command("check", "-o", output).stderr


def test_an_empty_folder_holds_no_graph(command, tmp_path):
    for told in (("check", "--deep"), ("repair",)):
        assert "no graph was built here" in command(*told, "-o", tmp_path, code=2).stderr


def test_where_store_and_snapshots_are_lost_and_records_are_whole_the_repair_is_named(command, output):
    for folder in ("store", "snapshots"):
        shutil.rmtree(output / folder)
    for told in (("query", "articles"), ("check",), ("search", "光"), ("stats",)):
        assert f"`kg repair -o {output}` makes it again" in command(*told, "-o", output, code=5).stderr
    command("repair", "-o", output)
    command("check", "--deep", "-o", output, "-q")


def test_what_a_repair_did_is_said_once_and_then_what_is_left_to_do(command, output):
    record = next(f for f in (output / "annotations").iterdir() if "hangzhou-forum.md" in f.read_text("utf-8"))
    record.write_bytes(record.read_bytes()[:-100])
    said = command("repair", "-o", output, code=1).stderr
    assert said.startswith("hangzhou-forum.md: left to do: then read it again with `kg build FOLDER ")
    assert "[kg repair: " not in said


def test_a_deep_check_that_could_look_at_a_part_only_is_not_all_well(command, output):
    with PublishingStore(output / "store"):
        said = command("check", "--deep", "-o", output, code=1).stderr
    assert "a build is going on: only the newest snapshot and the records were looked at" in said
    command("check", "--deep", "-o", output)


def test_a_build_that_did_not_end_is_to_be_run_again(command, output):
    (output / "report.json").unlink()
    said = command("check", "--deep", "-o", output, code=1).stderr
    assert "the last build did not end: run it again" in said


def _lose_a_record_and_all_texts(output):
    min((output / "annotations").iterdir()).unlink()
    shutil.rmtree(output / "texts")


@pytest.mark.parametrize(
    "break_",
    [
        _lose_a_record_and_all_texts,
        lambda output: (output / "snapshots" / "current").write_text("../../etc\n"),
        lambda output: shutil.rmtree(output / "snapshots"),
    ],
)
def test_no_build_is_said_to_have_ended_badly_where_something_else_is_damaged(command, output, break_):
    break_(output)
    for _ in range(2):
        done = command("check", "--deep", "-o", output, code=None)
        assert "last build" not in done.stdout + done.stderr
        command("repair", "-o", output, code=None)


def test_nothing_is_named_twice_in_a_line(command, output):
    shutil.rmtree(output / "store")
    (output / "graph.ttl").unlink()
    (output / "layout.json").write_text("{")
    (output / "snapshots" / "current").write_text("x")
    lines = command("check", "--deep", "-o", output, code=1).stdout.splitlines()
    assert {line.partition(": ")[0] for line in lines} == {"store", "layout.json", "snapshots/current"}
    command("repair", "-o", output)
    (output / "graph.ttl").unlink()
    shutil.rmtree(next((output / "snapshots").glob("*/search")))
    lines = command("check", "--deep", "-o", output, code=1).stdout.splitlines()
    assert {"graph.ttl", "search index"} <= {line.partition(": ")[0] for line in lines}
    assert all(line.split(": ")[0] != line.split(": ")[1] for line in lines)
    min((output / "annotations").iterdir()).write_text("x")
    command("repair", "-o", output, code=1)
    for line in command("check", "--deep", "-o", output, code=1).stdout.splitlines():
        assert line.split(": ")[0] not in line.split(": ")[1]
    for folder in ("annotations", "damaged"):
        shutil.rmtree(output / folder)
    [line] = command("check", "--deep", "-o", output, code=1).stdout.splitlines()
    assert line.startswith("annotations: no record")


def test_whoever_removes_hears_of_what_was_set_aside_and_may_still_show_it(command, output):
    for folder in ("store", "snapshots"):
        shutil.rmtree(output / folder)
    min((output / "annotations").iterdir()).unlink()
    command("repair", "-o", output, code=1)
    said = command("remove", "hangzhou-forum.md", "-o", output, code=1).stderr
    for name in ("graph.ttl", "graph.html"):
        assert f"{output}/damaged/{name} was set aside earlier, and may still show what was removed" in said


def test_the_exit_status_is_the_one_that_is_documented(command, output):
    for told in (("remove", "none.md"), ("revisions", "none.md"), ("query", "SELEC ?x")):
        command(*told, "-o", output, code=2)
    command("show", "没有这家公司", "-o", output, code=1)
    for told in (("query", "SELECT ?x {"), ("search", *"一二三四五六七八九十甲乙丙丁戊己庚")):
        command(*told, "-o", output, code=6)


def test_where_the_layout_is_not_told_the_repair_is_named_that_mends_it(command, output):
    (output / "layout.json").write_text("{", "utf-8")
    for told in (("stats",), ("query", "articles"), ("check",)):
        assert f"`kg repair -o {output}` writes it again" in command(*told, "-o", output, code=5).stderr
    command("repair", "-o", output)
    command("check", "-o", output)


def test_no_message_has_words_of_python(command, output):
    for content in ("[1, 2]", "{}", '{"layout": "x", "kg": "1"}', '{"layout": 1, "kg": "1"}x'):
        (output / "layout.json").write_text(content, "utf-8")
        said = command("stats", "-o", output, code=5).stderr
        assert not re.search(r"indices|\('|Extra data|Expecting", said), said
    assert "Errno" not in command("query", "none.rq", "-o", output, code=2).stderr
