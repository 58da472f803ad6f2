"""Backups: what is restored is what was there, byte for byte; what is not whole is refused, and leaves nothing."""

from __future__ import annotations

import io
import json
import os
import random
import shutil
import subprocess
import sys
import tarfile
import time
import zlib
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from examples_of_facts import article

import kg
from kg.config import default_config
from kg.errors import ConfigError, StoreError
from kg.model import Annotations, Article
from kg.pipeline import archive
from kg.pipeline.archive import ArchiveError, ArchiveReader, ArchiveWriter
from kg.pipeline.backup import backup, position
from kg.pipeline.build import settle
from kg.pipeline.kept import Kept, KeptArticles
from kg.pipeline.projection import Projection
from kg.pipeline.restore import restore, verify
from kg.pipeline.workplace import Workplace
from kg.publish.serialise import write
from kg.rdf.revisions import history_graph
from kg.store.lock import SnapshotLock, StoreInUseError, StoreLock
from kg.store.publishing import PublishingStore
from kg.store.snapshots import open_current

BASE = "https://data.example/id/"
CONFIG = replace(default_config(), base=BASE)
TEXTS = ("星桥科技成立。", "星桥科技完成3亿元融资。", "星桥科技完成5亿元融资。")
NEWER = "星桥科技完成9亿元融资。"


def put(place: Workplace, *articles: Article) -> None:
    """Keep articles, with nothing found in them, and show them."""
    with PublishingStore(place.store, base=BASE) as store:
        kept, projection = KeptArticles(place), Projection(store, BASE, "settings")
        entries = settle(kept, projection)
        for one in articles:
            record, before = Kept("f", ("none/1",), one, Annotations()), entries.get(one.id)
            with kept.replacing(record, before):
                projection.put(record, instead_of=before.version if before else None)
        settle(kept, projection)


@pytest.fixture(scope="module")
def graph(tmp_path_factory) -> Path:
    """An output folder: three articles, one of them in its third version, and a file of the user's."""
    place = Workplace(tmp_path_factory.mktemp("graph") / "output")
    place.create()
    for text in TEXTS:
        put(place, article(text, "a.md"), article(f"青檐咖啡{len(text)}。", f"{len(text)}.md"))
    put(place, article())
    (place.texts / "notes.txt").write_text("mine", "utf-8")
    return place.folder


@pytest.fixture(scope="module")
def saved(graph, tmp_path_factory) -> Path:
    file = tmp_path_factory.mktemp("saved") / "graph.tar.gz"
    backup(file, graph, config=CONFIG)
    return file


def kept(folder: Path) -> dict[str, bytes]:
    """All texts, records and revisions, by name."""
    names = ("texts", "annotations", "revisions")
    files = (p for name in names for p in (folder / name).rglob("*") if p.is_file() and p.name != "notes.txt")
    return {str(p.relative_to(folder)): p.read_bytes() for p in files}


def exported(folder: Path, format_: str) -> bytes:
    with open_current(folder / "store") as store:
        out = io.BytesIO()
        write(store, format_, out, BASE)
        return out.getvalue()


def left(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir())


def test_what_is_restored_is_what_was_there_byte_for_byte(graph, saved, tmp_path):
    output = tmp_path / "output"
    made = restore(saved, output, config=CONFIG)
    assert (made.articles, made.revisions, made.base) == (4, 2, BASE)
    assert kept(output) == kept(graph)
    for format_ in ("nquads", "turtle"):
        assert exported(output, format_) == exported(graph, format_)
    assert (output / "graph.ttl").read_bytes() == exported(graph, "turtle")
    with open_current(output / "store") as new, open_current(graph / "store") as old:
        told = sorted(old.statements(history_graph(BASE)))
        assert sorted(new.statements(history_graph(BASE))) == told
        assert len(told) == 2
        assert sorted(new.merged()) == sorted(old.merged())
    assert json.loads((output / "report.json").read_text("utf-8"))["articles"]["unchanged"] == 4
    assert (output / "graph.html").is_file()
    assert left(tmp_path) == ["output"]


