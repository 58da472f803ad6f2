"""What is read is only read: no address is asked for, no entity is expanded, no value becomes another."""

from __future__ import annotations

import ast
import gzip
import json
import os
import random
import subprocess
import sys
import time
import xml.sax
import xml.sax.handler
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
import rdflib
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from fuzz.watching import Counter, sealed
from kg.errors import QueryError, ReadError
from kg.model import Article
from kg.publish.serialise import write
from kg.rdf import article_graph
from kg.read import Limits, read_file
from kg.read.frontmatter import front_matter
from kg.read.opening import open_source
from kg.store import OxigraphStore
from kg.store.remote_answers import statements
from kg.store.remote_http import Reply

ROOT = Path(__file__).resolve().parents[2]
PARAGRAPH = "星桥科技发布新产品，营收增长12%。林晓舟表示：“我们会继续投入。”"
RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="http://x.example/"'


@pytest.fixture(scope="module")
def counter() -> Iterator[Counter]:
    made = Counter()
    yield made
    made.close()


def laughs(deep: int, wide: int = 10) -> str:
    """Entities, each of which is the one before many times."""
    inner = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * wide}">' for i in range(1, deep + 1))
    return f'<!DOCTYPE r [<!ENTITY a0 "ha">{inner}]>'


def feed(title: str, before: str = "") -> str:
    item = f"<item><title>{title}</title><description>{PARAGRAPH}</description></item>"
    return f"<?xml version='1.0'?>{before}<rss><channel><title>晨报</title>{item}</channel></rss>"


def addresses(url: str) -> dict[str, str]:
    """Sources that name an address in every way in which something might follow it."""
    page = f"""<!DOCTYPE html SYSTEM "{url}/dtd"><html><head><base href="{url}/"><title>星桥科技发布新产品</title>
<link rel="icon" href="{url}/icon"><link rel="stylesheet" href="{url}/css"><style>@import url({url}/import);</style>
<meta http-equiv="refresh" content="0;url={url}/refresh"><meta property="og:image" content="{url}/og">
<link rel="canonical" href="{url}/canonical"><script src="{url}/js"></script>
<script type="application/ld+json">{{"@context":"{url}/context","@type":"NewsArticle","image":"{url}/ld"}}</script>
</head><body background="{url}/background"><article><h1>星桥科技发布新产品</h1><p>{PARAGRAPH}</p>
<img src="{url}/img" srcset="{url}/set 2x"><iframe src="{url}/frame"></iframe><object data="{url}/object"></object>
<video poster="{url}/poster"><source src="{url}/video"></video><p style="background:url({url}/style)">{PARAGRAPH}</p>
<a href="{url}/a" ping="{url}/ping">全文</a></article></body></html>"""
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}/include"/>'
    items = [{"title": "星桥科技公告", "url": url, "image": url, "content_html": f"<img src={url}>{PARAGRAPH}"}]
    post = f"---\ntitle: 星桥科技公告\nurl: {url}\ncover: {url}\n<<: !include {url}\n---\n![x]({url})\n\n{PARAGRAPH}\n"
    return {
        "page.html": page,
        "style.xml": feed("星桥科技公告", f'<?xml-stylesheet type="text/xsl" href="{url}/xsl"?>'),
        "dtd.xml": feed("星桥科技公告", f'<!DOCTYPE rss SYSTEM "{url}/dtd">'),
        "entity.xml": feed("&x;", f'<!DOCTYPE rss [<!ENTITY x SYSTEM "{url}/entity">]>'),
        "parameter.xml": feed("甲", f'<!DOCTYPE rss [<!ENTITY % x SYSTEM "{url}/parameter"> %x;]>'),
        "include.xml": feed(f"星桥科技公告{include}", ""),
        "rdf.xml": f'<rdf:RDF {RDF}><item rdf:resource="{url}"><title>甲</title></item></rdf:RDF>',
        "feed.json": json.dumps({"feed_url": url, "next_url": url, "hubs": [{"url": url}], "items": items}),
        "linked.json": json.dumps({"@context": url, **items[0]}),
        "lines.jsonl": "\n".join(json.dumps({**item, "@context": url}) for item in items),
        "post.md": post,
        "packed.html.gz": page,
    }


