"""``kg query``, ``show``, ``export``, ``stats``, ``check``: answers for people and programs, and how they end."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from wcwidth import wcswidth

PERSONS = "SELECT ?name ?iri { ?iri a kg:Person ; schema:name ?name } ORDER BY ?name"


def test_json_lines_are_what_a_pipe_gets(kg, built):
    rows = [json.loads(line) for line in kg("query", PERSONS, "-o", built).stdout.splitlines()]
    assert {"林晓舟", "严强"} <= {row["name"] for row in rows}
    assert all(row["iri"].startswith("https://w3id.org/newskg/id/person/") for row in rows)


def test_a_table_stands_in_line_with_chinese_in_it(kg, built):
    lines = kg("query", PERSONS, "-o", built, "--format", "table").stdout.splitlines()
    starts = {wcswidth(line[: line.index("person:")]) for line in lines[2:]}
    assert len(starts) == 1
    assert lines[0].split() == ["name", "iri"]


@pytest.mark.threat("csv")
def test_csv_keeps_every_cell_and_disarms_formulas(kg, built):
    query = 'SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c) { ("=1+1" "a\\"b,c\\nd" -5) } }'
    answer = kg("query", query, "-o", built, "--format", "csv").stdout
    assert list(csv.reader(io.StringIO(answer))) == [["a", "b", "c", "d"], ["'=1+1", 'a"b,c\nd', "-5", ""]]
    query = 'SELECT ?a { VALUES ?a { "=1,2"^^xsd:integer "-3"^^xsd:integer } }'
    answer = kg("query", query, "-o", built, "--format", "csv").stdout
    assert sorted(csv.reader(io.StringIO(answer))) == [["'=1,2"], ["-3"], ["a"]]


def test_sparql_json_is_as_the_w3c_has_it(kg, built):
    query = 'SELECT ?a ?b ?c { VALUES (?a ?b) { ("快手"@zh 42) } }'
    answer = json.loads(kg("query", query, "-o", built, "--format", "json").stdout)
    assert answer["head"] == {"vars": ["a", "b", "c"]}
    [row] = answer["results"]["bindings"]
    assert row["a"] == {"type": "literal", "value": "快手", "xml:lang": "zh"}
    assert row["b"] == {"type": "literal", "value": "42", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert "c" not in row
    truth = json.loads(kg("query", "ASK { ?s ?p ?o }", "-o", built, "--format", "json").stdout)
    assert truth == {"head": {}, "boolean": True}


def test_numbers_and_truth_values_are_such_in_json_lines(kg, built):
    answer = kg("query", "SELECT ?n ?d ?t { VALUES (?n ?d ?t) { (3 0.5 true) } }", "-o", built).stdout
    assert answer == '{"n":3,"d":0.5,"t":true}\n'


def test_construct_gives_turtle(kg, built):
    query = "CONSTRUCT { ?p schema:worksFor ?o } WHERE { ?m org:member ?p ; org:organization ?o }"
    answer = kg("query", query, "-o", built).stdout
    assert "schema:worksFor company:" in answer
    assert "give" in kg("query", query, "-o", built, "--format", "csv", code=2).stderr


def test_a_query_comes_from_a_file_with_a_byte_order_mark_or_from_standard_input(kg, built, tmp_path):
    file = tmp_path / "question.rq"
    file.write_text("\ufeff" + PERSONS, "utf-8")
    expected = kg("query", PERSONS, "-o", built).stdout
    assert kg("query", file, "-o", built).stdout == expected
    assert kg("query", "-", "-o", built, input="\ufeff" + PERSONS).stdout == expected


def test_a_query_without_braces_is_known_by_its_first_word(kg, built):
    iri = json.loads(kg("query", PERSONS, "-o", built).stdout.splitlines()[0])["iri"]
    for query in (f"DESCRIBE <{iri}>", f"# a comment\n# {{another}}\nbase <https://w3id.org/> describe<{iri}>"):
        assert "kg:Person" in kg("query", query, "-o", built).stdout


def test_a_prefix_of_the_query_holds_before_the_usual_ones(kg, built):
    query = "PREFIX kg: <https://own.example/> SELECT ?x { BIND(kg:a AS ?x) }"
    assert kg("query", query, "-o", built).stdout == '{"x":"https://own.example/a"}\n'


def test_a_stored_query_takes_its_parameters_in_either_form(kg, built):
    spaced = kg("query", "executives", "--company", "快手", "-o", built).stdout
    assert kg("query", "executives", "--company=快手", "-o", built).stdout == spaced
    assert {"严强", "王剑伟", "笑古", "马宏彬"} <= {json.loads(line)["person"] for line in spaced.splitlines()}


def test_a_stored_query_finds_a_name_however_it_is_spelt_as_show_does(kg, built):
    expected = kg("query", "executives", "--company", "快手", "-o", built).stdout
    assert expected
    [company] = {
        json.loads(line)["c"]
        for line in kg(
            "query", 'SELECT ?c { ?c a kg:Company ; schema:name "快手"@zh }', "-o", built
        ).stdout.splitlines()
    }
    short = f"company:{company.rpartition('/')[2]}"
    for spelling in (" 快 手 ", company, short):
        assert kg("query", "executives", "--company", spelling, "-o", built).stdout == expected


def test_iris_are_taken_as_tables_print_them(kg, built):
    table = kg("query", "SELECT ?c { ?c a schema:Claim } LIMIT 1", "-o", built, "--format", "table").stdout
    claim = table.splitlines()[-1].strip()
    assert claim.startswith("claim:")
    assert kg("query", "evidence", "--assertion", claim, "-o", built).stdout
    assert kg("query", f"ASK {{ {claim} a schema:Claim }}", "-o", built).stdout == "true\n"


def test_short_iris_are_those_of_the_base_that_is_set(kg, examples, tmp_path):
    settings, output = tmp_path / "kg.toml", tmp_path / "output"
    settings.write_text('base = "https://own.example/id/"\n', "utf-8")
    kg("build", examples, "-o", output, "--config", settings, "-q")
    answer = kg("query", "SELECT ?c { ?c a kg:Company } LIMIT 1", "-o", output, "--config", settings, "-f", "table")
    company = answer.stdout.splitlines()[-1].strip()
    assert kg("query", f"ASK {{ {company} a kg:Company }}", "-o", output, "--config", settings).stdout == "true\n"


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["executives"], 2, "needs company"),
        (["executives", "--firm", "快手"], 2, "no parameter firm"),
        (["nonsense"], 2, "no stored query is called «nonsense»"),
        (["missing.rq"], 2, "no file"),
        ([], 2, "kg query --list"),
        (["SELECT ?s { ?s ?p ?o"], 6, "kg: "),
        (["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"], 6, "SERVICE"),
        (["SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }"], 6, "FROM"),
        (["DELETE WHERE { ?s ?p ?o }"], 6, "kg: "),
        (["LOAD <http://127.0.0.1:9/>"], 6, "refused"),
        (["# everything\n  clear all"], 6, "refused"),
        (["select"], 2, "no stored query"),
        (["{"], 6, "error at 1:1: «{» cannot stand here"),
        (["SELECT *\n{ ?s kg:name }"], 6, "error at 2:"),
        (["SELECT * { ?s a nope:Thing }"], 6, "error at 1:17: no prefix nope: is declared; known: kg, schema, org"),
    ],
)
def test_what_cannot_be_asked_is_said_in_words(kg, built, arguments, code, words):
    done = kg("query", *arguments, "-o", built, code=code)
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_name_that_only_a_search_finds_is_sent_there(kg, built):
    done = kg("show", "KuaiShou 'x", "-o", built, code=1)
    assert "nothing is called «KuaiShou 'x»" in done.stderr
    assert """kg search 'KuaiShou '"'"'x'""" in done.stderr


def test_the_stored_queries_are_listed_for_people_and_programs(kg):
    told = [json.loads(line) for line in kg("query", "--list").stdout.splitlines()]
    assert {"executives", "events", "quotes", "figures", "investors", "evidence"} <= {q["name"] for q in told}
    assert all(q["zh"] and q["en"] for q in told)
    assert "--company" in kg("query", "--list", "--format", "table").stdout


def test_a_query_over_its_time_is_stopped(kg, built, tmp_path):
    settings = tmp_path / "kg.toml"
    settings.write_text("query_seconds = 1\n", "utf-8")
    began = time.monotonic()
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    done = kg("query", endless, "-o", built, "--config", settings, code=6)
    assert "stopped after 1 s" in done.stderr
    assert time.monotonic() - began < 10
    kg("stats", "-o", built)


def test_a_query_over_its_rows_is_refused(kg, built, tmp_path):
    settings = tmp_path / "kg.toml"
    settings.write_text("query_max_rows = 3\n", "utf-8")
    done = kg("query", "SELECT * { ?s ?p ?o }", "-o", built, "--config", settings, code=6)
    assert done.stdout == ""
    assert "3 rows" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end otherwise there")
@pytest.mark.parametrize("command", ["query 'SELECT * { ?s ?p ?o }'", "export nquads"])
def test_a_closed_pipe_is_silent(built, command):
    line = f"{sys.executable} -m kg.cli.main {command} -o {built} | head -1"
    done = subprocess.run(["bash", "-c", line], capture_output=True, encoding="utf-8", timeout=60)
    assert done.stderr == ""
    assert len(done.stdout.splitlines()) == 1


def test_show_tells_each_fact_with_its_words_and_source(kg, built):
    text = kg("show", "快手", "-o", built).stdout
    assert text.startswith("快手")
    assert "严强" in text
    assert "快手的2021——私域流量如何打造「信任经济」" in text
    found = json.loads(kg("show", "快手", "-o", built, "--format", "json").stdout)
    assert found["entity"]["name"] == "快手"
    assert found["posts"][0]["evidence"][0]["exact"]


def test_show_suggests_similar_names_where_there_is_none(kg, built):
    done = kg("show", "林晓", "-o", built, code=1)
    assert "林晓舟" in done.stderr


@pytest.mark.parametrize(
    ("format_", "sign"),
    [
        ("turtle", "@prefix kg:"),
        ("trig", "@prefix kg:"),
        ("nquads", "<https://w3id.org/newskg/id/article/"),
        ("ntriples", "<https://schema.org/name>"),
        ("jsonld", '"@context"'),
        ("graphml", "<graphml"),
    ],
)
def test_every_export_goes_to_standard_output_or_a_file(kg, built, tmp_path, format_, sign):
    printed = kg("export", format_, "-o", built).stdout
    assert sign in printed
    file = tmp_path / "graph.out"
    kg("export", format_, file, "-o", built)
    assert file.read_text("utf-8") == printed


@pytest.mark.parametrize(("suffix", "format_"), [("ttl", "turtle"), ("nq", "nquads"), ("nt", "ntriples")])
def test_a_format_may_be_called_by_its_suffix_and_follows_from_that_of_the_file(kg, built, tmp_path, suffix, format_):
    expected = kg("export", format_, "-o", built).stdout
    assert kg("export", suffix, "-o", built).stdout == expected
    file = tmp_path / f"graph.{suffix.upper()}"
    kg("export", file, "-o", built)
    assert file.read_text("utf-8") == expected


def test_turtle_is_the_file_that_the_build_left(kg, built, tmp_path):
    kg("export", tmp_path / "graph.ttl", "-o", built)
    assert (tmp_path / "graph.ttl").read_bytes() == (built / "graph.ttl").read_bytes()


def test_csv_makes_a_folder_of_tables(kg, built, tmp_path):
    kg("export", "csv", tmp_path / "tables", "-o", built)
    assert {p.name for p in (tmp_path / "tables").iterdir()} >= {"posts.csv", "events.csv", "figures.csv"}
    assert "name a folder" in kg("export", "csv", "-o", built, code=2).stderr
    assert "known: turtle" in kg("export", "rdfxml", "-o", built, code=2).stderr


def test_stats_count_what_the_report_counts(kg, built):
    found = json.loads(kg("stats", "-o", built).stdout)
    disk = found.pop("disk")
    assert found == json.loads((built / "report.json").read_text("utf-8"))["graph"]
    assert disk["quads"] > 500
    assert disk["bytes_per_quad"] == round(disk["store_bytes"] / disk["quads"])
    assert disk["compacting_saves_bytes"] == 0
    assert found["articles"] == 11
    assert "persons" in kg("stats", "-o", built, "--format", "table").stdout


@pytest.mark.parametrize("command", [["stats"], ["query", "articles"], ["show", "x"], ["export", "turtle"], ["check"]])
def test_a_folder_without_a_graph_is_named_with_what_to_do(kg, tmp_path, command):
    done = kg(*command, "-o", tmp_path / "nothing", code=2)
    assert "kg build" in done.stderr
    assert not (tmp_path / "nothing").exists()


@pytest.mark.parametrize(
    "command", ["build", "query", "show", "export", "stats", "check", "remove", "compact", "completion"]
)
def test_every_command_has_help_with_examples(kg, command):
    text = kg(command, "--help").stdout
    examples = text.partition("Examples:")[2]
    assert f"kg {command}" in examples
    assert command in kg("--help").stdout


def test_help_is_there_at_once(kg):
    kg("--help")
    before = os.times()
    kg("--help")
    after = os.times()
    took = after.children_user + after.children_system - before.children_user - before.children_system
    assert 0 < took < 2  # 0.1 s of the processor


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_a_shell(kg, shell):
    assert "_KG_COMPLETE" in kg("completion", shell).stdout


def test_checking_finds_a_sound_graph_sound_and_a_changed_text_wanting(kg, built, tmp_path):
    import shutil

    sound = kg("check", "-o", built)
    assert sound.stdout == ""
    assert "all sound" in sound.stderr
    output = tmp_path / "output"
    shutil.copytree(built, output)
    text = max(Path(output, "texts").iterdir(), key=lambda p: p.stat().st_size)
    text.write_text("改了" + text.read_text("utf-8"), "utf-8")
    assert kg("check", "-o", output, code=1).stdout


@pytest.mark.threat("terminal")
def test_what_an_article_says_does_not_steer_the_terminal(kg, tmp_path):
    article = tmp_path / "evil.jsonl"
    body = "星桥科技CEO林晓舟表示：“我们\x1b]0;pwned\x07\u202e很好，\x9b31m会继续努力。”"
    article.write_text(json.dumps({"title": "星桥科技回应", "content_text": body}, ensure_ascii=False), "utf-8")
    kg("build", article, "-o", tmp_path / "output")
    for command in (["show", "林晓舟"], ["query", "quotes", "--person", "林晓舟", "--format", "table"]):
        shown = kg(*command, "-o", tmp_path / "output").stdout
        assert not [c for c in shown if c in "\x1b\x07\x9b\u202e"]
