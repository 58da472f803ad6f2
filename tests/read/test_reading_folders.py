"""Folders: everything below, in an order of our own, nothing outside."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from kg.errors import ReadError
from kg.model import Article
from kg.read import Source, find_sources, read_all, read_paths

POST = "---\ntitle: 星桥科技公告\ndate: 2021-04-23\n---\n<p>星桥科技上市。</p>\n"


def names(*paths: Path) -> list[str]:
    return [s.name if isinstance(s, Source) else f"!{s.source}" for s in find_sources(paths)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    root = tmp_path / "articles"
    for name in ("b.md", "a/z.md", "a/b/c.md", ".hidden/x.md", "a/.secret.md", "星桥.md"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(POST, "utf-8")
    return root


def test_a_folder_is_read_with_all_below_sorted_and_without_hidden_files(folder: Path) -> None:
    assert names(folder) == ["a/b/c.md", "a/z.md", "b.md", "星桥.md"]
    assert names(folder / "b.md", folder / "a") == ["b.md", "b/c.md", "z.md"]


@pytest.mark.threat("paths")
def test_links_are_not_followed_out_or_in_a_circle(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "secret.md").write_text(POST, "utf-8")
    os.symlink(folder, folder / "a" / "loop")
    os.symlink(outside, folder / "out")
    os.symlink(outside / "secret.md", folder / "secret.md")
    assert names(folder) == ["a/b/c.md", "!a/loop", "a/z.md", "b.md", "!out", "!secret.md", "星桥.md"]


@pytest.mark.threat("paths", control=True)
def test_a_link_that_the_user_names_is_read(folder: Path, tmp_path: Path) -> None:
    os.symlink(folder, tmp_path / "link")
    assert names(tmp_path / "link") == names(folder)


def test_errors_are_handed_on_and_the_rest_is_read(folder: Path) -> None:
    (folder / "a" / "broken.json").write_text('{"title": ', "utf-8")
    (folder / "list.json").write_text(
        json.dumps([{"title": "北辰汽车公告", "content_html": "<p>北辰汽车裁员。</p>"}, 1]), "utf-8"
    )
    errors: list[ReadError] = []
    articles = list(read_all([folder, folder / "none"], on_error=errors.append))
    assert [a.source_file for a in articles] == ["a/b/c.md", "a/z.md", "b.md", "list.json#1", "星桥.md"]
    assert [e.source for e in errors] == ["a/broken.json", "list.json#2", "none"]
    assert len({a.id for a in articles}) == len(articles)


def test_without_a_handler_the_first_error_is_raised(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match="no such file or folder"):
        list(read_all([tmp_path / "none"]))


def test_the_name_of_the_folder_and_the_place_it_is_in_do_not_matter(folder: Path, tmp_path: Path) -> None:
    before = [a for a in read_paths([folder]) if isinstance(a, Article)]
    folder.rename(tmp_path / "moved")
    assert [a for a in read_paths([tmp_path / "moved"]) if isinstance(a, Article)] == before


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    [error] = read_paths([tmp_path])
    assert isinstance(error, ReadError)
    assert error.reason == "neither a file nor a folder"


@pytest.mark.threat("terminal")
def test_a_name_of_strange_bytes_or_lines_stays_one_line(tmp_path: Path) -> None:
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/a\xff\n.md")).write_text(POST, "utf-8")
    [article] = read_paths([tmp_path])
    assert isinstance(article, Article)
    assert article.source_file == "a?�.md"


def test_pictures_and_styles_beside_posts_are_passed_over_but_a_picture_named_itself_is_refused(tmp_path: Path) -> None:
    (tmp_path / "post.txt").write_text(
        "星桥科技完成新一轮融资\n星桥科技今天宣布完成新一轮融资，资金用于研发。", "utf-8"
    )
    for beside in ("cover.PNG", "site.css", "talk.mp4"):
        (tmp_path / beside).write_bytes(b"\x89PNG\r\n\x1a\n")
    assert [s.name for s in find_sources([tmp_path]) if isinstance(s, Source)] == ["post.txt"]
    assert [s.name for s in find_sources([tmp_path / "cover.PNG"]) if isinstance(s, Source)] == ["cover.PNG"]