def test_a_backup_of_what_was_restored_is_the_same_file_and_a_build_goes_on_from_there(saved, tmp_path):
    output = tmp_path / "output"
    restore(saved, output, config=CONFIG)
    backup(tmp_path / "again.tar.gz", output, config=CONFIG)
    assert (tmp_path / "again.tar.gz").read_bytes() == saved.read_bytes()
    put(Workplace(output), article(NEWER, "a.md"))
    [history] = kg.revisions(output)
    assert len(history.versions) == 4


def test_any_tar_reads_it_and_says_what_the_manifest_says(saved, graph):
    with tarfile.open(saved) as tar:
        files = {m.name: tar.extractfile(m).read() for m in tar.getmembers()}
        assert all(m.isfile() and (m.uid, m.mtime, m.mode) == (0, 0, 0o644) for m in tar.getmembers())
    told = [json.loads(line) for line in files.pop("manifest.jsonl").splitlines()]
    assert told.pop() == {"members": len(files), "bytes": sum(map(len, files.values()))}
    assert told == [{"name": n, "size": len(c), "sha256": sha256(c).hexdigest()} for n, c in files.items()]
    assert {n: c for n, c in files.items() if not n.startswith(("graphs", "kg-backup"))} == kept(graph)


def test_verify_says_what_is_in_a_backup(saved):
    found = verify(saved)
    assert (found.articles, found.revisions, found.bytes) == (4, 2, saved.stat().st_size)
    with pytest.raises(ConfigError, match="cannot be read"):
        verify(saved.with_name("missing.tar.gz"))


def test_a_folder_that_holds_something_is_not_restored_into(saved, tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "post.md").write_text("mine", "utf-8")
    (tmp_path / "file").write_text("mine", "utf-8")
    for name, said in (("full", r"holds post\.md; name a new or an empty folder"), ("file", "is a file")):
        with pytest.raises(ConfigError, match=said):
            restore(saved, tmp_path / name, config=CONFIG)
    (tmp_path / "empty").mkdir()
    restore(saved, tmp_path / "empty", config=CONFIG)
    assert left(tmp_path) == ["empty", "file", "full"]


def test_what_is_no_backup_is_not_replaced_by_one(graph, tmp_path):
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear reader", "utf-8")
    with pytest.raises(ConfigError, match="no backup of kg; name another file"):
        backup(letter, graph, config=CONFIG)
    with pytest.raises(ConfigError, match="would be lost with it"):
        backup(graph / "b.tar.gz", graph, config=CONFIG)
    with pytest.raises(StoreError, match="cannot be written"):
        backup(tmp_path / "no" / "such" / "folder.tar.gz", graph, config=CONFIG)
    assert letter.read_text("utf-8") == "Dear reader"
    assert left(tmp_path) == ["letter.txt"]
    assert not [name for name in left(graph) if "backup" in name]


# ---- files that are not whole


def refused(data: bytes, folder: Path, said: str) -> str:
    """The file with these bytes is refused, verified or restored, and nothing is left; gives what was said."""
    file = folder / "b.tar.gz"
    file.write_bytes(data)
    with pytest.raises(StoreError, match=said) as by_reading:
        verify(file)
    with pytest.raises(StoreError, match=said) as by_restoring:
        restore(file, folder / "output", config=CONFIG)
    assert left(folder) == ["b.tar.gz"]
    nothing = str(by_reading.value).replace("; no graph can be restored from it", "; nothing was restored")
    assert str(by_restoring.value) == nothing
    assert "\n" not in str(by_reading.value)
    return str(by_reading.value)


@pytest.mark.threat("archives")
def test_every_flipped_bit_is_noticed(saved, tmp_path):
    data = saved.read_bytes()
    chance = random.Random(5)  # noqa: S311
    places = {*range(0, 120, 7), *range(len(data) - 24, len(data)), *chance.sample(range(len(data)), 60)}
    for place in sorted(places):
        flipped = bytearray(data)
        flipped[place] ^= 1 << chance.randrange(8)
        file = tmp_path / "b.tar.gz"
        file.write_bytes(flipped)
        with pytest.raises(StoreError, match="damaged, or not a backup of kg"):
            verify(file)
    refused(bytes(flipped), tmp_path, "damaged, or not")
    file.write_bytes(data)
    verify(file)