@pytest.mark.threat("fetching")
@pytest.mark.threat("jsonld-context")
def test_no_address_in_a_source_is_ever_asked_for(tmp_path: Path, counter: Counter, kg) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    for name, content in addresses(counter.url).items():
        packed = gzip.compress(content.encode()) if name.endswith(".gz") else content.encode()
        (folder / name).write_bytes(packed)
        with sealed(folder / name):
            assert list(read_file(folder / name))
    said = kg("build", folder, "-o", tmp_path / "output", code=1)
    assert " articles, 1 companies" in said.stderr
    assert (tmp_path / "output" / "graph.html").is_file()
    assert counter.hits == 0


@pytest.mark.threat("fetching", control=True)
def test_libraries_that_are_let_do_ask_for_addresses(counter: Counter) -> None:
    before = counter.hits
    parser = xml.sax.make_parser()  # noqa: S317 - this is what does happen
    parser.setFeature(xml.sax.handler.feature_external_ges, True)
    with suppress(xml.sax.SAXException):
        parser.parse(BytesIO(addresses(counter.url)["entity.xml"].encode()))
    assert counter.hits > before


@pytest.mark.threat("jsonld-context", control=True)
def test_rdflib_asks_for_the_context_of_what_it_reads(counter: Counter) -> None:
    before = counter.hits
    with suppress(Exception):  # the server that counts has no context to give
        rdflib.Graph().parse(data=json.dumps({"@context": counter.url, "@id": "x:a", "x:p": 1}), format="json-ld")
    assert counter.hits > before


@pytest.mark.threat("jsonld-context")
def test_what_kg_writes_as_json_ld_needs_nothing_from_elsewhere(counter: Counter) -> None:
    from fuzz.rows import facts_of

    graph = article_graph(facts_of(["星桥科技", counter.url]))
    written = BytesIO()
    with OxigraphStore() as store:
        store.replace_graph(graph.name, graph.statements)
        write(store, "jsonld", written)
    contexts = json.loads(written.getvalue())["@context"]
    assert all(isinstance(context, dict) for context in contexts)
    assert not any("@import" in context for context in contexts)
    before = counter.hits
    with sealed():
        read = rdflib.Graph().parse(data=written.getvalue(), format="json-ld")
    assert len(read) > 10
    assert counter.hits == before


@pytest.mark.threat("fetching")
def test_only_the_remote_store_asks_others_and_only_the_server_listens() -> None:
    clients = {"urllib.request", "urllib3", "http.client", "ftplib", "smtplib", "requests", "httpx", "aiohttp"}
    asking = {}
    for path in sorted((ROOT / "kg").rglob("*.py")):
        text = path.read_text("utf-8")
        if not any(client in text for client in clients):
            continue
        tree = ast.parse(text)
        names = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
        names |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
        if found := {n for n in names if n in clients or n.partition(".")[0] in clients}:
            asking[path.relative_to(ROOT).as_posix()] = found
    assert not [path for path in asking if not path.startswith("kg/store/remote")]


BOMBS = {
    "laughs": feed("&a11;", laughs(11)),
    "laughs in RDF": f"{laughs(11)}<rdf:RDF {RDF}><rdf:Description><x:p>&a11;</x:p></rdf:Description></rdf:RDF>",
    "laughs in Atom": f'{laughs(11)}<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>&a11;</title></entry></feed>',
    "one entity many times": feed("&x;" * 50_000, f'<!DOCTYPE r [<!ENTITY x "{"x" * 100_000}">]>'),
    "parameter entities": feed("甲", '<!DOCTYPE r [<!ENTITY % a "b"><!ENTITY % c "%a;%a;">%c;]>'),
    "a file": feed("&x;", '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///dev/zero">]>'),
    "nested": "<rss><channel>" + "<item>" * 200_000,
    "attributes": "<rss " + " ".join(f'a{i}="1"' for i in range(100_000)) + "><channel/></rss>",
    "names": f"<rss><channel><{'x' * 5_000_000}/></channel></rss>",
    "declarations": "<!DOCTYPE rss" + "<!--" * 300_000,
    "one byte short": feed("甲")[:-1] + " " * 1_000_000,
}
MEASURED = """
import sys, time, resource
from pathlib import Path
from kg.read import read_file
warm = Path(sys.argv[1])
list(read_file(warm))
for name in sys.argv[2:]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.process_time()
    found = list(read_file(Path(name)))
    taken = time.process_time() - started
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    longest = max([len(getattr(one, "text", "")) for one in found], default=0)
    print(f"{taken:.3f} {grown} {longest} {len(found)}")
"""


