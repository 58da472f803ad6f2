"""Many graphs at once: what comes in so is what commits one by one would give, or, after a crash, nothing."""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pyoxigraph as ox
import pytest
from searched_news import NEWS, News

from kg.errors import StoreError
from kg.model import text_digest
from kg.publish.serialise import FORMATS, write
from kg.rdf import Statement
from kg.rdf.terms import web_iri
from kg.store import OxigraphStore, PublishingStore, RdflibStore, open_current
from kg.store.bulk import block
from kg.store.checked import PLAIN, checked, is_statement
from kg.store.lock import lock_file
from kg.store.recovery import begin_load, loading_mark
from kg.store.search import search
from kg.store.snapshots import current

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loads begin with a few statements, as they do with thousands."""
    monkeypatch.setattr("kg.store.bulk.FULL", 5_000)
    monkeypatch.setattr("kg.store.bulk.WORTH", 1)


def lines(graph: int, count: int = 50) -> list[Statement]:
    """Statements of which one is in every graph."""
    return [Statement("<x:all> <x:p> <x:o> ."), *(Statement(f"<x:{graph}> <x:p{i}> <x:o> .") for i in range(count))]


def content(store: OxigraphStore) -> tuple[dict[str, list[Statement]], list[Statement]]:
    return {graph: list(store.statements(graph)) for graph in store.graphs()}, sorted(store.merged())


def exports(store: OxigraphStore) -> dict[str, bytes]:
    found = {}
    for format_ in FORMATS:
        write(store, format_, out := BytesIO())
        found[format_] = out.getvalue()
    return found


def test_what_is_loaded_is_what_commits_one_by_one_give(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr("kg.store.bulk.begin_load", lambda folder: (begun.append(folder), begin_load(folder)))
    news = [*NEWS, *(News(f"{i}.md", f"光合第{i}讲\n林晓舟表示，“第{i}讲\t\\ 很好。”") for i in range(9))]
    states = []
    for name, backwards in (("loaded", False), ("backwards", True), ("committed", False)):
        (tmp_path / name).mkdir()
        with PublishingStore(tmp_path / name / "store") as store:
            for one in news[::-1] if backwards else news:
                if name == "committed":
                    one.put(store)
                else:
                    keep_text(one, tmp_path / name)
                    store.load(one.graph.name, one.graph.statements)
        with open_current(tmp_path / name / "store") as store:
            found = [search(store, words) for words in ("光合", "晓舟", "linxz", "讲")]
            states.append((content(store), exports(store), found, len(store)))
    assert len(begun) > 4
    assert states[0] == states[1] == states[2]
    assert states[0][2][0].total > 9


def keep_text(news: News, folder: Path) -> None:
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "texts" / f"{text_digest(news.text)}.txt").write_text(news.text, "utf-8", newline="\n")


def test_what_was_loaded_is_there_for_whatever_is_asked_next(tmp_path: Path) -> None:
    with PublishingStore(tmp_path / "store") as store:
        store.load("x:0", lines(0))
        assert list(store.statements("x:0")) == sorted(lines(0))
        store.load("x:1", lines(1))
        assert store.graphs() == ("x:0", "x:1")
        store.load("x:1", lines(2))
        assert list(store.statements("x:1")) == sorted(lines(2))
        store.load("x:1", [])
        store.load("x:2", [])
        assert store.graphs() == ("x:0",)
        assert sorted(store.merged()) == sorted(lines(0))
        store.load("x:3", lines(3))
        assert store.ask("ASK { GRAPH <x:3> { <x:3> ?p ?o } }")


def test_graphs_that_were_there_before_are_never_at_risk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    monkeypatch.setattr("kg.store.bulk.begin_load", lambda folder: (begun.append(folder), begin_load(folder)))
    with PublishingStore(tmp_path / "store") as store:
        store.load("x:0", lines(0))
    assert begun
    begun.clear()
    with PublishingStore(tmp_path / "store") as store:
        store.load("x:1", lines(1, 500))
        assert content(store)[0] == {"x:0": sorted(lines(0)), "x:1": sorted(lines(1, 500))}
    assert not begun


@pytest.mark.parametrize(
    "bad", ["<x:a> <x:b> <x:c> .\n<x:d> <x:e> <x:f> .", "_:b <x:b> <x:c> .", '<x:a> <x:b> "\ud800" .']
)
def test_what_is_no_statement_is_refused_and_the_rest_is_loaded(tmp_path: Path, bad: str) -> None:
    with PublishingStore(tmp_path / "store") as store:
        store.load("x:0", lines(0))
        with pytest.raises(StoreError, match="not a statement"):
            store.load("x:1", [*lines(1), Statement(bad)])
        with pytest.raises(StoreError, match="not the IRI"):
            store.load("x:1> ", lines(1))
        assert store.graphs() == ("x:0",)


def test_a_block_takes_what_statements_one_by_one_take() -> None:
    fine = ['<x:a> <x:b> "\\\\ \\" \\n 好"@zh-Hans .', '<x:a> <x:b> "1"^^<x:int> .', '<x:a> <x:b> " .\t<x:g> ." .']
    assert block(map(Statement, fine)).decode() == "\n".join(fine) + "\n"
    for good in fine:
        for at in range(len(good)):
            other = Statement(good[:at] + good[at + 1 :])
            assert accepts(block, other) == accepts(checked, other), other


REFUSED = [
    "<http://[>",
    "<http://x.example:8x/>",
    "<http://x.example/%zz>",
    "<x:#a#b>",
    "<x:\ue000>",
    '"x"@abcdefghijk',
    '"x"@zh-a',
    '"x"^^<http://[>',
    '"x"^^<http://www.w3.org/1999/02/22-rdf-syntax-ns#langString>',
    '"\ud800"',
]
TAKEN = [
    "<http://[::1]:80/%e4#中>",
    '"x"@en-GB-oed',
    '"x"@zh-cmn-Hans-CN',
    '"\\t"',
    "<urn:x?\ue000>",
    '"x"^^<x:\U0001f600>',
]


@pytest.mark.threat("archives")
@pytest.mark.parametrize("worth", [1, 1 << 60], ids=["loaded", "committed"])
@pytest.mark.parametrize("term", REFUSED)
def test_what_oxigraph_takes_for_no_statement_no_path_takes(tmp_path: Path, monkeypatch, term: str, worth: int) -> None:
    monkeypatch.setattr("kg.store.bulk.WORTH", worth)
    bad = Statement(f"<x:s> <x:p> {term} .")
    with PublishingStore(tmp_path / "store") as store:
        store.load("x:0", lines(0))
        for put in (store.load, store.replace_graph, RdflibStore().replace_graph):
            with pytest.raises(StoreError, match="not a statement: '<x:s> <x:p> "):
                put("x:1", [*lines(1), bad])
        store.settle()
        assert store.graphs() == ("x:0",)
        if term.startswith("<"):
            with pytest.raises(StoreError, match="not the IRI"):
                store.load(term[1:-1], lines(1))


@pytest.mark.threat("archives", control=True)
@pytest.mark.parametrize("worth", [1, 1 << 60], ids=["loaded", "committed"])
def test_what_oxigraph_takes_every_path_takes_and_lets_go(tmp_path: Path, monkeypatch, worth: int) -> None:
    monkeypatch.setattr("kg.store.bulk.WORTH", worth)
    good = [Statement(f"<x:s> <x:p> {term} .") for term in TAKEN]
    with PublishingStore(tmp_path / "store") as store:
        store.load("x:0", good)
        store.settle()
        store.replace_graph("x:1", good)
        assert list(store.statements("x:0")) == list(store.statements("x:1"))
        assert len(list(store.statements("x:0"))) == len(TAKEN)
        assert store.remove_graph("x:0")
        assert store.remove_graph("x:1")
        assert not list(store.merged())


def test_what_is_known_without_parsing_a_parser_takes_too() -> None:
    chance = random.Random(2)  # noqa: S311 - terms, not secrets
    pieces = [
        *"a9:/?#[]@!$&'()*+,;=%.-_~\xa0\xad中\ud7ff\ue000\ufdd0",
        "%e4",
        "//",
        "://",
        "en",
        "zh",
        "Hans",
        "abcdefgh",
        "i",
    ]
    seen = set()
    for _ in range(20_000):
        rest = "".join(chance.choices(pieces, k=chance.randrange(7)))
        term = chance.choice(("<x:{}>", "<http://{}>", "<http://a{}/>", '"x"@{}', '"x"@zh-{}', '"x"^^<http://{}>'))
        line = f"<x:s> <x:p> {term.format(rest)} ."
        form = bool(re.fullmatch(PLAIN, line)), is_statement(line)
        seen.add(form)
        if any(form):
            assert form[1]
            ox.Store().update(f"INSERT DATA {{ {line} }}")
    assert seen == {(False, False), (False, True), (True, True)}


def test_a_store_that_has_what_is_no_statement_says_so(tmp_path: Path) -> None:
    old = ox.Store(str(tmp_path / "store"))
    for end in (b"<x:g> .", b"."):
        old.bulk_load(b'<http://[> <x:p> "x" ' + end, ox.RdfFormat.N_QUADS, lenient=True)
    old.flush()
    del old
    with OxigraphStore(tmp_path / "store") as store, pytest.raises(StoreError, match="no statement: '<http://"):
        store.remove_graph("x:g")


def accepts(check, statement: Statement) -> bool:
    try:
        check([statement])
    except StoreError:
        return False
    return True


CUT = """
import os, signal, sys
import kg.store.bulk as bulk
from kg.rdf import Statement
from kg.store import PublishingStore
import kg.store.publishing as publishing

