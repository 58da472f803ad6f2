"""The process: how it starts, what it says when it cannot, how it ends, and what it does when it is pressed."""

from __future__ import annotations

import json
import shutil
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urlencode

import pytest

FORM = "application/x-www-form-urlencoded"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f FILTER(?c < ?f) } # "
ARTICLE = """---
title: 云岚动力任命陆知远为首席执行官
date: 2026-01-05
---
云岚动力有限公司1月5日宣布，任命陆知远为首席执行官。陆知远表示：“我们会把研发放在第一位。”
"""


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_it_is_told_to_and_finishes_what_is_under_way(start, built, how):
    with start(built) as server, ThreadPoolExecutor() as pool:
        workers = server.workers()
        assert len(workers) >= 4
        began = time.monotonic()
        slow = pool.submit(server.query, sleeping(server, 1.5))
        time.sleep(0.4)
        assert server.stop(how) == 0
        got = slow.result(20)
        assert got.status == 200, got.text
        assert json.loads(got.body)["results"]["bindings"]
        assert time.monotonic() - began > 0.6, "the control: there was something under way"
        assert not any(map(is_running, workers))
        assert server.said == [server.said[0]], "nothing is said but the address"


def sleeping(server, seconds: float) -> str:
    """A query that takes about so long here."""
    count = 100
    while True:
        sparql = f"SELECT (COUNT(*) AS ?n) {{ {{ SELECT * {{ ?a ?b ?c }} LIMIT {count} }} ?d ?e ?f FILTER(?c < ?f) }}"
        began = time.monotonic()
        assert server.query(sparql + " # timing").status == 200
        took = time.monotonic() - began
        if took > 0.1:
            return sparql.replace(f"LIMIT {count}", f"LIMIT {int(count * seconds / took)}")
        count *= 3


def test_a_query_that_does_not_end_does_not_hold_up_the_end(start, built):
    with start(built) as server, ThreadPoolExecutor() as pool:
        endless = pool.submit(server.query, ENDLESS)
        time.sleep(0.3)
        began = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - began < 9
        got = endless.result(20)
        assert (got.status, got.headers["retry-after"]) == (503, "1")
        assert "shutting down" in got.text
        assert server.said == [server.said[0]], "nothing is said but the address"


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_killed_server_leaves_no_process_behind(start, built):
    with start(built) as server, ThreadPoolExecutor() as pool:
        workers = server.workers()
        assert len(workers) >= 4
        assert all(map(is_running, workers))
        pool.submit(server.query, ENDLESS)
        time.sleep(0.3)
        server.process.kill()
        assert until(lambda: not any(map(is_running, workers)))


def test_what_is_built_meanwhile_is_found_without_a_restart(start, built, tmp_path, kg):
    output = tmp_path / "output"
    shutil.copytree(built, output)
    query = 'ASK { ?p schema:name "陆知远"@zh }'
    with start(output) as server:
        before = server.ask("/health").text
        assert json.loads(server.query(query).body)["boolean"] is False
        pid = server.process.pid
        (tmp_path / "new.md").write_text(ARTICLE, "utf-8")
        kg("build", tmp_path / "new.md", "-o", output)
        assert json.loads(server.query(query).body)["boolean"] is True
        assert server.ask("/health").text != before
        assert server.process.pid == pid
        assert server.process.poll() is None
        found = server.query('SELECT ?name { ?p schema:name "陆知远"@zh BIND(STR(?p) AS ?name) }')
        iri = json.loads(found.body)["results"]["bindings"][0]["name"]["value"]
        page = server.ask(f"/resource?iri={quote(iri, safe='')}")
        assert page.status == 200
        assert "陆知远" in page.text


@pytest.mark.threat("endless-query")
def test_queries_that_never_end_are_killed_and_pages_still_come(start, built, tmp_path):
    settings = tmp_path / "kg.toml"
    settings.write_text("query_seconds = 2.0\n", "utf-8")
    with start(built, "--config", settings) as server, ThreadPoolExecutor(20) as pool:
        endless = [pool.submit(server.query, f"{ENDLESS} # {n}") for n in range(6)]
        time.sleep(0.3)
        slowest = 0.0
        for n in range(20):
            began = time.monotonic()
            assert server.ask(f"/resource?iri=x:absent-{n}").status == 404
            slowest = max(slowest, time.monotonic() - began)
        assert slowest < 1.5
        for one in endless:
            got = one.result(30)
            assert (got.status, "stopped after 2 s" in got.text) == (500, True)
        assert server.query("ASK {}").status == 200


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_queries_whose_readers_have_gone_hold_up_nobody(start, built, method):
    with start(built, "--workers", "2") as server:
        began = time.monotonic()
        assert server.query("ASK {} # alone").status == 200
        alone = time.monotonic() - began
        asking = [leaving(server, f"{ENDLESS} # {n}", method) for n in range(6)]
        time.sleep(0.5)
        for connection in asking:
            connection.close()
        began = time.monotonic()
        assert server.query("ASK {}").status == 200
        assert time.monotonic() - began < max(2, 10 * alone)
        assert server.query("ASK {} # again", method="POST").status == 200
        assert server.said == [server.said[0]], "nothing is said but the address"


