"""What kg writes for others to open: addresses that are links, cells, lines on a terminal, files of a folder."""

from __future__ import annotations

import csv
import json
import os
import shutil
import sys
from html.parser import HTMLParser
from io import StringIO
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from fuzz.rows import corpus_of
from fuzz.watching import sealed
from kg.config import load_config
from kg.errors import ConfigError, KgError, StoreError
from kg.files import UNFINISHED, write_whole
from kg.model import ArticleId, text_digest
from kg.pipeline import Workplace, open_store
from kg.pipeline.extraction import load_extractors
from kg.pipeline.kept import KeptArticles
from kg.publish.page.build import page_html
from kg.publish.page.bundle import matter
from kg.publish.tables import write_tables
from kg.rdf.terms import web_iri

PARAGRAPH = "星桥科技CEO林晓舟表示：“我们会继续投入。”"
RUNNING = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example",
    "http:javascript:alert(1)",
    "https://\x00evil",
)
LETTERS = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from('/:@?#[]%<>"{}|\\^` '), max_size=20)


@pytest.mark.threat("iris")
@settings(max_examples=150, deadline=None, derandomize=True, database=None)
@given(st.sampled_from(("http://", "https://", "HTTPS://u@", "http://[", "")), LETTERS)
def test_an_address_that_becomes_an_iri_is_one_for_both_libraries(scheme: str, rest: str) -> None:
    iri = web_iri(scheme + rest)
    if iri is None:
        return
    line = f"<x:s> <x:p> {iri} ."
    [quad] = ox.parse(line, ox.RdfFormat.N_TRIPLES)
    graph = rdflib.Graph().parse(data=line, format="nt")
    [written] = rdflib.Graph().parse(data=graph.serialize(format="turtle"), format="turtle").objects()
    assert quad.object.value == str(written) == iri[1:-1]
    assert str(written).startswith(("http://", "https://"))


@pytest.mark.threat("iris")
@pytest.mark.parametrize("address", RUNNING)
def test_an_address_that_runs_is_no_link_anywhere(tmp_path: Path, kg, address: str) -> None:
    assert (web_iri(address) or "<https://").startswith(("<http://", "<https://"))
    source = corpus_of([address]).sources[0]
    assert source.link == "" or source.link.lower().startswith(("http://", "https://"))
    html = page_html(matter(corpus_of([address, "星桥科技"]), address, lambda _: address))
    looked = _Links()
    looked.feed(html)
    assert not [link for link in looked.found if not link.startswith(("data:", "#"))]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [str(value) for name, value in attrs if name in ("href", "src", "action", "data")]


@pytest.mark.threat("iris", control=True)
def test_the_libraries_themselves_take_whatever_comes() -> None:
    assert ox.NamedNode("javascript:alert(1)").value.startswith("javascript:")
    graph = rdflib.Graph()
    graph.add((rdflib.URIRef("x:a b<>"), rdflib.URIRef("x:p"), rdflib.URIRef("javascript:alert(1)")))
    with pytest.raises(Exception, match="does not look like a valid URI"):
        graph.serialize(format="nt")
    looked = _Links()
    looked.feed('<a href="javascript:alert(1)">')
    assert looked.found == ["javascript:alert(1)"]


@pytest.mark.threat("csv", control=True)
def test_a_cell_that_nobody_disarms_is_a_formula() -> None:
    written = StringIO()
    csv.writer(written).writerow(["=HYPERLINK(1)"])
    assert written.getvalue().startswith("=")


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(built, tmp_path / "output"))


SECRET = "绝密：这个文件不在文件夹里。"  # noqa: S105 - nobody's


@pytest.mark.threat("paths")
@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights there")
def test_links_in_an_output_folder_of_others_lead_nowhere(output: Path, tmp_path: Path, kg) -> None:
    """A folder that came in an archive may hold links to files of whoever unpacks it, and pages show what it holds."""
    secret = tmp_path / "secret"
    secret.write_text(SECRET, "utf-8")
    place = Workplace(output)
    for text in place.texts.iterdir():
        text.unlink()
        text.symlink_to(secret)
        assert place.text_of(text.stem) is None
    page = tmp_path / "page.html"
    kg("view", "-o", output, "--file", page, "--no-open", code=None)
    for file in (page, *output.glob("graph.*")):
        if file.exists():
            assert SECRET not in file.read_text("utf-8", "replace")
    record = min(place.annotations.glob("*.json"))
    kept = record.read_bytes()
    record.unlink()
    (tmp_path / "record.json").write_bytes(kept)
    record.symlink_to(tmp_path / "record.json")
    with pytest.raises(StoreError):
        KeptArticles(place).load(ArticleId(f"article/{record.stem}"))