@pytest.mark.parametrize("part", [0, 1, 50, 0.1, 0.5, 0.9, -9, -1])
def test_a_file_that_was_cut_off_or_goes_on_is_refused(saved, tmp_path, part):
    data = saved.read_bytes()
    refused(data[: int(len(data) * part) if isinstance(part, float) else part], tmp_path, "damaged, or not")
    refused(data + bytes(abs(int(part * 10)) or 1), tmp_path, "damaged, or not")


Members = list[tuple[str, bytes]]


def members(saved: Path) -> Members:
    with tarfile.open(saved) as tar:
        return [(m.name, tar.extractfile(m).read()) for m in tar.getmembers() if m.name != "manifest.jsonl"]


def packed(some: Members, order: Callable[[str], tuple[int, str]] | None = None) -> bytes:
    """An archive with these members, all its sums right, in whatever order."""
    count = iter(range(1 << 30))
    stream = io.BytesIO()
    writer = ArchiveWriter(stream, order or (lambda name: (next(count), name)))
    for name, content in some:
        writer.add(name, content)
    writer.close()
    return stream.getvalue()


def changed(saved: Path, name: str, change: Callable[[bytes], bytes]) -> Members:
    found = [(n, change(c) if n == name else c) for n, c in members(saved)]
    assert found != members(saved)
    return found


@pytest.mark.threat("archives", control=True)
def test_what_is_written_by_other_hands_with_right_sums_is_taken_if_it_is_right(saved, tmp_path):
    assert packed(members(saved)) == saved.read_bytes(), "or what is refused below might be refused for another reason"


@pytest.mark.threat("archives")
@pytest.mark.parametrize(
    "name",
    [
        "../evil.txt",
        "/etc/evil",
        "texts/../../evil.txt",
        "texts/" + "0" * 63 + "/.txt",
        "texts/" + "0" * 64 + ".txt/x",
        "annotations/évil.json",
        "store/CURRENT",
        "kg.toml",
        "annotations/0123456789abcdef.json.waiting",
        "texts/",
        "",
        "a\\b",
        "C:evil",
    ],
)
def test_a_name_that_leads_elsewhere_or_that_kg_does_not_write_is_refused(saved, tmp_path, name):
    if name.isascii():
        refused(packed([*members(saved), (name, b"evil")]), tmp_path, "not a backup that kg takes")
    else:
        with pytest.raises(UnicodeEncodeError):
            packed([(name, b"evil")])
    assert not (tmp_path.parent / "evil.txt").exists()


def test_members_that_stand_twice_or_in_another_order_are_refused(saved, tmp_path):
    some = members(saved)
    last = some[-1]
    refused(packed([*some, last]), tmp_path, "stands in it twice, or in the wrong place")
    refused(packed([*some[:-2], last, some[-2]]), tmp_path, "wrong place")
    refused(packed(some[1:]), tmp_path, "does not begin with kg-backup.json")
    refused(packed(some[:-1]), tmp_path, "does not hold as much as it says")
    refused(packed([]), tmp_path, "does not begin with kg-backup.json")


@pytest.mark.parametrize("what", ["format", "layout", "records"])
def test_a_backup_of_a_newer_kg_is_refused_with_its_version(saved, tmp_path, what):
    def newer(head: bytes) -> bytes:
        return json.dumps({**json.loads(head), what: 9, "kg": "7.1"}).encode()

    some = [*changed(saved, "kg-backup.json", newer), ("zebra/1", b"a folder of the future")]
    refused(packed(some), tmp_path, r"made by a newer kg \(7\.1\); restore it with that one, or update kg")


@pytest.mark.parametrize(
    "head",
    [
        b"[]",
        b"{" * 9000,
        b'{"format": "1"}',
        b"\xff",
        b'{"format": 1, "kg": "1", "layout": 1, "records": 1, "base": "javascript:alert(1)"}',
        b'{"format": 0, "kg": "1", "layout": 1, "records": 1, "base": "https://data.example/id/"}',
    ],
)
def test_a_head_that_kg_does_not_write_is_refused(saved, tmp_path, head):
    refused(packed(changed(saved, "kg-backup.json", lambda _: head)), tmp_path, "not a backup that kg takes")


