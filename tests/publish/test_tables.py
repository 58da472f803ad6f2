from __future__ import annotations

import csv
from pathlib import Path

import pytest
from published import Telling, every_kind, store_of

from kg.model import EntityType
from kg.publish.tables import write_tables


def rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


def test_every_kind_of_fact_has_a_table_with_its_evidence(tmp_path: Path) -> None:
    counts = write_tables(every_kind(), tmp_path / "new" / "tables")
    folder = tmp_path / "new" / "tables"
    assert counts == {
        "entities.csv": 6,
        "posts.csv": 3,
        "relations.csv": 3,
        "events.csv": 5,
        "claims.csv": 3,
        "figures.csv": 3,
    }
    assert {name: len(rows(folder / name)) for name in counts} == counts
    (ceo,) = (r for r in rows(folder / "posts.csv") if r["title"] == "CEO")
    assert (ceo["person"], ceo["organization"]) == ("林晓舟", "星桥科技")
    assert (ceo["quote"], ceo["publisher"], ceo["published"]) == (
        "星桥科技CEO林晓舟",
        "晨报",
        "2024-03-06T09:30:00+08:00",
    )
    assert int(ceo["end"]) - int(ceo["start"]) == len(ceo["quote"])


def test_numbers_stand_in_full_with_bound_unit_and_the_words_of_the_text(tmp_path: Path) -> None:
    write_tables(every_kind(), tmp_path)
    by_metric = {r["metric"]: r for r in rows(tmp_path / "figures.csv")}
    columns = ("comparator", "value", "value_max", "unit", "currency", "as_written", "time", "compared_with")
    assert [by_metric["营收"][c] for c in columns] == [
        *("Exactly", "190000000", "250000000", "元", "CNY", "1.9亿元至2.5亿元", "2024-Q1", "")
    ]
    assert [by_metric["营收同比增长"][c] for c in columns[1:]] == ["12.5", "", "%", "", "12.5%", "2024-Q1", "2023-Q1"]


@pytest.mark.threat("csv")
def test_no_cell_is_a_formula_and_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    attacks = ("=cmd|'/c calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1")
    told = Telling("；".join(attacks), headline="=HYPERLINK(1)", publisher="@晨报")
    for attack in attacks:
        named = told.entity(attack, EntityType.ORGANIZATION, [attack + "x"])
        told.claim(named, attack)
        told.figure(named, attack, -35, "%", attack)
    write_tables(store_of(told.facts()), tmp_path)
    cells = [cell for file in sorted(tmp_path.glob("*.csv")) for row in rows(file) for cell in row.values()]
    assert "-35" in cells
    assert "'=cmd|'/c calc'!A0" in cells
    assert [c for c in cells if c.startswith(("=", "+", "-", "@", "\t", "\r")) and c != "-35"] == []


def test_spreadsheets_can_tell_the_encoding(tmp_path: Path) -> None:
    write_tables(every_kind(), tmp_path)
    assert (tmp_path / "entities.csv").read_bytes().startswith(b"\xef\xbb\xbftype,name")
