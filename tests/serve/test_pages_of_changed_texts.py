"""The page of an article whose text was changed after it was first read."""

from __future__ import annotations

from pathlib import Path

import pytest
from asked_pages import Site, with_texts
from examples_of_facts import TEXT, article
from published import every_kind

from kg.model import Annotations
from kg.pipeline.kept import Entry, Kept, KeptArticles
from kg.pipeline.workplace import Workplace

EARLIER = TEXT.replace("12.5%", "10%").replace("林晓舟表示", "<b onmouseover=alert(1)>林晓舟</b>表示")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = Workplace(with_texts(tmp_path))
    place.annotations.mkdir(exist_ok=True)
    kept = KeptArticles(place)
    before = None
    for text in (EARLIER, TEXT):
        record = Kept("f", ("none/1",), article(text), Annotations())
        with kept.replacing(record, before):
            before = Entry.of(record)
    return place.folder


def test_it_says_that_the_text_was_changed_and_shows_how(folder):
    page = Site(every_kind(), folder).look(f"id/{article().id}")
    assert "这篇文章的文字改过：看看改了什么" in page.texts(".notice a")
    gone, came = page.texts("details del"), page.texts("details ins")
    assert "10%" in gone
    assert "12.5%" in came
    assert "Version 1 → 2" in Site(every_kind(), folder, language="en").look(f"id/{article().id}").texts("summary")


def test_an_earlier_text_stays_text(folder):
    page = Site(every_kind(), folder).look(f"id/{article().id}")
    assert "onmouseover" in page.text("main")
    assert not page.all("[onmouseover]")


def test_an_article_with_one_text_or_a_damaged_version_says_nothing(folder, tmp_path):
    for file in (folder / "revisions").rglob("*.json"):
        file.write_text("broken", "utf-8")
    assert not Site(every_kind(), folder).look(f"id/{article().id}").all("#versions, del, ins")
    other = with_texts(tmp_path / "other")
    assert not Site(every_kind(), other).look(f"id/{article().id}").all("#versions, del, ins")
