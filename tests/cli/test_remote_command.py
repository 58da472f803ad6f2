"""The commands with a graph that a SPARQL server keeps."""

from __future__ import annotations

import json
import shutil
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from sparql_servers import free_port, oxigraph_serve, virtuoso

from kg.cli.main import cli
from kg.config import make_config
from kg.errors import ConfigError, ExposedWarning, LimitError, PassedOverWarning, RefusedError, StoreError
from kg.pipeline import build, open_store, remove
from kg.pipeline.kept import KeptArticles
from kg.pipeline.remote_check import Records
from kg.pipeline.report import Outcome
from kg.pipeline.stores import ask, remote
from kg.pipeline.workplace import Workplace
from kg.rdf import DEFAULT_BASE
from kg.rdf.namespaces import KG
from kg.store.remote import RemoteStore
from kg.store.remote_address import Credentials, address, named
from kg.store.remote_http import Client, RemoteError
from kg.store.remote_nature import MERGED, Notes
from kg.store.remote_services import Services

POST = """---
title: '星桥科技完成B轮融资'
date: Tue, 10 Mar 2026 23:40:00 GMT
---
<p>星桥科技宣布完成3亿元B轮融资，由澄湖资本领投。星桥科技CEO林晓舟表示：“我们会把钱花在研发上。”</p>
"""
NAMES = "SELECT ?n { ?c a kg:Company ; schema:name ?n } ORDER BY ?n"
SECRETS = {"KG_STORE_USER": "dba", "KG_STORE_PASSWORD": "hush-hush"}


@pytest.fixture(scope="module")
def running() -> Iterator[str]:
    with oxigraph_serve() as url:
        yield url