publishing.PAUSE_S, publishing.SHARE = 0.0, 0.5
bulk.FULL, bulk.WORTH = 20_000, 1
encoded, counted = bulk.Batch.encoded, []

def cut(batch):
    counted.append(batch)
    named, merged = encoded(batch)
    if len(counted) == int(sys.argv[2]):
        merged = Killing(merged)
    return named, merged

class Killing:
    def __init__(self, merged):
        self.merged = merged
    def read(self, size=-1):
        os.kill(os.getpid(), signal.SIGKILL)

bulk.Batch.encoded = cut
with PublishingStore(sys.argv[1]) as store:
    for graph in range(300):
        store.load(f"x:{graph}", [Statement(f"<x:{graph}> <x:p{i}> <x:o> .") for i in range(50)])
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_a_load_that_is_killed_half_way_leaves_nothing_of_itself_and_readers_what_they_had(tmp_path: Path) -> None:
    path = tmp_path / "store"
    done = subprocess.run([sys.executable, "-c", CUT, str(path), "3"], env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == -signal.SIGKILL
    assert loading_mark(path).exists()
    with open_current(path) as store:
        seen, merged = content(store)
        assert seen
        assert merged == sorted(line for statements in seen.values() for line in statements)
    with pytest.raises(StoreError, match="cut short"):
        OxigraphStore(path, read_only=True)
    with PublishingStore(path) as store:
        assert store.graphs() == ()
        assert not list(store.merged())
        assert not loading_mark(path).exists()
    with open_current(path) as store:
        assert content(store)[0] == seen, "until it is made again readers have what there was"
    with PublishingStore(path) as store:
        store.load("x:0", lines(0))
    with open_current(path) as store:
        assert store.graphs() == ("x:0",)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
def test_without_the_mark_half_a_load_would_be_taken_for_a_whole_store(tmp_path: Path) -> None:
    path = tmp_path / "store"
    subprocess.run([sys.executable, "-c", CUT, str(path), "3"], env={**os.environ, "PYTHONPATH": str(ROOT)})
    loading_mark(path).unlink()
    with OxigraphStore(path) as store:
        named, merged = content(store)
    assert len(merged) < sum(map(len, named.values()))


FULL_DISK = """
import resource, sys
import kg.store.bulk as bulk
from kg.errors import StoreError
from kg.rdf import Statement
from kg.store import PublishingStore

bulk.WORTH = 1
store = PublishingStore(sys.argv[1])
store.load("x:0", [Statement("<x:0> <x:p> <x:o> .")])
store.publish()
resource.setrlimit(resource.RLIMIT_FSIZE, (30_000, resource.RLIM_INFINITY))
for graph in range(1, 40):
    store.load(f"x:{graph}", [Statement(f'<x:{graph}> <x:p> "{graph * 7919 ** 9 + i}" .') for i in range(500)])
for ask in (store.graphs, store.publish, store.close):
    try:
        ask()
    except StoreError as error:
        print(error)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="needs a limit on files")
def test_a_load_that_finds_no_room_says_so_each_time_and_leaves_readers_what_they_had(tmp_path: Path) -> None:
    path = tmp_path / "store"
    command = [sys.executable, "-c", FULL_DISK, str(path)]
    done = subprocess.run(command, env={**os.environ, "PYTHONPATH": str(ROOT)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = done.stdout.splitlines()
    assert len(said) == 3
    assert all("larger than this system allows" in line for line in said)
    with open_current(path) as store:
        assert store.graphs() == ("x:0",)
    with PublishingStore(path) as store:
        assert store.graphs() == ()


def test_what_a_lost_store_is_made_of_again_is_shown_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "store"
    with PublishingStore(path) as store:
        store.load("x:0", lines(0))
        store.load("x:1", lines(1))
    before = current(path)
    begin_load(path)

    def interrupted() -> None:
        with PublishingStore(path) as store:
            store.load("x:0", lines(0))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        interrupted()
    assert current(path) == before
    with PublishingStore(path) as store:
        assert store.graphs() == ("x:0",)
        store.load("x:1", lines(1))
    with open_current(path) as store:
        assert store.graphs() == ("x:0", "x:1")


@pytest.mark.threat("paths")
def test_a_store_that_lies_elsewhere_behind_a_link_is_not_written_and_not_thrown_away(tmp_path: Path) -> None:
    path, elsewhere = tmp_path / "out" / "store", tmp_path / "photos"
    elsewhere.mkdir()
    (elsewhere / "one").write_bytes(b"mine")
    path.parent.mkdir()
    path.symlink_to(elsewhere)
    begin_load(path)
    for kind in (OxigraphStore, PublishingStore):
        with pytest.raises(StoreError, match="is a symbolic link"):
            kind(path)
    assert [file.name for file in elsewhere.iterdir()] == ["one"]


@pytest.mark.threat("paths")
@pytest.mark.parametrize("there", [True, False])
@pytest.mark.parametrize("name", ["snapshots/behind", "store.loading", "store.lock"])
def test_a_file_that_is_a_link_is_neither_made_nor_written_where_it_leads_to(
    tmp_path: Path, name: str, there: bool
) -> None:
    path, precious = tmp_path / "out" / "store", tmp_path / "precious"
    with PublishingStore(path) as store:
        store.load("x:0", lines(0))
    if there:
        precious.write_bytes(b"mine\n")
    (path.parent / name).unlink(missing_ok=True)
    (path.parent / name).symlink_to(precious)
    if name == "store.loading":
        with pytest.raises(OSError, match="symbolic link"):
            begin_load(path)
    else:
        with (
            pytest.raises(StoreError, match=f"{name}: cannot be .* it is a symbolic link"),
            PublishingStore(path) as store,
        ):
            store.commit({"x:1": lines(1)})
    assert precious.read_bytes() == b"mine\n" if there else not precious.exists()


@pytest.mark.threat("paths")
@pytest.mark.parametrize("name", [".store.new", ".store.old"])
def test_a_folder_that_is_a_link_is_no_place_for_a_store(tmp_path: Path, name: str) -> None:
    path, elsewhere = tmp_path / "out" / "store", tmp_path / "photos"
    with PublishingStore(path) as store:
        store.load("x:0", lines(0))
    elsewhere.mkdir()
    (elsewhere / "CURRENT").write_bytes(b"mine")
    (path.parent / name).symlink_to(elsewhere)
    with PublishingStore(path) as store:
        store.compact()
        assert store.graphs() == ("x:0",)
    assert not path.is_symlink()
    assert [file.name for file in elsewhere.iterdir()] == ["CURRENT"]


@pytest.mark.threat("paths")
def test_the_lock_of_a_snapshot_that_is_a_link_is_not_made_where_it_leads_to(tmp_path: Path) -> None:
    path = tmp_path / "out" / "store"
    with PublishingStore(path) as store:
        store.load("x:0", lines(0))
    lock = lock_file(current(path))
    lock.unlink()
    lock.symlink_to(tmp_path / "made")
    with open_current(path) as store:
        assert store.graphs() == ("x:0",)
    assert not (tmp_path / "made").exists()


def test_what_could_not_be_put_in_once_is_never_taken_for_done(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "store"
    store = PublishingStore(path)
    store.load("x:0", lines(0))
    store.publish()
    with monkeypatch.context() as patch:
        patch.setattr("kg.store.bulk.WORTH", 1 << 60)
        store.load("x:1", lines(1))
        (tmp_path / "snapshots" / "behind").mkdir()  # what changes cannot be noted
        with pytest.raises(StoreError, match="behind"):
            store.graphs()
        (tmp_path / "snapshots" / "behind").rmdir()
    store.load("x:2", lines(2))
    for ask in (store.publish, store.graphs, store.close):
        with pytest.raises(StoreError, match="behind"):
            ask()
    with PublishingStore(path) as store:
        assert store.graphs() == ("x:0",)


def test_addresses_that_become_iris_are_such_that_a_load_need_not_check_them_again() -> None:
    chance = random.Random(1)  # noqa: S311 - addresses, not secrets
    letters = "ab:/?#[]@!$&'()*+,;=%<>\\^`{|}\" .-_~中\u202e\u00a09é0:1::f"
    addresses = ["http://" + "".join(chance.choices(letters, k=chance.randrange(14))) for _ in range(20_000)]
    iris = [iri for iri in map(web_iri, addresses) if iri]
    assert len(iris) > 500
    for iri in iris:
        ox.NamedNode(iri[1:-1])
        block([Statement(f"{iri} <x:p> {iri} .")])
    with pytest.raises(ValueError, match="IRI"):
        ox.NamedNode("http://a b")


def test_what_several_loads_leave_is_merged_before_readers_get_it(tmp_path: Path) -> None:
    """A query looks into every file that may have what it seeks."""
    with PublishingStore(tmp_path / "store") as store:
        store.publish()
        for graph in range(40):
            store.load(f"x:{graph}", lines(graph, 200))
        store.settle()
        loads = store._loader.loads
        store.publish()
        newest = current(tmp_path / "store")
        assert newest is not None
        assert loads > 1
        assert len(list(newest.glob("*.sst"))) <= 12, "Oxigraph has so many tables"
        assert store.publish() == store.publish(), "and then nothing is published any more"
    with open_current(tmp_path / "store") as reader:
        assert len(reader.graphs()) == 40
