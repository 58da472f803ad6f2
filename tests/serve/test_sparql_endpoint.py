"""The SPARQL 1.1 Protocol, as a client meets it."""

from __future__ import annotations

import csv
import json
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

FORM = "application/x-www-form-urlencoded"

NAMES = "SELECT ?name { ?c a kg:Company ; schema:name ?name } ORDER BY ?name"
TRIPLES = "CONSTRUCT { ?c schema:name ?name } { ?c a kg:Company ; schema:name ?name }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
JSON = "application/sparql-results+json"


def names(got) -> list[str]:
    assert got.status == 200, got.text
    return [row["name"]["value"] for row in json.loads(got.body)["results"]["bindings"]]


def test_the_three_ways_to_send_a_query_give_the_same(server):
    by_get = server.query(NAMES)
    by_form = server.query(NAMES, method="POST")
    direct = server.ask("/sparql", "POST", NAMES, content_type="application/sparql-query; charset=UTF-8")
    assert len(names(by_get)) > 3
    assert names(by_get) == names(by_form) == names(direct)
    assert by_get.headers["content-type"] == JSON
    assert by_get.headers["vary"] == "accept"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, JSON),
        ("*/*", JSON),
        (JSON, JSON),
        ("application/json", "application/json"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/xml", "application/xml"),
        ("text/xml", "text/xml; charset=utf-8"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/*", "text/csv; charset=utf-8"),
        ("text/csv;q=0.5, application/sparql-results+xml;q=0.9", "application/sparql-results+xml"),
        ("text/csv;q=0, */*;q=0.1", JSON),
        ("image/png, text/turtle", None),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/xml"),
    ],
)
def test_a_table_comes_in_the_form_that_is_liked_best(server, accept, media_type):
    got = server.query(NAMES, headers={"accept": accept} if accept else {})
    if media_type is None:
        assert got.status == 406
        assert "a table" in got.text
        return
    assert (got.status, got.headers["content-type"]) == (200, media_type)
    wanted = names(server.query(NAMES))
    if "xml" in media_type:
        root = ElementTree.fromstring(got.body)  # noqa: S314 - our own answer
        found = [e.text for e in root.iter("{http://www.w3.org/2005/sparql-results#}literal")]
        assert found == wanted
    elif "csv" in media_type:
        assert [row["name"] for row in csv.DictReader(got.text.splitlines())] == wanted
    elif "json" in media_type:
        assert names(got) == wanted


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("*/*", "text/turtle; charset=utf-8"),
        ("application/n-triples", "application/n-triples"),
        ("text/plain", "text/plain; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/ld+json;q=0.3, text/turtle;q=0.2", "application/ld+json"),
    ],
)
def test_triples_come_in_the_form_that_is_liked_best(server, accept, media_type):
    got = server.query(TRIPLES, headers={"accept": accept})
    assert (got.status, got.headers["content-type"]) == (200, media_type)
    assert names(server.query(NAMES))[0] in json.dumps(got.text, ensure_ascii=False)
    assert server.query(TRIPLES, headers={"accept": "text/csv"}).status == 406


@pytest.mark.parametrize("name", ["json", "xml", "csv", "tsv"])
def test_a_link_can_say_the_form(server, name):
    got = server.query(NAMES, format=name, headers={"accept": "text/html"})
    assert got.status == 200
    assert name in got.headers["content-type"] or name == "tsv"
    assert server.query(NAMES, format="pdf").status == 400


def test_yes_or_no_comes_in_every_form_of_a_table(server):
    assert json.loads(server.query("ASK { ?c a kg:Company }").body)["boolean"] is True
    assert server.query("ASK { ?c a kg:Nothing }", format="csv").text.strip() == "false"


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_graphs_of_the_protocol_limit_what_is_asked(server, method):
    graphs = json.loads(server.query("SELECT DISTINCT ?g { GRAPH ?g { ?c a kg:Company } } ORDER BY ?g").body)
    one = graphs["results"]["bindings"][0]["g"]["value"]
    in_one = server.query(NAMES, method=method, **{"default-graph-uri": one})
    assert 0 < len(names(in_one)) < len(names(server.query(NAMES)))
    named = "SELECT DISTINCT ?name { GRAPH ?g { ?c a kg:Company } BIND(STR(?g) AS ?name) }"
    assert names(server.query(named, method=method, **{"named-graph-uri": one})) == [one]
    assert len(names(server.query(named, method=method))) > 1
    assert server.query(NAMES, method=method, **{"default-graph-uri": "not an iri"}).status == 400


def test_a_query_sent_directly_has_its_graphs_behind_the_question_mark(server):
    graph = urlencode({"default-graph-uri": "https://example.org/absent"})
    got = server.ask(f"/sparql?{graph}", "POST", NAMES, content_type="application/sparql-query")
    assert names(got) == []