@pytest.mark.parametrize("method", ["POST", "GET"])
def test_who_goes_away_does_not_take_the_answer_from_another(start, built, method):
    with start(built, "--workers", "1") as server, ThreadPoolExecutor() as pool:
        query = sleeping(server, 1.5)
        first = leaving(server, query, method)
        second = pool.submit(server.query, query, method=method)
        time.sleep(0.3)
        first.close()
        got = second.result(30)
        assert got.status == 200, got.text
        assert json.loads(got.body)["results"]["bindings"]


def leaving(server, sparql: str, method: str) -> socket.socket:
    """The connection of one who asks and does not wait for the answer."""
    connection = socket.create_connection((server.host, server.port))
    form = urlencode({"query": sparql})
    head = f"Host: localhost\r\nContent-Type: {FORM}\r\n"
    if method == "POST":
        request = f"POST /sparql HTTP/1.1\r\n{head}Content-Length: {len(form)}\r\n\r\n{form}"
    else:
        request = f"GET /sparql?{form} HTTP/1.1\r\n{head}\r\n"
    connection.sendall(request.encode())
    return connection


def test_who_comes_when_the_queue_is_full_is_told_when_to_come_again(start, built, tmp_path):
    settings = tmp_path / "kg.toml"
    settings.write_text("query_seconds = 3.0\n", "utf-8")
    with start(built, "--config", settings, "--workers", "1") as server, ThreadPoolExecutor(320) as pool:
        many = list(pool.map(lambda n: server.query(f"{ENDLESS} # {n}" if n < 2 else f"ASK {{}} # {n}"), range(300)))
        refused = [got for got in many if got.status == 503]
        assert refused
        assert all(got.headers["retry-after"] == "1" and "try again" in got.text for got in refused)
        assert {got.status for got in many} <= {200, 500, 503}
        assert sum(got.status == 200 for got in many) > 200
        assert server.ask("/health").status == 200
        assert server.query("ASK {} # later").status == 200


@pytest.mark.parametrize(
    ("options", "code", "word"),
    [
        (["--host-name", "http://kg.example.org"], 2, "not the name of a host"),
        (["--host-name", "kg.example.org:8080"], 2, "the port is not part of it"),
        (["--host-name", "evil.example, x"], 2, "not the name of a host"),
        (["--cors", "*"], 2, "not an origin"),
        (["--cors", "null"], 2, "not an origin"),
        (["--cors", "https://a.example/"], 2, "not an origin"),
        (["--prefix", "//evil.example/a b"], 2, "a path such as /news"),
        (["--prefix", "/../x"], 2, "a path such as /news"),
        (["--prefix", "/id"], 2, "pages of its own"),
        (["--port", "70000"], 2, "70000"),
        (["--host", "203.0.113.7"], 2, "cannot listen at 203.0.113.7"),
        (["--host", "no-such-name.invalid"], 2, "cannot listen at no-such-name.invalid"),
        (["--workers", "0"], 2, "workers"),
    ],
)
def test_what_cannot_be_done_is_told_in_a_line(kg, built, options, code, word):
    done = kg("serve", "-o", built, "--no-open", "--port", "0", *options, code=code)
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_port_that_is_taken_is_told(kg, built):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = kg("serve", "-o", built, "--no-open", "--port", str(port), code=2)
    assert f"port {port}: the port is taken; choose another port with --port" in done.stderr


def test_a_graph_that_is_not_there_is_told(kg, tmp_path, built):
    done = kg("serve", "-o", tmp_path / "absent", "--no-open", "--port", "0", code=None)
    assert done.returncode in (2, 5)
    assert "absent" in done.stderr
    shutil.copytree(built, tmp_path / "broken")
    for folder in ("store", "snapshots"):
        for file in (tmp_path / "broken" / folder).rglob("*"):
            if file.is_file() and file.suffix in (".sst", ""):
                file.write_bytes(b"no store at all")
    done = kg("serve", "-o", tmp_path / "broken", "--no-open", "--port", "0", code=None)
    assert done.returncode in (2, 5)
    assert "Traceback" not in done.stderr


def test_ipv6(start, built):
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        pytest.skip("this machine has no IPv6")
    with start(built, "--host", "::1") as server:
        assert server.address.startswith("http://[::1]:")
        assert server.ask("/health").status == 200
        assert server.ask("/health", host="evil.example").status == 421
        origin = f"http://[::1]:{server.port}"
        assert server.ask("/sparql?query=ASK%7B%7D", origin=origin).status == 200


def is_running(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(is_so, within: float = 10) -> bool:
    deadline = time.monotonic() + within
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.03)
    return True