@pytest.fixture
def server(running: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A server with nothing in it; nothing but what a test says names it."""
    for name in ("", "_UPDATE", "_GRAPHS", "_USER", "_PASSWORD", "_TOKEN"):
        monkeypatch.delenv(f"KG_STORE{name}", raising=False)
    monkeypatch.chdir(tmp_path)
    Services(Client(Credentials()), address(running)).update("DROP ALL")
    return running


@pytest.fixture
def articles(tmp_path: Path) -> Path:
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "post.md").write_text(POST, "utf-8")
    (folder / "note.txt").write_text("青檐咖啡开新店\n\n青檐咖啡在杭州开出第100家门店。\n", "utf-8")
    return folder


@pytest.fixture
def run(capfdbinary):
    """The command ``kg`` in this process; gives what it prints and what it says."""

    def run(*arguments: object) -> tuple[str, str]:
        assert not cli.main([str(a) for a in arguments], standalone_mode=False)
        sys.stdout.flush()
        said = capfdbinary.readouterr()
        return said.out.decode(), said.err.decode()

    return run


def test_a_graph_is_built_asked_checked_and_taken_out_through_a_server(
    kg, run, server, articles, tmp_path, monkeypatch
):
    out = tmp_path / "out"
    done = kg("build", articles, "-o", out, "--store", server)
    assert "2 built" in done.stderr
    build([articles], tmp_path / "local")
    for file in ("graph.ttl", "graph.html", "report.json"):
        assert (out / file).read_bytes() == (tmp_path / "local" / file).read_bytes(), file
    assert {p.name for p in out.iterdir()} >= {"annotations", "texts", "remote.json"}
    assert not (out / "store").exists()
    monkeypatch.setenv("KG_STORE", server)
    assert "星桥科技" in run("query", NAMES)[0]
    assert "林晓舟" in run("query", "executives", "--company", "星桥科技")[0]
    assert "林晓舟" in run("show", "星桥科技")[0]
    assert "all sound" in run("check", "-o", out)[1]
    run("view", "--no-open", "--file", tmp_path / "page.html", "-o", out)
    assert (tmp_path / "page.html").read_bytes() == (out / "graph.html").read_bytes()
    monkeypatch.delenv("KG_STORE")
    (tmp_path / "kg.toml").write_text(f'store = "{server}"\n', "utf-8")
    assert "removed post.md" in run("remove", "post.md", "-o", out)[1]
    assert "星桥科技" not in run("query", NAMES)[0]
    assert json.loads(run("stats")[0])["articles"] == 1
    assert "青檐咖啡" in run("export", "ttl")[0]


def test_what_needs_a_graph_on_this_machine_says_so_in_one_line(run, server, articles, tmp_path):
    out = tmp_path / "out"
    build([articles], out, store=server)
    for command in (("search", "星桥"), ("serve", "--no-open"), ("query", NAMES)):
        with pytest.raises(ConfigError, match="its graph is in a remote store") as caught:
            run(*command, "-o", out)
        assert "\n" not in str(caught.value)
        assert f"({server})" in str(caught.value)


def test_what_can_use_a_server_asks_for_its_name_and_speaks_of_no_other_command(
    run, server, articles, tmp_path, monkeypatch
):
    out, gold = tmp_path / "out", tmp_path / "gold"
    build([articles], out, store=server)
    for command in (("build", articles), ("remove", "post.md"), ("repair",), ("check", "--deep"), *READERS):
        with pytest.raises(ConfigError, match=r"which --store or KG_STORE must name$"):
            run(*command, "-o", out)
    gold.mkdir()
    (gold / "post.json").write_text(json.dumps({"article": "post.md"}), "utf-8")
    monkeypatch.setenv("KG_STORE", server)
    with pytest.raises(ConfigError, match="which this command cannot use"):
        run("eval", gold, "-o", out)


def test_a_user_s_query_is_guarded_and_limited(server, articles, tmp_path):
    build([articles], tmp_path / "out", store=server)
    config = make_config({"query_max_rows": 3})
    for refused in (
        "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "DROP ALL",
        "LOAD <http://127.0.0.1:1/>",
    ):
        with pytest.raises(RefusedError), ask(tmp_path, refused, server, config):
            pass
    with ask(tmp_path, NAMES, server, config) as answer:
        assert len(list(answer)) == 2
    with pytest.raises(LimitError, match="more than 3 rows"), ask(tmp_path, "SELECT * { ?s ?p ?o }", server, config):
        pass


class Page(BaseHTTPRequestHandler):
    """A web page, whatever is asked for."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing is printed."""


def test_what_is_no_sparql_server_is_named_with_what_may_be_meant(kg, server):
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as page:
        threading.Thread(target=page.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{page.server_port}/news"
        said = kg("query", NAMES, "--store", url, code=5).stderr
        page.shutdown()
    assert f"kg: {url}: the store answered with «text/html», which is no answer to a query" in said
    assert "where a server takes queries usually ends in /query or /sparql" in said
    said = kg("query", NAMES, "--store", f"{server}/news", code=5).stderr
    assert f"kg: {server}/news: answers with status 404" in said
    assert "where a server takes queries usually ends in /query or /sparql" in said


def test_limits_are_named_as_the_settings_name_them(server, articles, tmp_path):
    build([articles], tmp_path / "out", store=server)
    slow = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    for output, store in ((tmp_path / "out", server), (tmp_path / "local", None)):
        build([articles], output, store=store)
        with (
            pytest.raises(LimitError, match=r"\(query_max_rows in kg\.toml\)"),
            ask(output, "SELECT * { ?s ?p ?o }", store, make_config({"query_max_rows": 3})),
        ):
            pass
        with (
            pytest.raises(LimitError, match=r"\(query_seconds in kg\.toml\)"),
            ask(output, slow, store, make_config({"query_seconds": 0.5})),
        ):
            pass


def test_building_again_replaces_and_what_was_lost_there_is_put_in_again(server, articles, tmp_path):
    out = tmp_path / "out"
    build([articles], out, store=server)
    with open_store(out, store=server) as store:
        names, whole = store.graphs(), sorted(store.merged())
    services = Services(Client(Credentials()), address(server))
    article = next(name for name in names if "/article/" in name)
    services.update(f"DROP GRAPH <{article}>")
    build([articles], out, store=server)
    with open_store(out, store=server) as store:
        assert (store.graphs(), sorted(store.merged())) == (names, whole)
    (articles / "post.md").write_text(POST.replace("林晓舟", "沈若川"), "utf-8")
    build([articles], out, store=server)
    with open_store(out, store=server) as store:
        text = "\n".join(store.merged())
    assert "沈若川" in text
    assert "林晓舟" not in text


class Killed(BaseException):
    """Ends what is going on, as a kill does."""


@pytest.fixture
def half_removed(server, articles, tmp_path, monkeypatch):
    """A folder whose graph a server has, or its own store: an article was removed, and the files for people show it."""

    def half_removed(store: str | None) -> Path:
        out = tmp_path / "out"
        build([articles], out, store=store)

        def kill(*_: object) -> None:
            raise Killed

        with monkeypatch.context() as patched:
            patched.setattr("kg.pipeline.job.write_outputs", kill)
            with pytest.raises(Killed):
                remove(["post.md"], out, store=store)
        assert "星桥科技" in (out / "graph.ttl").read_text("utf-8")
        return out

    return half_removed


@pytest.mark.parametrize("is_remote", [True, False])
@pytest.mark.parametrize("name", ["post.md", "nothing.md"])
def test_what_a_killed_removal_left_in_the_files_for_people_goes_with_the_next(server, half_removed, is_remote, name):
    store = server if is_remote else None
    out = half_removed(store)
    if name == "post.md":
        assert remove([name], out, store=store) == ("post.md",)
    else:
        with pytest.raises(ConfigError, match=r"no article «nothing\.md»"):
            remove([name], out, store=store)
    for file in ("graph.ttl", "graph.html"):
        assert "星桥科技" not in (out / file).read_text("utf-8")
    assert [file.suffix for file in (out / "annotations").iterdir()] == [".json"]


@pytest.mark.parametrize("by", ["repair", "build"])
def test_what_a_killed_removal_took_out_does_not_come_back_where_the_server_is_emptied(
    checked, repaired, server, half_removed, articles, by
):
    out = half_removed(server)
    updated(server, "DROP ALL")
    if by == "repair":
        assert repaired("-o", out, "--store", server)[2] == 0
    else:
        assert build([articles / "note.txt"], out, store=server).refused == ()
    assert checked("--deep", "-o", out, "--store", server)[0] == []
    assert "星桥科技" not in (out / "graph.ttl").read_text("utf-8")
    assert not (out / "damaged").exists()


def test_one_server_has_one_folder_s_graph_and_one_folder_one_store(server, articles, tmp_path):
    out, other, local = tmp_path / "out", tmp_path / "other", tmp_path / "local"
    build([articles], out, store=server)
    with pytest.raises(StoreError, match="has the graph of another folder"):
        build([articles], other, store=server)
    assert not (other / "remote.json").exists()
    with pytest.raises(ConfigError, match="its graph is in a remote store"):
        build([articles], out)
    build([articles], local)
    with pytest.raises(ConfigError, match="has a store of its own"):
        build([articles], local, store=server)
    with pytest.raises(ConfigError, match="no graph was built here"):
        remove(["post.md"], tmp_path / "nowhere", store=server)
    with open_store(out, store=server) as store:
        assert len([name for name in store.graphs() if "/article/" in name]) == 2


READERS = (("check",), ("stats",), ("query", NAMES), ("show", "杭州"), ("export", "ttl"), ("view", "--no-open"))


def test_a_folder_with_a_store_of_its_own_is_asked_itself_whatever_store_the_environment_names(
    kg, run, server, articles, tmp_path, monkeypatch
):
    build([articles], tmp_path / "out", store=server)
    (articles / "post.md").unlink()
    local = tmp_path / "local"
    build([articles], local)
    page = (local / "graph.html").read_bytes()
    monkeypatch.setenv("KG_STORE", server)
    for command in READERS:
        with pytest.warns(PassedOverWarning, match="local has a store of its own, and that is used"):
            printed, said = run(*command, "-o", local)
        assert "星桥" not in printed
        assert command != ("check",) or "checked 1 article " in said
    assert (local / "graph.html").read_bytes() == page
    shutil.rmtree(local / "store")  # readers still have the snapshot
    done = kg("query", NAMES, "-o", local)
    assert "星桥" not in done.stdout
    assert done.stderr == (
        f"kg: {local} has a store of its own, and that is used; {server}/query, which KG_STORE or kg.toml names, "
        "is not\n"
    )


@pytest.mark.parametrize("lost", ["", "store"])
def test_what_is_built_and_removed_stays_in_the_store_of_its_folder_whatever_store_the_environment_names(
    kg, server, articles, tmp_path, monkeypatch, lost
):
    local = tmp_path / "local"
    build([articles], local)
    if lost:
        shutil.rmtree(local / lost)
    said = f"kg: {local} has a store of its own, and that is used; {server}/query, which KG_STORE or kg.toml names, "
    monkeypatch.setenv("KG_STORE", server)
    assert said in kg("build", articles, "-o", local).stderr
    done = kg("remove", "post.md", "-o", local)
    assert said in done.stderr
    assert "removed post.md" in done.stdout + done.stderr
    monkeypatch.delenv("KG_STORE")
    with open_store(local) as store:
        assert sum("/article/" in name for name in store.graphs()) == 1
    assert not (local / "remote.json").exists()
    assert kept_on(server) == {"": []}


@pytest.mark.parametrize("lost", ["", "store"])
def test_nobody_is_told_to_take_a_store_away(kg, server, articles, tmp_path, lost):
    local = tmp_path / "local"
    build([articles], local)
    if lost:
        shutil.rmtree(local / lost)
    for command in (("build", articles), ("remove", "post.md")):
        said = kg(*command, "-o", local, "--store", server, code=2).stderr
        assert said == (
            f"kg: {local}: has a store of its own; leave --store out for the graph in that, or name another folder "
            "with -o\n"
        )
    assert kept_on(server) == {"": []}


def test_a_folder_with_a_store_of_its_own_and_another_store_named_by_hand_are_two_graphs(
    run, server, articles, tmp_path
):
    build([articles], tmp_path / "out", store=server)
    (articles / "post.md").unlink()
    local = tmp_path / "output"
    build([articles], local)
    page = (local / "graph.html").read_bytes()
    for command in READERS:
        with pytest.raises(ConfigError, match="has a store of its own; leave --store out"):
            run(*command, "-o", local, "--store", server)
    for command in (("check",), ("view", "--no-open")):  # which want the folder, whoever named it
        with pytest.raises(ConfigError, match="has a store of its own; leave --store out"):
            run(*command, "--store", server)
    assert "星桥科技" in run("query", NAMES, "--store", server)[0]
    run("view", "--no-open", "--file", "page.html", "--store", server)
    assert (local / "graph.html").read_bytes() == page


@pytest.fixture
def checked(capfdbinary):
    """``kg check``: the faults that it lists, as the exit status tells of them, and what it says."""

    def run(*arguments: object) -> tuple[list[dict[str, str]], str]:
        status = cli.main(["check", "-f", "jsonl", *map(str, arguments)], standalone_mode=False)
        sys.stdout.flush()
        printed, said = (stream.decode() for stream in capfdbinary.readouterr())
        found = [told for line in printed.splitlines() if not (told := json.loads(line)).get("note")]
        assert bool(status) == bool(found), said
        return found, said

    return run


def updated(server: str, sparql: str) -> None:
    Services(Client(Credentials()), address(server)).update(sparql)


def graph_of(output: Path, server: str, source: str) -> str:
    """The graph of the article that was read from a file."""
    with open_store(output, store=server) as store:
        found = store.select(f'SELECT ?g {{ GRAPH ?g {{ ?a kg:sourceFile "{source}" }} }}')
        return next(graph for row in found if "/article/" in (graph := str(row["g"])))


def test_a_server_that_was_emptied_is_not_sound_beside_records(checked, server, articles, tmp_path):
    out = tmp_path / "out"
    build([articles], out, store=server)
    assert checked("-o", out, "--store", server)[0] == []
    updated(server, "DROP ALL")
    [fault], said = checked("-o", out, "--store", server)
    assert "the server has none of the articles, of which 2 are kept" in fault["problem"]
    assert f"`kg repair -o {out} --store {server}`" in said
    assert checked("-o", tmp_path / "none", "--store", server)[0] == []  # where no folder tells what is kept


def test_a_server_is_held_against_the_records_article_by_article(checked, server, articles, tmp_path):
    out = tmp_path / "out"
    build([articles], out, store=server)
    post, note = (graph_of(out, server, name) for name in ("post.md", "note.txt"))
    updated(server, f"DROP GRAPH <{post}>")
    found, _ = checked("-o", out, "--store", server)
    lacks = {"article": "post.md", "node": post, "problem": "is kept, and the server lacks it"}
    assert lacks in found
    build([articles], out, store=server)
    updated(server, f"MOVE <{note}> TO <{note[:-16]}0123456789abcdef>")
    found, _ = checked("-o", out, "--store", server)
    assert [f["node"][-16:] for f in found if "not the version that is kept" in f["problem"]] == ["0123456789abcdef"]


def test_records_that_are_damaged_or_lost_are_told_of_a_server_s_graph_too(checked, server, articles, tmp_path):
    out = tmp_path / "out"
    build([articles], out, store=server)
    record, other = sorted((out / "annotations").glob("*.json"))
    record.write_text("x", "utf-8")
    [fault], _ = checked("-o", out, "--store", server)
    assert fault["article"] == str(record)
    assert "not a record that kg keeps" in fault["problem"]
    assert f"read its source again with `kg build FOLDER -o {out} --store {server}`" in fault["problem"]
    other.unlink()
    found, _ = checked("-o", out, "--store", server)
    assert any(f["article"] == str(other) and "is lost" in f["problem"] for f in found)


def test_folders_are_listed_no_oftener_where_a_server_lacks_many_articles(server, articles, tmp_path, monkeypatch):
    out = tmp_path / "out"
    build([articles], out, store=server)
    [gone] = [id for id, entry in KeptArticles(Workplace(out)).entries().items() if entry.source_file == "note.txt"]
    counted: list[int] = []
    interrupted = KeptArticles.interrupted
    monkeypatch.setattr(KeptArticles, "interrupted", lambda self: counted.append(1) or interrupted(self))

    def listed(output: Path) -> int:
        counted.clear()
        records = Records(Workplace(output))
        with open_store(output, store=server) as store:
            names = [name for name in store.graphs() if gone not in name]
            assert len(list(records.faults(store, names, DEFAULT_BASE))) == len(records.entries) - 1
        return len(counted)

    few = listed(out)
    for number in range(8):
        (articles / f"{number}.txt").write_text(f"青檐咖啡开第{number}店\n\n青檐咖啡在杭州开店。\n", "utf-8")
    build([articles], tmp_path / "many")
    for file in (tmp_path / "many" / "annotations").iterdir():
        shutil.copy(file, out / "annotations")
    assert listed(out) == few


def test_a_repair_is_not_advised_where_it_would_not_help(checked, server, articles, tmp_path):
    out = tmp_path / "out"
    build([articles], out, store=server)
    record, other = sorted((out / "annotations").glob("*.json"))
    whole = record.read_bytes()
    record.unlink()
    [fault], said = checked("-o", out, "--store", server)
    assert "read its source again with `kg build FOLDER -o" in fault["problem"]
    assert "kg repair" not in said
    record.write_text("x", "utf-8")
    [fault], said = checked("-o", out, "--store", server)
    assert "read its source again with `kg build FOLDER -o" in fault["problem"]
    assert "kg repair" not in said
    record.write_bytes(whole)
    other.unlink()
    [graph] = [graph for graph in kept_on(server) if record.stem in graph]
    updated(server, f"DROP GRAPH <{graph}>")
    found, said = checked("-o", out, "--store", server)
    assert any("the server lacks it" in f["problem"] for f in found)
    assert "kg repair" in said


def test_a_repair_is_not_advised_where_all_records_are_gone(checked, server, articles, tmp_path):
    out = tmp_path / "out"
    build([articles], out, store=server)
    shutil.rmtree(out / "annotations")
    found, said = checked("-o", out, "--store", server)
    assert found
    assert "kg repair" not in said


def test_a_server_with_the_graph_of_another_folder_is_not_held_against_this_one(run, kg, server, articles, tmp_path):
    build([articles], tmp_path / "out", store=server)
    other = tmp_path / "other"
    (other / "annotations").mkdir(parents=True)
    (other / "remote.json").write_text(json.dumps({"store": "http://store.invalid", "holder": "0" * 16}), "utf-8")
    with pytest.raises(ConfigError, match="has the graph of another folder than"):
        run("check", "-o", other, "--store", server)


@pytest.fixture
def repaired(capfdbinary):
    """``kg repair`` and then ``kg check --deep``: what the first prints and says, and its exit status."""

    def run(*arguments: object) -> tuple[str, str, int]:
        status = cli.main(["repair", *map(str, arguments)], standalone_mode=False) or 0
        sys.stdout.flush()
        printed, said = (stream.decode() for stream in capfdbinary.readouterr())
        return printed, said, status

    return run


def kept_on(server: str) -> dict[str, list[str]]:
    """All that a server has: its graphs, and under an empty name the one that queries read."""
    with RemoteStore(address(server), read_only=True) as store:
        return {"": sorted(store.merged()), **{graph: list(store.statements(graph)) for graph in store.graphs()}}


def test_a_damaged_graph_that_queries_read_is_made_again_by_a_repair(
    run, checked, repaired, server, articles, tmp_path
):
    out = tmp_path / "out"
    build([articles], out, store=server)
    whole = kept_on(server)
    updated(server, f"DELETE WHERE {{ ?x a <{KG.Company[1:-1]}> }}")
    updated(server, "INSERT DATA { <urn:x:a> <urn:x:b> <urn:x:c> }")
    build([articles], out, store=server)  # which looks at no article that is unchanged
    found, said = checked("-o", out, "--store", server)
    assert [f["article"] for f in found] == ["merged graph"] * 2
    assert f"`kg repair -o {out} --store {server}`" in said
    found, _ = checked("--deep", "-o", out, "--store", server)
    assert {(f["article"], f["repair"], f["mends"]) for f in found if f["node"] == "default graph"} == {
        ("merged graph", "made again", True)
    }
    before = kept_on(server)
    printed, _, status = repaired("--dry-run", "-o", out, "--store", server)
    assert ("would be made again" in printed, status) == (True, 0)
    assert kept_on(server) == before
    printed, _, status = repaired("-o", out, "--store", server)
    assert ("the graph that queries read lacks 2 statements" in printed, status) == (True, 0)
    assert kept_on(server) == whole
    assert checked("--deep", "-o", out, "--store", server)[0] == []
    assert repaired("-o", out, "--store", server) == ("", "nothing is damaged\n", 0)


def test_a_server_that_takes_changes_in_pieces_is_repaired_too(checked, repaired, articles, tmp_path, monkeypatch):
    (tmp_path / "virtuoso").mkdir()
    with virtuoso(tmp_path / "virtuoso") as there:
        told = {"": there.query, "_UPDATE": there.update, "_GRAPHS": there.graphs, "_USER": "dba", "_PASSWORD": "dba"}
        for name, value in told.items():
            monkeypatch.setenv(f"KG_STORE{name}", value)
        out = tmp_path / "out"
        build([articles], out)
        assert checked("--deep", "-o", out)[0] == []
        post, services = graph_of(out, there.query, "post.md"), Services(Client(there.credentials), there)
        services.update(f"DROP SILENT GRAPH <{post}>")
        services.update(f"DELETE WHERE {{ GRAPH <{MERGED}> {{ ?x a <{KG.Company[1:-1]}> }} }}")
        assert repaired("-o", out)[2] == 0
        assert checked("--deep", "-o", out)[0] == []


def test_a_repair_makes_a_server_have_what_the_records_say(checked, repaired, server, articles, tmp_path, monkeypatch):
    out = tmp_path / "out"
    build([articles], out, store=server)
    whole, page = kept_on(server), (out / "graph.html").read_bytes()
    post, note = (graph_of(out, server, name) for name in ("post.md", "note.txt"))
    updated(server, f"DROP GRAPH <{post}> ; DELETE WHERE {{ GRAPH <{note}> {{ ?x a <{KG.Company[1:-1]}> }} }}")
    updated(server, f"COPY <{note}> TO <{note[:-16]}0123456789abcdef>")
    updated(server, f"COPY <{note}> TO <https://elsewhere.example/{note.partition('id/')[2]}>")
    updated(server, "INSERT DATA { GRAPH <https://users.example/g> { <urn:x:a> <urn:x:b> <urn:x:c> } }")
    min((out / "texts").iterdir()).unlink()
    (out / "graph.html").write_text("x", "utf-8")
    monkeypatch.setenv("KG_STORE", server)
    found, _ = checked("--deep", "-o", out)
    assert all(f["mends"] for f in found)
    printed, _, status = repaired("-o", out)
    assert status == 0, printed
    for done in ("is not in the store: made again from its record", "taken out", "graph.html"):
        assert done in printed
    assert kept_on(server) == whole
    assert (out / "graph.html").read_bytes() == page
    assert checked("--deep", "-o", out)[0] == []
    with RemoteStore(address(server), read_only=True, is_ours=lambda _: True) as store:
        assert "https://users.example/g" in store.graphs()


def test_a_repair_puts_all_into_a_server_that_was_emptied(checked, repaired, server, articles, tmp_path):
    out = tmp_path / "out"
    build([articles], out, store=server)
    whole = kept_on(server)
    updated(server, "DROP ALL")
    assert repaired("-o", out, "--store", server)[2] == 0
    assert kept_on(server) == whole
    assert checked("--deep", "-o", out, "--store", server)[0] == []


def test_what_a_server_has_of_a_damaged_record_stays_and_the_source_is_named(
    checked, repaired, server, articles, tmp_path
):
    out = tmp_path / "out"
    build([articles], out, store=server)
    whole = kept_on(server)
    record = min((out / "annotations").glob("*.json"))
    record.write_text("x", "utf-8")
    printed, said, status = repaired("-o", out, "--store", server)
    assert ("set aside as damaged/" in printed, "read it again with" in said, status) == (True, True, 1)
    assert kept_on(server) == whole
    build([articles], out, store=server)
    assert checked("--deep", "-o", out, "--store", server)[0] == []


def test_a_repair_that_was_cut_off_while_it_merged_is_ended_by_who_writes_next(
    checked, repaired, server, articles, tmp_path, monkeypatch
):
    out = tmp_path / "out"
    build([articles], out, store=server)
    whole = kept_on(server)
    updated(server, "INSERT DATA { <urn:x:a> <urn:x:b> <urn:x:c> }")

    def cut_off(store: RemoteStore) -> None:
        updated(server, "DROP DEFAULT")
        raise RemoteError("the connection broke off")

    with monkeypatch.context() as patched:
        patched.setattr(RemoteStore, "_merge_anew", cut_off)
        with pytest.raises(StoreError, match="broke off"):
            repaired("-o", out, "--store", server)
    assert kept_on(server)[""] == []
    build([articles], out, store=server)
    assert kept_on(server) == whole


def test_a_folder_is_held_against_its_own_server_only(run, server, articles, tmp_path):
    out, copied = tmp_path / "out", tmp_path / "copied"
    build([articles], out, store=server)
    shutil.copytree(out, copied)
    (copied / "remote.json").write_text(json.dumps({"store": server, "holder": "0" * 16}), "utf-8")
    for command in (("check", "--deep"), ("repair",)):
        with pytest.raises(ConfigError, match="which --store or KG_STORE must name"):
            run(*command, "-o", out)
        with pytest.raises(ConfigError, match="has the graph of another folder than"):
            run(*command, "-o", copied, "--store", server)


@pytest.mark.parametrize("content", [None, "x", "{}", "[" * 9999])
def test_a_folder_that_lost_the_note_of_its_server_gets_it_back(
    content, run, checked, repaired, server, articles, tmp_path
):
    out = tmp_path / "out"
    build([articles], out, store=server)
    noted, whole = (out / "remote.json").read_bytes(), kept_on(server)
    (out / "remote.json").unlink()
    if content is not None:
        (out / "remote.json").write_text(content, "utf-8")
        with pytest.raises(
            ConfigError, match=rf"remote\.json, which should say where, cannot be read; `kg repair -o {out}` mends"
        ):
            run("check", "-o", out)
    with pytest.raises(StoreError, match=f"`kg repair -o {out}`, with --store or KG_STORE"):
        build([articles], out, store=server)
    for how in ((), ("--deep",)):
        [fault] = checked(*how, "-o", out, "--store", server)[0]
        assert Path(fault["node"] if how else fault["article"]).name == "remote.json"
    assert "remote.json" in repaired("--dry-run", "-o", out, "--store", server)[0]
    assert repaired("-o", out, "--store", server)[2] == 0
    assert json.loads((out / "remote.json").read_bytes())["holder"] == json.loads(noted)["holder"]
    assert build([articles], out, store=server).outcomes[Outcome.UNCHANGED] == 2
    assert kept_on(server) == whole
    assert checked("--deep", "-o", out, "--store", server)[0] == []


@pytest.mark.parametrize("has_all", [True, False])
def test_a_folder_without_a_note_gets_no_graph_of_another_folder(run, server, articles, tmp_path, has_all):
    out, other = tmp_path / "out", tmp_path / "other"
    build([articles], out, store=server)
    if has_all:
        (articles / "post.md").write_text(POST.replace("3亿元", "4亿元"), "utf-8")
    else:
        (articles / "post.md").unlink()
    build([articles], other)
    for folder in ("store", "snapshots"):
        shutil.rmtree(other / folder)
    for command in (("check", "--deep"), ("repair",)):
        with pytest.raises(ConfigError, match="seems to have the graph of another folder, as 1 of its 2 articles"):
            run(*command, "-o", other, "--store", server)
    updated(server, "DROP ALL")
    with pytest.raises(ConfigError, match=r"nothing tells that .* has its graph; `kg build` puts it there"):
        run("repair", "-o", other, "--store", server)
    assert not (other / "remote.json").exists()


def test_a_garbled_note_and_a_server_that_was_emptied_are_both_mended(checked, repaired, server, articles, tmp_path):
    out = tmp_path / "out"
    build([articles], out, store=server)
    whole = kept_on(server)
    updated(server, "DROP ALL")
    (out / "remote.json").write_text("x", "utf-8")
    assert repaired("-o", out, "--store", server)[2] == 0
    assert kept_on(server) == whole
    assert checked("--deep", "-o", out, "--store", server)[0] == []


def test_a_server_that_is_not_there_leaves_nothing(server, articles, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.store.remote_http.Patience.__init__.__defaults__", (1.0, 1, 0.01, 0.01))
    out = tmp_path / "out"
    with pytest.raises(StoreError, match="cannot be reached"):
        build([articles], out, store=f"http://127.0.0.1:{free_port()}")
    assert not out.exists()
    build([articles], out, store=server)
    with RemoteStore(address(server), read_only=True) as store:
        assert store.graphs()


def test_a_folder_whose_claim_was_heard_but_not_answered_is_not_locked_out(server, articles, tmp_path, monkeypatch):
    out, note = tmp_path / "out", RemoteStore._note

    def unanswered(store: RemoteStore, told: Notes) -> None:
        note(store, told)
        raise RemoteError("the connection broke off")

    monkeypatch.setattr(RemoteStore, "_note", unanswered)
    with pytest.raises(StoreError, match="broke off"):
        build([articles], out, store=server)
    monkeypatch.setattr(RemoteStore, "_note", note)
    assert build([articles], out, store=server).outcomes[Outcome.BUILT] == 2


def test_a_store_is_named_by_hand_then_by_the_environment_then_by_the_settings():
    config = make_config({"store": "https://c.example", "store_update": "https://c.example/u"})
    env = {"KG_STORE": "https://e.example", "KG_STORE_GRAPHS": "https://e.example/g", **SECRETS}

    def services(store: str | None, environment: dict[str, str]) -> tuple[str, str, str, bool]:
        there = named(store, config, environment)
        return there.query, there.update, there.graphs, bool(there.credentials)

    assert services("https://h.example/sparql", env) == (*["https://h.example/sparql"] * 2, "", True)
    assert services(None, env) == (
        "https://e.example/query",
        "https://e.example/update",
        "https://e.example/g",
        True,
    )
    assert services(None, {}) == ("https://c.example/query", "https://c.example/u", "https://c.example/store", False)
    assert named(None, make_config({}), {}) is None


@pytest.mark.threat("remote")
def test_a_password_goes_to_no_server_that_only_a_file_names():
    config = make_config({"store": "https://c.example"})
    assert not named(None, config, SECRETS).credentials
    assert named("https://c.example", config, SECRETS).credentials == Credentials("dba", "hush-hush")


def test_a_password_that_would_cross_a_network_openly_is_warned_of(kg, server, monkeypatch):
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    with pytest.warns(ExposedWarning, match=r"would go to store\.example unencrypted"):
        remote("http://store.example", make_config({}))
    said = kg("stats", "--store", "http://store.invalid", code=5).stderr.splitlines()
    assert (
        said[0] == "kg: what proves who you are would go to store.invalid unencrypted; use https if the server has it"
    )
    assert len(said) == 2
    assert "hush" not in "".join(said)


@pytest.mark.filterwarnings("error")
def test_nothing_is_warned_of_where_nothing_is_exposed(server, monkeypatch):
    assert remote("http://store.example", make_config({}))
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    assert remote(server, make_config({}))
    assert remote("https://store.example", make_config({}))
