from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from examples_of_facts import STARBRIDGE, TEXT, facts

from kg.errors import ConfigError, StoreError
from kg.model import ArticleFacts
from kg.publish.jsonld import write_json_ld
from kg.publish.serialise import FORMATS, write, write_file
from kg.publish.shared import SharedStatements
from kg.publish.turtle import triples_as_turtle
from kg.rdf import DEFAULT_BASE, PREFIXES, Literal, Statement, article_graph
from kg.rdf.revisions import history_graph, revision
from kg.store import OxigraphStore

TESTS = Path(__file__).parents[1]
SCHEMA, SKOS = PREFIXES["schema"], PREFIXES["skos"]


def three_articles() -> list[ArticleFacts]:
    return [facts(), facts(TEXT + "完。", "二.md"), facts(TEXT + "续。", "三.md")]


def stored(articles: list[ArticleFacts], base: str = DEFAULT_BASE) -> OxigraphStore:
    store = OxigraphStore()
    for article in articles:
        graph = article_graph(article, base)
        store.replace_graph(graph.name, graph.statements)
    return store


def written(store: OxigraphStore, format_: str, base: str = DEFAULT_BASE) -> bytes:
    output = BytesIO()
    write(store, format_, output, base)
    return output.getvalue()


def renamed(made: ArticleFacts, name: str, *aliases: str) -> ArticleFacts:
    return replace(made, entities=(replace(made.entities[0], name=name, aliases=aliases), *made.entities[1:]))


def names_of_starbridge(store: OxigraphStore) -> tuple[list[str], list[str]]:
    graph = rdflib.Graph().parse(data=written(store, "turtle"), format="turtle")
    node = rdflib.URIRef(DEFAULT_BASE + STARBRIDGE)
    preferred = graph.objects(node, rdflib.URIRef(SCHEMA + "name"))
    others = graph.objects(node, rdflib.URIRef(SKOS + "altLabel"))
    return sorted(map(str, preferred)), sorted(map(str, others))


@pytest.mark.parametrize("format_", sorted(FORMATS))
def test_the_same_articles_in_another_order_give_the_same_bytes(format_: str) -> None:
    articles = three_articles()
    assert written(stored(articles), format_) == written(stored(articles[::-1]), format_)


def test_what_was_built_before_leaves_no_trace() -> None:
    fresh, used = stored(three_articles()), stored([*three_articles(), facts(TEXT + "旧", "旧.md")])
    gone = article_graph(facts(TEXT + "旧", "旧.md")).name
    history = history_graph(DEFAULT_BASE)
    used.commit({history: [revision(article_graph(facts()).name, gone)]}, drop=[gone])
    for format_ in FORMATS:
        assert written(fresh, format_) == written(used, format_)