@pytest.mark.threat("archives")
@pytest.mark.parametrize(
    "line",
    [
        b"<http://a> <http://b> <http://c> .\n",
        b"<http://a> <http://b> <http://c> <https://other.example/id/article/0123456789abcdef/0123456789abcdef> .\n",
        b"<http://a> <http://b> <http://c> <https://data.example/id/zebra> .\n",
        b"<http://a> <http://b> <http://c> <https://data.example/id/article/0123456789abcdef/0123456789abcdef> .",
        b"LOAD <file:///etc/passwd>\n",
        b"\xff\n",
        b"<http://a> <http://b> _:c <https://data.example/id/graph/revisions> .\n",
    ],
)
def test_statements_that_kg_does_not_write_are_refused(saved, tmp_path, line):
    some = changed(saved, "graphs/000001.nq", lambda lines: lines + line)
    file = tmp_path / "b.tar.gz"
    file.write_bytes(packed(some))
    with pytest.raises(StoreError):
        restore(file, tmp_path / "output", config=CONFIG)
    assert left(tmp_path) == ["b.tar.gz"]


@pytest.mark.threat("archives")
@pytest.mark.parametrize("worth", [1, 1 << 60], ids=["loaded", "committed"])
@pytest.mark.parametrize(
    "term", [b"<http://[>", b"<http://x.example:8x/>", b"<x:%zz>", b'"x"@abcdefghijk', b'"x"@zh-a']
)
def test_statements_that_no_store_could_change_again_are_refused(saved, tmp_path, monkeypatch, term, worth):
    monkeypatch.setattr("kg.store.bulk.WORTH", worth)
    graph = members(saved)[1][1].splitlines()[-1].split()[-2]
    line = b"<x:~~> <x:p> " + term + b" " + graph + b" .\n"
    refused(
        packed(changed(saved, "graphs/000001.nq", lambda lines: lines + line)), tmp_path, "not a statement: '<x:~~>"
    )


@pytest.mark.threat("archives")
@pytest.mark.parametrize("type_", [b"1", b"2", b"3", b"4", b"5", b"6"])
def test_links_devices_and_folders_are_refused(saved, tmp_path, type_, monkeypatch):
    def header(name: str, size: int) -> bytes:
        info = tarfile.TarInfo(name)
        info.type, info.linkname = type_, "/etc/passwd"
        return info.tobuf(tarfile.USTAR_FORMAT) if name.startswith("texts/") else real(name, size)

    real = archive._header
    monkeypatch.setattr(archive, "_header", header)
    data = packed([(n, b"" if n.startswith("texts/") else c) for n, c in members(saved)])
    monkeypatch.undo()
    said = refused(data, tmp_path, "not a backup that kg takes")
    assert "is a link" in said or "is a device" in said or "is a folder" in said or "is a pipe" in said


@pytest.mark.parametrize(
    "change", [{"mtime": 1}, {"uid": 1000}, {"mode": 0o4755}, {"uname": "root"}, {"name": "./texts/x"}, {"size": 5}]
)
def test_a_header_in_another_form_is_refused(saved, tmp_path, change, monkeypatch):
    def header(name: str, size: int) -> bytes:
        info = tarfile.TarInfo(name)
        info.size = size
        for key, value in change.items():
            setattr(info, key, value)
        return info.tobuf(tarfile.USTAR_FORMAT) if name.startswith("texts/") else real(name, size)

    real = archive._header
    monkeypatch.setattr(archive, "_header", header)
    data = packed(members(saved))
    monkeypatch.undo()
    refused(data, tmp_path, "not a backup that kg takes")


@pytest.mark.threat("archives")
def test_a_bomb_is_refused_before_it_fills_memory_or_disk(saved, tmp_path, monkeypatch):
    import resource

    monkeypatch.setattr(archive, "_FREELY", 1 << 20)
    zeros = bytes(40 << 20)
    some = [*members(saved), ("texts/" + "f" * 64 + ".txt", zeros)]
    bomb = packed(some)
    assert len(bomb) < 100_000
    refused(bomb, tmp_path, "unpacks to more than 200 times its size")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    refused(packed([("kg-backup.json", zeros)]), tmp_path, "more than kg ever writes")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 150_000