@pytest.mark.threat("feed-bombs")
@pytest.mark.threat("rdfxml")
@pytest.mark.skipif(sys.platform == "win32", reason="the peak of memory is asked of POSIX")
def test_bombs_of_xml_cost_neither_time_nor_memory(tmp_path: Path) -> None:
    names = []
    for number, content in enumerate([feed("星桥科技公告"), *BOMBS.values()]):
        names.append(tmp_path / f"{number}.xml")
        names[-1].write_text(content, "utf-8")
    done = subprocess.run(
        [sys.executable, "-c", MEASURED, *map(str, names)],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        timeout=300,
    )
    for name, line in zip(BOMBS, done.stdout.splitlines(), strict=True):
        seconds, kibibytes, longest, found = map(float, line.split())
        assert seconds < 1, name
        assert kibibytes < 50 * 1024, name
        assert longest < 1000, name
        assert found >= 1, name


@pytest.mark.threat("feed-bombs", control=True)
def test_the_same_bombs_do_grow_in_a_parser_that_expands_them() -> None:
    small = feed("&a3;", laughs(3)).encode()
    title = etree.fromstring(small, etree.XMLParser(resolve_entities=True)).find(".//item/title")
    assert title is not None
    assert len(title.text or "") == 2 * 10**3
    assert 10**8 * len(BOMBS["laughs"]) < 2 * 10**11  # what the whole one would be


@pytest.mark.threat("rdfxml", control=True)
def test_rdflib_expands_what_it_reads_as_rdf_xml() -> None:
    description = '<rdf:Description rdf:about="http://x.example/a"><x:p>&a3;</x:p></rdf:Description>'
    graph = rdflib.Graph().parse(data=f"{laughs(3)}<rdf:RDF {RDF}>{description}</rdf:RDF>", format="xml")
    assert [len(str(o)) for o in graph.objects()] == [2 * 10**3]


@pytest.mark.threat("rdfxml")
def test_nothing_in_kg_reads_rdf_xml() -> None:
    for path in sorted((ROOT / "kg").rglob("*.py")):
        text = path.read_text("utf-8")
        assert "RDF_XML" not in text, path
        assert "rdf+xml" not in text, path
        assert 'format="xml"' not in text, path


@pytest.mark.threat("rdfxml")
@pytest.mark.threat("remote")
def test_a_remote_store_that_answers_in_rdf_xml_is_not_listened_to() -> None:
    body = f"{laughs(11)}<rdf:RDF {RDF}><rdf:Description><x:p>&a11;</x:p></rdf:Description></rdf:RDF>".encode()
    for media in ("application/rdf+xml", "application/xml", "text/xml"):
        with pytest.raises(QueryError, match="no graph in N-Triples or Turtle"):
            list(statements(Reply(200, media, BytesIO(body))))


SURPRISES = """
title: NO
answer: yes
clock: 12:30:00
day: 2001-12-14
moment: 2001-12-14t21:59:43.10-05:00
octal: 0o14
number: 1_000
infinite: .inf
nothing: ~
empty: null
float: 1e3
tags: [NO, 12:30:00, 2001-12-14, ~, .nan]
"""
WRITTEN = {
    line.partition(":")[0]: line.partition(": ")[2] for line in SURPRISES.strip().splitlines() if "[" not in line
}


@pytest.mark.threat("yaml")
def test_every_value_of_front_matter_is_the_string_that_is_written() -> None:
    found = front_matter(SURPRISES)
    assert found.pop("tags") == ["NO", "12:30:00", "2001-12-14", "~", ".nan"]
    assert found == WRITTEN


@pytest.mark.threat("yaml", control=True)
def test_yaml_itself_makes_other_things_of_them() -> None:
    found = yaml.safe_load(SURPRISES)
    assert found["title"] is False
    assert found["clock"] == 45000
    assert found["day"] == date(2001, 12, 14)
    assert sum(found[key] != written for key, written in WRITTEN.items()) >= 8