def test_the_hash_seed_changes_no_byte() -> None:
    code = (
        "import sys; sys.path[:0] = sys.argv[1:]\n"
        "from hashlib import sha256; from publish.test_serialise import *\n"
        "print(*(sha256(written(stored(three_articles()), f)).hexdigest() for f in FORMATS))"
    )
    outputs = set()
    for seed in ("1", "2", "3"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", code, str(TESTS), str(TESTS.parent)]
        outputs.add(subprocess.run(command, capture_output=True, text=True, env=env, check=True).stdout)
    assert len(outputs) == 1


def test_every_format_says_the_same() -> None:
    store = stored(three_articles())
    graphs = {f: rdflib.Dataset(default_union=True) for f in FORMATS}
    for format_, graph in graphs.items():
        names = {"jsonld": "json-ld", "ntriples": "nt"}
        target = graph if format_ in ("trig", "nquads") else graph.graph(rdflib.URIRef("x:g"))
        target.parse(data=written(store, format_), format=names.get(format_, format_))
    triples = {f: {(s, p, o) for s, p, o, _ in graph.quads()} for f, graph in graphs.items()}
    assert triples["turtle"] == triples["trig"] == triples["nquads"] == triples["ntriples"] == triples["jsonld"]
    by_graph = {f: {(s, p, o, str(g)) for s, p, o, g in graphs[f].quads()} for f in ("trig", "nquads")}
    assert by_graph["trig"] == by_graph["nquads"]
    assert {g for *_, g in by_graph["trig"]} == set(store.graphs())


def test_an_entity_has_one_preferred_name_in_the_merged_graph() -> None:
    one, two, three = three_articles()
    store = stored(
        [renamed(one, "星橋科技", "Starbridge"), renamed(two, "星桥科技", "星橋科技"), renamed(three, "星桥科技")]
    )
    assert names_of_starbridge(store) == (["星桥科技"], ["Starbridge", "星橋科技"])


def test_of_names_preferred_equally_often_the_first_by_code_point_is_taken() -> None:
    one, two, _ = three_articles()
    store = stored([renamed(one, "星桥B"), renamed(two, "星桥A", "星桥B")])
    assert names_of_starbridge(store) == (["星桥A"], ["星桥B"])


def test_prefixes_stand_at_the_head_in_order() -> None:
    for format_ in ("turtle", "trig"):
        lines = written(stored(three_articles()), format_).decode().split("\n\n")[0].splitlines()
        assert lines == sorted(lines)
        assert len(lines) > 20
        assert all(line.startswith("@prefix ") for line in lines)


def test_a_few_triples_declare_only_the_prefixes_that_they_need() -> None:
    triple = Statement(f'<{DEFAULT_BASE}{STARBRIDGE}> <{SCHEMA}name> "星桥"@zh .')
    assert triples_as_turtle([triple]).decode().splitlines()[:3] == [
        f"@prefix company: <{DEFAULT_BASE}company/> .",
        f"@prefix schema: <{SCHEMA}> .",
        "",
    ]
    assert triples_as_turtle([]) == b""


def test_an_empty_store_gives_empty_files_that_can_be_read() -> None:
    for format_ in FORMATS:
        names = {"jsonld": "json-ld", "ntriples": "nt"}
        data = written(OxigraphStore(), format_)
        assert len(rdflib.Dataset().parse(data=data, format=names.get(format_, format_))) == 0


def test_turtle_is_short_and_puts_an_articles_facts_before_its_evidence() -> None:
    turtle = written(stored([facts()]), "turtle").decode()
    assert "<https://w3id.org/newskg/id/" not in turtle.split("\n\n", 1)[1]
    places = [turtle.index(f"\n{kind}:") for kind in ("article", "text", "post", "claim", "figure", "mention", "quote")]
    assert places == sorted(places)


def test_hostile_names_survive_every_format() -> None:
    bad = 'x"""\\u0022 \\" . } \n\r\t@zh <script>\x00\x7f\u2028\ufeff'
    store = stored([renamed(facts(), bad)])
    for format_ in FORMATS:
        names = {"jsonld": "json-ld", "ntriples": "nt"}
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=written(store, format_), format=names.get(format_, format_))
        node = rdflib.URIRef(DEFAULT_BASE + STARBRIDGE)
        assert [str(o) for o in dataset.objects(node, rdflib.URIRef(SCHEMA + "name"))] == [bad], format_


def test_turtle_puts_properties_and_objects_in_order_whatever_stands_in_literals() -> None:
    odd = ["a , b", '"', 'x" , "y', "1 , 2 ;\n\t3 .\n", "\\", ", ,", " , ", "@prefix a: <b> .", "c"]
    lines = sorted(f"<x:s> <x:p> {Literal(text).n3()} ." for text in odd)
    lines += [f'<x:s> <x:p> "2"^^<{PREFIXES["xsd"]}integer> .', "<x:s> <x:p> <x:,> .", "<x:s> <x:a> <x:b> ."]
    store = OxigraphStore()
    store.replace_graph("https://graph.example/1", map(Statement, lines))
    for format_ in ("turtle", "trig"):
        data = written(store, format_)
        for dataset in (rdflib.Dataset(default_union=True), ox.Store()):
            if isinstance(dataset, ox.Store):
                dataset.load(data, ox.RdfFormat.TRIG)
                found = [q.object.value for q in dataset if isinstance(q.object, ox.Literal)]
            else:
                dataset.parse(data=data, format=format_)
                found = [str(o) for _, _, o, _ in dataset.quads() if isinstance(o, rdflib.Literal)]
            assert sorted(found) == sorted([*odd, "2"])
    *_, first, second = written(store, "turtle").decode().splitlines()
    assert first == "<x:s> <x:a> <x:b> ;"
    objects = second.removeprefix("\t<x:p> ").removesuffix(" .")
    assert objects.startswith('" , " , "')
    assert objects.endswith(" , 2 , <x:,>")


