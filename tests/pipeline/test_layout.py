"""The layout of an output folder: told by a file, and refused where it is newer than this kg."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest

import kg
from kg.errors import ConfigError, StoreError
from kg.pipeline.layout import FILE, LAYOUT
from kg.pipeline.workplace import Workplace


def built(folder: Path) -> Path:
    """A folder with the graph of one article."""
    article = folder / "article.md"
    article.write_text("# 星桥科技完成融资\n\n星桥科技宣布完成3亿元融资，由澄湖资本领投。\n", "utf-8")
    kg.build([article], folder / "output")
    return folder / "output"


def files(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_build_says_which_layout_its_folder_has(tmp_path: Path) -> None:
    output = built(tmp_path)
    assert json.loads((output / FILE).read_text("utf-8")) == {"layout": LAYOUT, "kg": kg.__version__}


def test_a_folder_that_says_nothing_is_read_as_it_is_and_told_when_it_is_written(tmp_path: Path) -> None:
    output = built(tmp_path)
    (output / FILE).unlink()
    with kg.open_store(output) as store:
        assert store.graphs()
    assert not (output / FILE).exists()
    kg.build([tmp_path / "article.md"], output)
    assert (output / FILE).exists()


def test_a_newer_layout_is_refused_by_all_who_read_or_write_and_nothing_changes(tmp_path: Path) -> None:
    from kg.pipeline.compacting import compact

    output = built(tmp_path)
    (output / FILE).write_text(json.dumps({"layout": LAYOUT + 1, "kg": "9.1"}), "utf-8")
    before = files(output)
    asked = (
        lambda: kg.build([tmp_path / "article.md"], output),
        lambda: kg.remove(["article.md"], output),
        lambda: kg.open_store(output),
        lambda: kg.search(output, "星桥"),
        lambda: compact(output),
    )
    for ask in asked:
        with pytest.raises(StoreError, match=r"layout 2, written by kg 9\.1.*kg backup.*kg restore"):
            ask()
    assert files(output) == before


@pytest.mark.parametrize(
    "told", [b"", b"[]", b"{}", b'{"layout": "1", "kg": "1"}', b'{"layout": 0, "kg": "1"}', b"\xff"]
)
def test_what_says_no_layout_is_named_with_what_to_do(tmp_path: Path, told: bytes) -> None:
    output = built(tmp_path)
    (output / FILE).write_bytes(told)
    with pytest.raises(StoreError, match=rf"{FILE}: does not say what layout.*`kg repair -o "):
        kg.open_store(output)


def test_a_file_of_the_users_with_this_name_is_not_taken_for_ours(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"grid": [1, 2]}', "utf-8")
    with pytest.raises((StoreError, ConfigError)):
        Workplace(tmp_path).create()
    assert list(tmp_path.iterdir()) == [tmp_path / FILE]


def left(folder: Path, names: Iterable[str]) -> None:
    for name in names:
        (folder / name).mkdir() if name.startswith(".") else (folder / name).touch()


def test_what_a_killed_writer_left_is_not_foreign_and_no_article(tmp_path: Path) -> None:
    names = ("store.loading", ".store.new", ".store.old")
    place = Workplace(tmp_path)
    left(tmp_path, names)
    place.create()
    assert all(place.is_result(tmp_path / name) for name in (*names, FILE))
    assert not place.is_result(tmp_path / "store.old")