@pytest.mark.threat("paths", control=True)
def test_the_same_files_without_links_are_read(output: Path) -> None:
    place = Workplace(output)
    text = min(place.texts.iterdir())
    assert text_digest(place.text_of(text.stem) or "") == text.stem
    record = min(place.annotations.glob("*.json"))
    assert KeptArticles(place).load(ArticleId(f"article/{record.stem}")).article.text


@pytest.mark.threat("paths")
@pytest.mark.parametrize("named", ["../../etc", "/etc", "..", "1/../..", "", "\x00", "1\n2", "９"])
def test_a_snapshot_is_named_by_digits_alone(output: Path, named: str) -> None:
    (output / "snapshots" / "current").write_text(named, "utf-8")
    with open_store(output) as store:  # the store itself, then
        assert len(store) > 0


@pytest.mark.threat("paths")
@pytest.mark.parametrize("sha256", ["../../../etc/passwd", "/etc/passwd", "a/b", "", ".", "x" * 64, "\x00"])
def test_a_text_is_named_by_its_digest_alone(output: Path, sha256: str) -> None:
    (output.parent / "passwd.txt").write_text(SECRET, "utf-8")
    assert Workplace(output).text_of(sha256) is None


OBEYED = set("\x1b\x07\x9b\u202e\x08\r")
CONTROLS = "\x1b]0;pwned\x07\x1b[2J\x9b31m\u202e\x08\r"


@pytest.mark.threat("terminal")
@pytest.mark.skipif(sys.platform == "win32", reason="names of files hold no such letters there")
def test_names_titles_and_broken_sources_steer_no_terminal(tmp_path: Path, kg) -> None:
    folder = tmp_path / "articles"
    folder.mkdir()
    whole = json.dumps({"title": f"星桥科技{CONTROLS}回应", "content_text": PARAGRAPH}, ensure_ascii=False)
    (folder / f"a{CONTROLS}.json").write_text(whole, "utf-8")
    (folder / f"b{CONTROLS}\n.json").write_text(f'{{"title": "{CONTROLS}', "utf-8")
    (folder / "c.json").write_text(json.dumps({"title": CONTROLS, "content_text": ""}), "utf-8")
    (folder / "d.xml").write_text(f"<rss><{CONTROLS}><![CDATA[\n{CONTROLS}", "utf-8")
    (folder / "e.md").write_text(f"---\ntitle: {CONTROLS}\nurl: {CONTROLS}\n---\n", "utf-8")
    output = tmp_path / "output"
    said = [kg("build", folder, "-o", output, "-v", code=1), kg("show", f"{CONTROLS}x", "-o", output, code=1)]
    said += [kg("search", f"投入{CONTROLS}", "-o", output, "--format", "table", code=None)]
    said += [
        kg("query", f"SELECT {CONTROLS}", "-o", output, code=6),
        kg("remove", f"x{CONTROLS}", "-o", output, code=2),
    ]
    for done in said:
        assert not OBEYED & set(done.stdout + done.stderr), done.args


@pytest.mark.threat("terminal", control=True)
def test_the_name_of_a_file_does_hold_what_a_terminal_obeys(tmp_path: Path) -> None:
    (tmp_path / f"a{CONTROLS}.json").touch()
    assert CONTROLS in "".join(os.listdir(tmp_path))


@pytest.mark.threat("settings")
@pytest.mark.parametrize(
    "value",
    [
        '["os:system"]',
        '["../names"]',
        '["names", "names"]',
        "[]",
        '"names"',
        "[1]",
        '["\\u0000"]',
        '["kg.cli.main:main"]',
    ],
)
def test_a_list_in_the_settings_loads_nothing_but_extractors(tmp_path: Path, value: str) -> None:
    file = tmp_path / "kg.toml"
    file.write_text(f"extractors = {value}\n", "utf-8")
    before = set(sys.modules)
    with sealed(file), pytest.raises(ConfigError):
        load_extractors(load_config(file).extractors)
    assert not {m for m in set(sys.modules) - before if m.startswith("kg.cli")}