TAGS = (
    "!!python/object/apply:os.system ['touch {}']",
    "!!python/name:os.system",
    "!!python/object/new:subprocess.Popen [['touch', '{}']]",
    "!!python/module:antigravity",
    "!!binary aGk=",
    "!include {}",
    "!<tag:yaml.org,2002:python/object/apply:os.system> ['touch {}']",
    "&a [*a]",
    "*undefined",
)


@pytest.mark.threat("yaml")
@pytest.mark.parametrize("tag", TAGS)
def test_tags_run_nothing_and_aliases_are_letters(tmp_path: Path, tag: str) -> None:
    touched = tmp_path / "touched"
    file = tmp_path / "a.md"
    file.write_text(f"---\ntitle: 星桥科技公告\nx: {tag.replace('{}', str(touched))}\n---\n{PARAGRAPH}\n", "utf-8")
    with sealed(file):
        [article] = read_file(file)
    assert isinstance(article, Article)
    assert article.headline == "星桥科技公告"
    assert not touched.exists()


@pytest.mark.threat("yaml", control=True)
def test_a_loader_that_is_not_safe_does_run_a_tag(tmp_path: Path) -> None:
    touched = tmp_path / "touched"
    yaml.unsafe_load(TAGS[0].replace("{}", str(touched)))
    assert touched.exists()


@pytest.mark.threat("yaml")
@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.text(st.sampled_from("&*!|>-?:[]{}#'\"% \n\tab1N~<,@`"), max_size=80))
def test_front_matter_of_any_letters_is_strings_and_lists_of_strings(text: str) -> None:
    for key, value in front_matter(text).items():
        assert isinstance(key, str)
        assert all(isinstance(one, str) for one in (value if isinstance(value, list) else [value]))


@pytest.mark.threat("yaml")
def test_ten_megabytes_of_front_matter_are_refused_at_once(tmp_path: Path) -> None:
    file = tmp_path / "a.md"
    file.write_text("---\ntitle: 星桥\n" + "x: &a [y]\n" * 1_000_000 + "---\n正文", "utf-8")
    started = time.process_time()
    [error] = read_file(file)
    assert isinstance(error, ReadError)
    assert "front matter is longer than" in error.reason
    assert time.process_time() - started < 1


@pytest.mark.threat("compressed", control=True)
def test_zeros_do_shrink_to_a_thousandth(tmp_path: Path) -> None:
    """What the limit is for; and a text that people wrote is read, so that the limit is not what refuses everything."""
    assert 50_000_000 / len(gzip.compress(b"\0" * 50_000_000)) > 1000
    file = tmp_path / "a.txt.gz"
    file.write_bytes(gzip.compress(f"星桥科技公告\n\n{PARAGRAPH * 20}".encode()))
    [article] = read_file(file)
    assert isinstance(article, Article)


@pytest.mark.threat("compressed")
@pytest.mark.parametrize("size", [1, 2, 65_535, 65_536, 65_537, 131_072, 200_000])
def test_members_of_any_size_are_read_to_the_end(tmp_path: Path, size: int) -> None:
    """One that ended where a reader's buffer ends was once read for ever."""
    file = tmp_path / "a.txt.gz"
    noise = random.Random(size).randbytes(3 * size)  # noqa: S311 - the same each time is what is wanted
    parts = [noise[start : start + size] for start in range(0, len(noise), size)]
    file.write_bytes(b"".join(map(gzip.compress, (*parts, b"", b"\n"))) + b"\0" * 5)
    with open_source(file, "a", Limits()) as stream:
        assert stream.read() == noise + b"\n"


@pytest.mark.threat("compressed")
@pytest.mark.parametrize("times", [1, 40])
def test_many_small_members_swell_no_further_than_one_large(tmp_path: Path, times: int) -> None:
    file = tmp_path / "a.jsonl.gz"
    file.write_bytes(gzip.compress(b'{"a": 1}\n' * 3 + b" " * (40_000_000 // times)) * times)
    *_, error = read_file(file)
    assert isinstance(error, ReadError)
    assert "times its size" in error.reason