@pytest.mark.threat("archives")
def test_a_graph_that_swells_is_refused_before_it_fills_memory(saved, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.pipeline.restore._FREELY", 1 << 16)
    graph = members(saved)[1][1].splitlines()[-1].split()[-2]
    line = b'<x:~~> <x:p> "1" ' + graph + b" .\n"
    swollen = changed(saved, "graphs/000001.nq", lambda lines: lines + line * 20_000)
    first, rest = swollen[:2], swollen[2:]
    more = [(f"graphs/{n:06}.nq", line * 20_000) for n in range(2, 5)]
    refused(packed([*first, *more, *rest]), tmp_path, "is larger than any that kg writes into so few bytes")
    large = [("graphs/000002.nq", bytes((32 << 20) + 1))]
    refused(packed([*members(saved)[:2], *large, *rest]), tmp_path, "more than kg ever writes")


def test_a_graph_that_could_not_be_restored_makes_no_backup(graph, tmp_path, monkeypatch):
    monkeypatch.setattr("kg.pipeline.backup.LARGEST_GRAPH", 1_000)
    with pytest.raises(StoreError, match="is too large for a backup"):
        backup(tmp_path / "b.tar.gz", graph, config=CONFIG)
    assert left(tmp_path) == []


def test_a_member_that_says_it_is_larger_than_any_is_refused_unread(saved, tmp_path):
    name = "texts/" + "f" * 64 + ".txt"
    head = archive._header(name, (8 << 30) - 1)
    stream = io.BytesIO()
    writer = ArchiveWriter(stream, position)
    for n, content in members(saved):
        writer.add(n, content)
    writer._put(head)
    writer.close()
    refused(stream.getvalue(), tmp_path, "more than kg ever writes")


def test_what_comes_after_the_end_is_refused_though_its_sum_is_right(saved, tmp_path):
    data = saved.read_bytes()
    for extra in (b"\x00" * 512, data, zlib.compress(b"more")):
        longer = bytearray(data + extra)
        start = len(archive._MAGIC) + len(archive._COMMENT)
        longer[start : start + 64] = sha256(longer[start + 65 :]).hexdigest().encode()
        refused(bytes(longer), tmp_path, "something comes after its end")


def test_the_reader_gives_what_the_writer_was_given():
    stream = io.BytesIO()
    writer = ArchiveWriter(stream, lambda name: (0, name))
    given = {f"f{n:03}": b"x" * n for n in (0, 1, 511, 512, 513)}
    for name, content in sorted(given.items()):
        writer.add(name, content)
    totals = writer.close()
    stream.seek(0)
    reader = ArchiveReader(stream, lambda name: (0, name), lambda name: 1 << 20)
    assert {m.name: m.content() for m in reader} == given
    assert reader.totals == totals
    again = ArchiveWriter(io.BytesIO(), lambda name: (0, name))
    again.add("a", b"")
    with pytest.raises(ArchiveError, match="twice"):
        again.add("a", b"")


# ---- others at work


def test_a_build_may_go_on_while_a_backup_is_made_and_the_backup_is_of_one_moment(graph, saved, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(graph, output)
    built: list[int] = []

    def build_meanwhile(done: int, total: int) -> None:
        if not built:
            built.append(done)
            put(Workplace(output), article(NEWER, "a.md"), article("新文章。", "new.md"))
            Workplace(output).text_file(sha256(TEXTS[2].encode()).hexdigest()).unlink()

    backup(tmp_path / "b.tar.gz", output, config=CONFIG, on_progress=build_meanwhile)
    assert built
    assert (tmp_path / "b.tar.gz").read_bytes() == saved.read_bytes()
    assert not [name for name in left(output) if "backup" in name]


def test_while_a_build_goes_on_a_backup_waits_and_then_says_so(graph, tmp_path):
    lock = StoreLock(graph / "store", shared=False)
    try:
        waits: list[str] = []
        with pytest.raises(StoreError, match="being built; try again"):
            backup(tmp_path / "b.tar.gz", graph, config=CONFIG, wait_s=0.1, on_wait=lambda: waits.append("said"))
        assert waits == ["said"]
    finally:
        lock.release()
    assert left(tmp_path) == []


def test_what_a_killed_build_left_open_is_settled_first(graph, saved, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(graph, output)
    place = Workplace(output)
    newer = article(NEWER, "a.md")
    cut = Kept("f", (), newer, Annotations())
    with PublishingStore(place.store, base=BASE) as store:
        kept_articles, projection = KeptArticles(place), Projection(store, BASE, "settings")
        entries = settle(kept_articles, projection)
        before = entries[newer.id]
        step = kept_articles.replacing(cut)
        step.__enter__()  # and then it is killed, before the record has its name
        projection.put(cut, instead_of=before.version)
    assert kept_articles.interrupted()
    backup(tmp_path / "b.tar.gz", output, config=CONFIG)
    restored = tmp_path / "restored"
    restore(tmp_path / "b.tar.gz", restored, config=CONFIG)
    assert exported(restored, "nquads").count(b"<" + BASE.encode() + before.version.encode() + b">") > 5
    assert newer.version.encode() not in exported(restored, "nquads")


def test_a_graph_that_others_change_all_the_time_is_not_taken_as_it_happens_to_be(graph, tmp_path, monkeypatch):
    output = tmp_path / "output"
    shutil.copytree(graph, output)
    (output / "snapshots" / "behind").touch()
    tries: list[Workplace] = []
    monkeypatch.setattr("kg.pipeline.backup._settle", lambda place, *_: tries.append(place))
    with pytest.raises(StoreError, match="was changed whenever it was to be read; try again"):
        backup(tmp_path / "b.tar.gz", output, config=CONFIG)
    assert len(tries) == 2
    assert left(tmp_path) == ["output"]


def refuse(*_: object, **__: object) -> None:
    raise PermissionError("no links here")


def test_where_files_cannot_be_linked_they_are_read_where_they_are(graph, saved, tmp_path, monkeypatch):
    monkeypatch.setattr(os, "link", refuse)
    backup(tmp_path / "b.tar.gz", graph, config=CONFIG)
    assert (tmp_path / "b.tar.gz").read_bytes() == saved.read_bytes()


def test_a_graph_that_others_change_without_minding_the_lock_makes_no_backup(graph, tmp_path, monkeypatch):
    """As on a file system without locks, or where the lock was not there when the reading began."""
    output = tmp_path / "output"
    shutil.copytree(graph, output)
    monkeypatch.setattr(os, "link", refuse)

    def others_build(done: int, total: int) -> None:
        if done == 1:
            (output / "store.lock").unlink()
            put(Workplace(output), article(NEWER, "a.md"))

    with pytest.raises(StoreError, match="output: was changed while it was read"):
        backup(tmp_path / "b.tar.gz", output, config=CONFIG, on_progress=others_build)
    assert left(tmp_path) == ["output"]
    (output / "store.lock").unlink()
    backup(tmp_path / "b.tar.gz", output, config=CONFIG)
    with pytest.raises(StoreInUseError):
        backup(tmp_path / "c.tar.gz", output, config=CONFIG, on_progress=lambda *_: put(Workplace(output), article()))


SECRET = "绝密：这个文件不在文件夹里。"  # noqa: S105 - nobody's
OTHER = "f" * 64


@pytest.mark.threat("paths")
@pytest.mark.parametrize(
    ("link", "name"),
    [
        (f"texts/{OTHER}.txt", ""),
        ("damaged/0000000000000000.json", ""),
        ("annotations/0000000000000000.json", ""),
        (f"revisions/0000000000000000/000001-{OTHER}.json", ""),
        ("revisions/0000000000000000", f"000001-{OTHER}.json"),
    ],
)
def test_what_a_link_in_the_folder_leads_to_is_in_no_backup(graph, tmp_path, link, name, monkeypatch):
    output, elsewhere = tmp_path / "output", tmp_path / "elsewhere"
    shutil.copytree(graph, output)
    if name:
        elsewhere.mkdir()
    (elsewhere / name).write_text(SECRET, "utf-8")
    (output / link).parent.mkdir(exist_ok=True)
    (output / link).symlink_to(elsewhere)
    backup(tmp_path / "linked.tar.gz", output, config=CONFIG)
    monkeypatch.setattr(os, "link", refuse)
    backup(tmp_path / "read.tar.gz", output, config=CONFIG)
    for made in ("linked.tar.gz", "read.tar.gz"):
        assert not [n for n, content in members(tmp_path / made) if SECRET.encode() in content or link in n]


@pytest.mark.threat("paths", control=True)
def test_the_same_file_without_a_link_is_in_a_backup(graph, tmp_path):
    shutil.copytree(graph, tmp_path / "output")
    name = f"texts/{OTHER}.txt"
    (tmp_path / "output" / name).write_text(SECRET, "utf-8")
    backup(tmp_path / "b.tar.gz", tmp_path / "output", config=CONFIG)
    assert dict(members(tmp_path / "b.tar.gz"))[name] == SECRET.encode()


def test_what_a_killed_backup_left_is_removed_and_what_another_one_needs_is_not(graph, saved, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(graph, output)
    dead, alive = output / ".backup-1", output / f".backup-{os.getpid()}"
    for links in (dead, alive):
        (links / "texts").mkdir(parents=True)
        links.with_name(f"{links.name}.lock").touch()
    (tmp_path / ".unfinished-1-0123abcd-b.tar.gz").write_text("half", "utf-8")
    other = SnapshotLock.removing(alive)
    backup(tmp_path / "b.tar.gz", output, config=CONFIG)
    other.release()
    assert (tmp_path / "b.tar.gz").read_bytes() == saved.read_bytes()
    assert [name for name in left(output) if "backup" in name] == [alive.name, f"{alive.name}.lock"]
    assert left(tmp_path) == ["b.tar.gz", "output"]
    assert all(Workplace(output).is_result(output / name) for name in (alive.name, f"{alive.name}.lock"))


@pytest.mark.threat("paths")
def test_what_others_put_where_a_backup_may_be_written_is_left_alone(graph, saved, tmp_path):
    """Names that can be guessed may be links to what the one who makes the backup would not have overwritten."""
    import fcntl

    victim, folder = tmp_path / "victim", tmp_path / "shared"
    victim.write_text("mine", "utf-8")
    folder.mkdir()
    for name in (f".unfinished-{os.getpid()}-b.tar.gz", ".unfinished-b.tar.gz"):
        (folder / name).symlink_to(victim)
    with victim.open("rb") as in_use:
        fcntl.flock(in_use, fcntl.LOCK_EX)
        backup(folder / "b.tar.gz", graph, config=CONFIG)
    assert victim.read_text("utf-8") == "mine"
    assert not (folder / "b.tar.gz").is_symlink()
    assert (folder / "b.tar.gz").read_bytes() == saved.read_bytes()


def test_two_backups_to_one_file_each_write_it_whole(graph, saved, tmp_path):
    target = tmp_path / "b.tar.gz"

    def another(done: int, total: int) -> None:
        if done == total:
            backup(target, graph, config=CONFIG)
            assert target.read_bytes() == saved.read_bytes()
            target.write_bytes(b"")

    backup(target, graph, config=CONFIG, on_progress=another)
    assert target.read_bytes() == saved.read_bytes()
    assert left(tmp_path) == ["b.tar.gz"]


def test_where_the_name_of_a_backup_is_a_link_the_file_behind_it_is_the_backup(graph, saved, tmp_path):
    (tmp_path / "disk").mkdir()
    (tmp_path / "b.tar.gz").symlink_to(tmp_path / "disk" / "real.tar.gz")
    backup(tmp_path / "b.tar.gz", graph, config=CONFIG)
    assert (tmp_path / "disk" / "real.tar.gz").read_bytes() == saved.read_bytes()
    assert left(tmp_path / "disk") == ["real.tar.gz"]


def test_where_the_links_of_a_backup_go_meanwhile_there_is_none(graph, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(graph, output)

    def remove_links(done: int, total: int) -> None:
        for links in output.glob(".backup-*"):
            if links.is_dir():
                shutil.rmtree(links)

    with pytest.raises(StoreError, match="cannot be read: No such file"):
        backup(tmp_path / "b.tar.gz", output, config=CONFIG, on_progress=remove_links)
    assert left(tmp_path) == ["output"]


def test_an_empty_folder_that_one_is_in_is_restored_into(graph, saved, tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    monkeypatch.chdir(tmp_path / "empty")
    restore(saved, ".", config=CONFIG)
    assert kept(Path()) == kept(graph), "as seen from where this process is"
    assert kept(tmp_path / "empty") == kept(graph)
    assert left(tmp_path) == ["empty"]
    with pytest.raises(ConfigError, match="holds annotations"):
        restore(saved, ".", config=CONFIG)


def test_a_new_folder_beside_the_one_that_one_is_in_is_restored_into(graph, saved, tmp_path, monkeypatch):
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    restore(saved, Path("..", "beside"), config=CONFIG)
    assert kept(tmp_path / "beside") == kept(graph)
    assert Path.cwd() == tmp_path / "here"
    with pytest.raises(ConfigError, match=r"holds .*; name a new or an empty folder"):
        restore(saved, "/", config=CONFIG)
    with pytest.raises(ConfigError, match="holds beside, here; name a new or an empty folder"):
        restore(saved, "..", config=CONFIG)


@pytest.mark.parametrize("target", [".", "/", "..", "folder"])
def test_a_folder_is_no_place_to_write_a_backup_over(graph, tmp_path, monkeypatch, target):
    (tmp_path / "here" / "folder").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "here")
    with pytest.raises(ConfigError, match=r"is a folder; name a file"):
        backup(target, graph, config=CONFIG)
    assert left(tmp_path) == ["here"]


def test_neither_is_what_is_no_file(graph, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ConfigError, match="is a pipe or a device"):
        backup(tmp_path / "pipe", graph, config=CONFIG)


def test_a_text_that_has_rotted_is_told_and_kept_as_it_is(graph, tmp_path):
    output = tmp_path / "output"
    shutil.copytree(graph, output)
    [file] = (f for f in (output / "texts").iterdir() if f.read_text("utf-8") == TEXTS[0])
    file.write_text("rotten", "utf-8")
    made = backup(tmp_path / "b.tar.gz", output, config=CONFIG)
    assert made.rotten == (f"texts/{file.name}",)
    restore(tmp_path / "b.tar.gz", tmp_path / "restored", config=CONFIG)
    assert kept(tmp_path / "restored") == kept(output)


_WORK = """
import sys
from dataclasses import replace
from kg.config import default_config
from kg.pipeline.backup import backup
from kg.pipeline.restore import restore
config = replace(default_config(), base="https://data.example/id/")
print("ready", flush=True)
{"backup": backup, "restore": restore}[sys.argv[1]](sys.argv[2], sys.argv[3], config=config)
"""


@pytest.mark.skipif(os.name != "posix", reason="there is no SIGKILL here")
@pytest.mark.parametrize("what", ["backup", "restore"])
def test_killed_at_any_moment_it_leaves_nothing_half_made_that_is_taken_for_whole(graph, saved, tmp_path, what):
    output = tmp_path / "output"
    if what == "backup":
        shutil.copytree(graph, output)
        made = tmp_path / "b.tar.gz"
    else:
        made = output
    target = made if what == "backup" else saved
    chance = random.Random(7)  # noqa: S311
    for _ in range(3):
        process = subprocess.Popen(
            [sys.executable, "-c", _WORK, what, str(target), str(output)], stdout=subprocess.PIPE
        )
        process.stdout.readline()
        time.sleep(chance.uniform(0, 0.4))
        process.kill()
        process.wait()
        process.stdout.close()
        if what == "backup":
            assert not made.exists() or made.read_bytes() == saved.read_bytes()
            made.unlink(missing_ok=True)
        elif made.exists():
            assert kept(made) == kept(graph)
            assert exported(made, "nquads") == exported(graph, "nquads")
            shutil.rmtree(made)
    if what == "backup":
        backup(made, output, config=CONFIG)
        assert made.read_bytes() == saved.read_bytes()
        assert left(tmp_path) == ["b.tar.gz", "output"]
        assert not [name for name in left(output) if "backup" in name]
    else:
        restore(saved, output, config=CONFIG)
        assert left(tmp_path) == ["output"]