def test_what_articles_share_is_the_same_whether_it_fits_into_memory_or_not(monkeypatch: pytest.MonkeyPatch) -> None:
    one, two, three = three_articles()
    store = stored([renamed(one, "星橋科技", "Starbridge"), renamed(two, "星桥科技", "星橋科技"), three])
    expected = {format_: written(store, format_) for format_ in FORMATS}
    put_away = []
    original = SharedStatements._put_away
    monkeypatch.setattr(SharedStatements.__init__, "__defaults__", (3,))
    monkeypatch.setattr(SharedStatements, "_put_away", lambda self: (put_away.append(1), original(self)))
    for format_ in FORMATS:
        assert written(store, format_) == expected[format_]
    assert len(put_away) >= 9  # for each of three formats and three articles


def test_graphs_of_another_base_are_written_in_full_in_the_same_sections() -> None:
    store = stored(three_articles(), "https://data.example/kg/")
    data = written(store, "turtle")
    assert len(rdflib.Graph().parse(data=data, format="turtle")) == len(store)
    turtle = data.decode()
    kinds = ("article", "claim", "mention", "quote")
    places = [turtle.index(f"\n<https://data.example/kg/{kind}/") for kind in kinds]
    assert places == sorted(places)


def test_a_store_that_cannot_be_read_any_more_ends_the_writing() -> None:
    store = stored(three_articles())
    graphs = store.graphs()

    class Breaking:
        threads_may_read = True

        def graphs(self) -> tuple[str, ...]:
            return graphs * 20

        def turtle(self, graph: str, prefixes: dict[str, str]) -> bytes:
            if graph == graphs[-1]:
                raise StoreError("the disk is gone")
            return store.turtle(graph, prefixes)

    with pytest.raises(StoreError, match="the disk is gone"):
        write(Breaking(), "turtle", BytesIO())  # type: ignore[arg-type]


def test_json_ld_needs_nothing_from_the_web() -> None:
    document = json.loads(written(stored([facts()]), "jsonld"))
    assert [type(c) for c in document["@context"]] == [dict, dict]
    assert document["@context"][1] == {"@base": DEFAULT_BASE}


def test_json_ld_is_compact() -> None:
    document = json.loads(written(stored([facts()]), "jsonld"))
    [post] = [n for n in document["@graph"] if n.get("@type") == "Membership" and n["title"]["@value"] == "CEO"]
    assert post["attestedOn"] == {"@value": "2024-03-06", "@type": f"{PREFIXES['xsd']}date"}
    assert post["confidence"] == "0.93"
    assert post["@id"].startswith("post/")
    assert set(post) == {
        *("@id", "@type", "attestedOn", "confidence", "evidence", "member", "organization", "role", "title"),
        "wasGeneratedBy",
    }


@pytest.mark.parametrize(
    "rest", ["javascript:x", "//evil.example/x", "../x", "a/b?c", "", "kg:x", "_:b", "post/../../x"]
)
def test_json_ld_shortens_nothing_that_would_become_another_iri(rest: str) -> None:
    iri = DEFAULT_BASE + rest
    output = BytesIO()
    write_json_ld([Statement(f"<{iri}> <{SCHEMA}url> <{iri}> .")], output, DEFAULT_BASE)
    graph = rdflib.Graph().parse(data=output.getvalue(), format="json-ld")
    assert {str(t) for t in graph.all_nodes()} == {iri}


def test_a_base_with_a_hash_works_in_every_format() -> None:
    base = "https://data.example/kg#"
    store = stored([facts()], base)
    for format_ in FORMATS:
        names = {"jsonld": "json-ld", "ntriples": "nt"}
        dataset = rdflib.Dataset(default_union=True)
        dataset.parse(data=written(store, format_, base), format=names.get(format_, format_))
        assert (rdflib.URIRef(base + STARBRIDGE), None, None) in dataset


def test_an_unknown_format_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ConfigError, match=r"«rdfxml»; known: turtle, trig"):
        write(OxigraphStore(), "rdfxml", BytesIO())


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    write_file(stored([facts()]), "nquads", tmp_path / "g.nq")
    before = (tmp_path / "g.nq").read_bytes()
    assert len(before) > 1000
    closed = stored([facts()])
    closed.close()
    with pytest.raises(StoreError, match="closed"):
        write_file(closed, "nquads", tmp_path / "g.nq")
    assert (tmp_path / "g.nq").read_bytes() == before
    assert [f.name for f in tmp_path.iterdir()] == ["g.nq"]
    with pytest.raises(StoreError, match="cannot be written"):
        write_file(OxigraphStore(), "nquads", tmp_path / "absent" / "g.nq")
