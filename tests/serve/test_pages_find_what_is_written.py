"""Finding what is written, where the snapshot has an index; names are found with and without one."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from asked_pages import Site
from searched_news import NEWS, News, kept

from kg.store import open_current

HOSTILE = News(
    "evil.md",
    "<script>alert(1)</script>云杉\n<img src=x onerror=alert(1)>云杉",
    persons=("<b>云杉</b>",),
    claims=(("<b>云杉</b>", "<i>云杉</i>"),),
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with open_current(kept(tmp_path_factory.mktemp("searched"), [*NEWS, HOSTILE])) as store:
        yield Site(store)


def test_names_come_first_then_what_is_written_with_the_words_marked(site: Site) -> None:
    page = site.look("search?q=芯片")
    assert page.texts(".found-type h2") == ["言论 2", "文章 1", "正文 1"]
    assert page.texts("[aria-labelledby=of-Claim] li > a") == ["单雨桐", "林晓舟"]
    assert page.texts("[aria-labelledby=of-Claim] blockquote") == ["AI芯片與機器人是未來", "光合芯片已经量产。"]
    assert page.texts("[aria-labelledby=of-Article] li > a") == ["远帆资本看好AI芯片"]
    assert set(page.texts(".headlines mark")) == {"芯片"}
    assert all("/id/" in str(a["href"]) for a in page.all(".headlines a"))
    assert site.look("search?q=星桥").texts(".found-type h2")[:2] == ["公司 1", "事件 1"]


@pytest.mark.parametrize(
    ("query", "type_", "found"),
    [
        ("机器人", "Claim", "AI芯片與機器人是未來"),
        ("12.5%", "Figure", "12.5%"),
        ("星桥 芯片", "Text", "光合芯片"),
        ("大会 星桥科技", "Event", "2026星桥开发者大会"),
        ("OpenLeaf", "Text", "OpenLeaf"),
    ],
)
def test_each_kind_is_found_beside_others_and_alone(site: Site, query: str, type_: str, found: str) -> None:
    assert found in site.look(f"search?q={query}").text(f"[aria-labelledby=of-{type_}]")
    alone = site.look(f"search?q={query}&type={type_}")
    assert len(alone.all(".found-type")) == 1
    assert found in alone.text(f"[aria-labelledby=of-{type_}]")
    assert not site.look(f"search?q={query}&type={type_}&page=2").all(".headlines li")


def test_names_are_found_by_pinyin_as_without_an_index(site: Site) -> None:
    assert site.look("search?q=xqkj").texts("[aria-labelledby=of-Company] .name") == ["星桥科技"]
    assert site.look("search?q=").all(".hits li")


def test_what_is_found_is_shown_as_text(site: Site) -> None:
    page = site.look("search?q=云杉")
    assert "<i>云杉</i>" in page.text("[aria-labelledby=of-Claim]")
    assert not page.all("main i, main b:not(.count), main img, main script")


@pytest.mark.parametrize("query", ['"', "*", "a OR b", "NEAR(x)", "x" * 5000, "一 " * 200, "%00", "'; DROP TABLE doc"])
def test_any_words_can_be_asked_for(site: Site, query: str) -> None:
    for address in ("search", "api/search"):
        assert site.page(f"{address}?q={query}").status == 200
    assert site.page(f"search?q={query}&type=Text&page=3").status == 200


def test_scripts_are_offered_claims_and_events_after_names(site: Site) -> None:
    def offered(query: str) -> list[tuple[str, str]]:
        return [(m["type"], m["name"]) for m in json.loads(site.page(f"api/search?q={query}").body)["matches"]]

    assert offered("量产") == [("Claim", "光合芯片已经量产。")]
    assert offered("星桥科技")[0] == ("Company", "星桥科技")
    assert len({m["id"] for m in json.loads(site.page("api/search?q=星桥").body)["matches"]}) == len(offered("星桥"))


def test_without_an_index_names_and_headlines_are_found_all_the_same(tmp_path: Path) -> None:
    path = kept(tmp_path, NEWS)
    with open_current(path) as store:
        assert store.path is not None
        shutil.rmtree(store.path / "search")
        page = Site(store).look("search?q=芯片")
        assert page.texts(".found-type h2") == ["文章 1"]
        assert Site(store).look("search?q=xqkj").texts(".hits .name") == ["星桥科技"]