@pytest.mark.parametrize(
    ("target", "status", "word"),
    [
        ("/sparql?query=SELECT", 400, "not a SPARQL query"),
        ("/sparql?query=", 400, "not a SPARQL query"),
        ("/sparql", 400, "there is no query"),
        ("/sparql?query=ASK%7B%7D&query=ASK%7B%7D", 400, "more than one query"),
        ("/sparql?query=%FF", 400, "cannot be read"),
        ("/sparql?query=ASK%7B%7D%00", 400, "not a SPARQL query"),
        ("/sparql?query=SELECT%20*%20%7B%20SERVICE%20%3Chttp://127.0.0.1:9/%3E%20%7B%7D%7D", 403, "SERVICE"),
        ("/sparql?query=SELECT%20*%20FROM%20%3Cfile:///etc/passwd%3E%20%7B%7D", 403, "FROM"),
        ("/sparql?query=LOAD%20%3Chttp://127.0.0.1:9/%3E", 403, "refused"),
        ("/sparql?query=DROP%20ALL", 403, "update"),
        ("/sparql?update=DROP%20ALL", 403, "only reads"),
    ],
)
def test_what_is_no_query_is_told_in_plain_words(server, target, status, word):
    got = server.ask(target)
    assert (got.status, got.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    assert word in got.text
    assert "Traceback" not in got.text


@pytest.mark.threat("server")
@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        (None, "ASK {}", 415),
        ("text/plain", "ASK {}", 415),
        ("application/json", "{}", 415),
        ("application/sparql-query; charset=gbk", "ASK {}", 415),
        ("application/sparql-query; charset=utf-8; q=1", "ASK {}", 200),
        ("application/sparql-query", b"ASK { ?s ?p '\xff' }", 400),
        ("application/sparql-update", "DROP ALL", 403),
        (FORM, "update=DROP+ALL", 403),
        (FORM, "query=ASK%7B%7D&query=ASK%7B%7D", 400),
        (FORM, "nothing=1", 400),
        (FORM, "&".join(f"a{n}=1" for n in range(200)), 400),
        (FORM, "query=" + "x" * (1 << 20), 413),
        ("application/sparql-query", "ASK {} #" + "x" * (1 << 20), 413),
    ],
)
def test_posts_that_are_none_of_the_protocol(server, content_type, body, status):
    got = server.ask("/sparql", "POST", body, **({"content_type": content_type} if content_type else {}))
    assert got.status == status, got.text
    assert server.query("ASK {}").status == 200


def test_a_query_in_two_places_is_refused(server):
    twice = f"/sparql?{urlencode({'query': 'ASK {}'})}"
    assert server.ask(twice, "POST", "query=ASK+%7B%7D", content_type=FORM).status == 400
    assert server.ask(twice, "POST", "ASK {}", content_type="application/sparql-query").status == 400


def test_a_long_query_is_posted(server):
    long = f"ASK {{ ?s ?p ?o }} #{'x' * 40_000}"
    got = server.query(long)
    assert got.status == 414
    assert "post" in got.text
    assert server.query(long * 3).status == 400  # the parser takes no more than 64 KB
    assert server.query(long, method="POST").status == 200
    assert server.ask("/sparql", "POST", long, content_type="application/sparql-query").status == 200


@pytest.mark.threat("server")
def test_the_methods(server):
    whole = server.query(NAMES)
    head = server.query(NAMES, method="HEAD")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(whole.body)) == whole.headers["content-length"]
    options = server.ask("/sparql", "OPTIONS")
    assert options.status == 204
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "PROPFIND"):
        got = server.ask("/sparql", method)
        assert got.status == 405
        assert "GET" in got.headers["allow"]
    got = server.ask("/articles", "POST", "")
    assert got.status == 405
    assert "GET" in got.headers["allow"]


def test_an_answer_that_one_has_is_not_sent_again(server):
    first = server.query(NAMES)
    tag = first.headers["etag"]
    for known in (tag, f'W/{tag}, "other"', "*"):
        again = server.query(NAMES, headers={"if-none-match": known})
        assert (again.status, again.body, again.headers["etag"]) == (304, b"", tag)
        assert "content-type" not in again.headers
    assert server.query(NAMES, headers={"if-none-match": '"other"'}).status == 200
    assert server.query(NAMES, format="csv", headers={"if-none-match": tag}).status == 200
    assert "etag" not in server.ask("/sparql?query=SELECT").headers


def test_too_much_is_an_error_and_never_a_piece(start, built, tmp_path):
    settings = tmp_path / "kg.toml"
    settings.write_text("query_seconds = 1.0\nquery_max_rows = 50\n", "utf-8")
    with start(built, "--config", settings) as server:
        for form in ("json", "csv"):
            got = server.query("SELECT * { ?s ?p ?o }", format=form)
            assert (got.status, got.headers["content-type"]) == (500, "text/plain; charset=utf-8")
            assert "more than 50 rows" in got.text
        assert server.query("SELECT * { ?s ?p ?o } LIMIT 50").status == 200
        got = server.query(ENDLESS)
        assert got.status == 500
        assert "stopped after 1 s" in got.text
        assert server.query("ASK {}").status == 200