@pytest.mark.threat("settings", control=True)
def test_a_name_of_the_registry_is_loaded() -> None:
    from kg.registry import find_extractor

    assert find_extractor("names")
    with pytest.raises(KgError):
        find_extractor("os:system")


@pytest.mark.threat("csv")
def test_no_cell_of_any_table_is_a_formula_whatever_the_names_are(tmp_path: Path) -> None:
    from fuzz.rows import facts_of
    from kg.rdf import article_graph
    from kg.store import OxigraphStore

    for first in ("=1+1", "+1", "-1+cmd", "@SUM(1)", "\t=1", "\r=1"):
        graph = article_graph(facts_of([first]))
        with OxigraphStore() as store:
            store.replace_graph(graph.name, graph.statements)
            for name in write_tables(store, tmp_path):
                rows = list(csv.reader((tmp_path / name).open(encoding="utf-8-sig", newline="")))
                assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r"))]
                assert any("'" in cell for row in rows[1:] for cell in row)


@pytest.mark.threat("paths")
@pytest.mark.parametrize("content", ["[" * 100_000, '{"layout":' * 50_000, "\x00", "null", "[]", '"x"', "{}", "NaN"])
def test_hostile_files_in_an_output_folder_are_told_in_one_line(output: Path, content: str) -> None:
    place = Workplace(output)
    record = min(place.annotations.glob("*.json"))
    told = []
    for file in (record, output / "snapshots" / "behind", *output.glob("*.json")):
        before = file.read_bytes() if file.exists() else None
        file.write_text(content, "utf-8")
        try:
            with open_store(output) as store:
                assert len(store) > 0
            KeptArticles(place).load(ArticleId(f"article/{record.stem}"))
        except KgError as error:
            told.append(str(error))
        if before is None:
            file.unlink()
        else:
            file.write_bytes(before)
    assert told
    assert not [line for line in told if "\n" in line]


@pytest.mark.threat("paths")
@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights there")
@pytest.mark.parametrize(
    "name", ["graph.html", "graph.ttl", "report.json", "store", "snapshots", "texts", "annotations"]
)
def test_nothing_that_a_link_leads_to_is_replaced_or_removed(output: Path, tmp_path: Path, kg, name: str) -> None:
    elsewhere = tmp_path / "elsewhere"
    here = output / name
    here.rename(elsewhere)
    here.symlink_to(elsewhere)
    (output / "store.loading").touch()  # as if a build had been killed that was to be thrown away

    def there() -> dict[str, bytes]:
        files = sorted(elsewhere.rglob("*")) if elsewhere.is_dir() else [elsewhere]
        return {file.name: file.read_bytes() for file in files if file.is_file()}

    before = there()
    article = tmp_path / "a.txt"
    article.write_text(PARAGRAPH, "utf-8")
    assert "is a symbolic link" in kg("build", article, "-o", output, code=2).stderr
    with pytest.raises(ConfigError, match="is a symbolic link"):
        open_store(output)
    assert there() == before


@pytest.mark.threat("paths")
@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights there")
def test_what_is_written_replaces_a_link_and_not_what_it_leads_to(tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    kept.write_text(SECRET, "utf-8")
    file, unfinished = tmp_path / "a.json", tmp_path / f"{UNFINISHED}a.json"
    for link in (file, unfinished):
        link.symlink_to(kept)
    write_whole(file, b"new")
    assert file.read_bytes() == b"new"
    assert not file.is_symlink()
    assert kept.read_text("utf-8") == SECRET
    (tmp_path / "dangling").symlink_to(tmp_path / "made")
    write_whole(tmp_path / "dangling", b"new")
    assert not (tmp_path / "made").exists()


@pytest.mark.threat("paths", control=True)
@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need rights there")
def test_a_file_that_is_just_opened_is_written_through_a_link(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to(tmp_path / "b")
    (tmp_path / "a").write_bytes(b"new")
    assert (tmp_path / "b").read_bytes() == b"new"
