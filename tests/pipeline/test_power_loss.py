"""In which order things are put on the disk: what a loss of power leaves must be as what a kill leaves."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.pipeline import build, remove

ARTICLE = "---\ntitle: 星桥科技完成3亿元B轮融资\nurl: https://a.example/1\n---\n星桥科技宣布完成{}亿元B轮融资。\n"


class Disk:
    """Hears what is put on the disk, and which names come and go, below a folder."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.heard = folder, list[str]()
        fsync, replace, unlink = os.fsync, Path.replace, Path.unlink

        def synced(handle: int) -> None:
            self._hear("sync", Path(os.readlink(f"/proc/self/fd/{handle}")))
            fsync(handle)

        def replaced(file: Path, to: Path) -> Path:
            self._hear("name", to)
            return replace(file, to)

        def unlinked(file: Path, missing_ok: bool = False) -> None:
            self._hear("gone", file)
            unlink(file, missing_ok)

        monkeypatch.setattr(os, "fsync", synced)
        monkeypatch.setattr(Path, "replace", replaced)
        monkeypatch.setattr(Path, "unlink", unlinked)

    def _hear(self, what: str, file: Path) -> None:
        if file.is_relative_to(self.folder):
            self.heard.append(f"{what} {file.relative_to(self.folder)}")

    def last(self, event: str) -> int:
        """When something was done for the last time."""
        return len(self.heard) - 1 - self.heard[::-1].index(event)


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A graph with one article, which has another text than when it was built."""
    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc")
    file = tmp_path / "a.md"
    file.write_text(ARTICLE.format(3), "utf-8")
    build([file], tmp_path / "out")
    file.write_text(ARTICLE.format(5), "utf-8")
    return tmp_path / "out"


def test_all_that_is_kept_is_on_the_disk_before_readers_are_shown_it(
    out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Disk(out, monkeypatch)
    build([out.with_name("a.md")], out)
    [record] = (out / "annotations").iterdir()
    [revised] = (out / "revisions").iterdir()
    named = disk.last(f"name annotations/{record.name}")
    shown = disk.last("name snapshots/current")
    for folder in ("texts", "annotations", "revisions", f"revisions/{revised.name}"):
        assert named < disk.last(f"sync {folder}") < shown


def test_the_marks_go_when_the_name_of_the_snapshot_is_on_the_disk(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(out, monkeypatch)
    build([out.with_name("a.md")], out)
    number = (out / "snapshots" / "current").read_text("ascii").strip()
    shown, marked = disk.last("name snapshots/current"), disk.heard.index("sync snapshots/behind")
    assert "sync snapshots" in disk.heard[marked:shown]
    assert f"sync snapshots/{number}" in disk.heard[:shown]
    assert "sync snapshots" in disk.heard[shown : disk.last("gone snapshots/behind")]


def test_outputs_are_on_the_disk_when_the_command_ends(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk = Disk(out, monkeypatch)
    build([out.with_name("a.md")], out)
    names = [disk.last(f"name {name}") for name in ("graph.ttl", "graph.html", "report.json")]
    assert max(names) < disk.last("sync .")


def test_an_article_that_is_removed_stays_so(out: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build([out.with_name("a.md")], out)
    [record] = (out / "annotations").iterdir()
    disk = Disk(out, monkeypatch)
    remove(["a.md"], out)
    named, shown = disk.last(f"name annotations/{record.name}.removed"), disk.last("name snapshots/current")
    assert named < disk.last("sync annotations") < shown < disk.last(f"gone annotations/{record.name}.removed")
