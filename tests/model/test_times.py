"""Periods that name real days, and those that do not."""

import pytest

from kg.model import Period


@pytest.mark.parametrize(
    ("iso", "first", "last"),
    [
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2021", "2021-01-01", "2021-12-31"),
        ("2026-H2", "2026-07-01", "2026-12-31"),
        ("2025-Q4/2026-01-15", "2025-10-01", "2026-01-15"),
        ("2022/..", "2022-01-01", "None"),
        ("../2022-06", "None", "2022-06-30"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(iso, first, last):
    assert (str(Period(iso).first), str(Period(iso).last)) == (first, last)


@pytest.mark.parametrize(
    "iso",
    [
        "",
        "2021-00",
        "2021-04-00",
        "2021-13",
        "2021-02-30",
        "2021-Q5",
        "2021-H3",
        "0000",
        "../..",
        "..",
        "2021/2022/2023",
    ],
)
def test_what_names_no_real_day_is_no_period(iso):
    with pytest.raises(ValueError, match="not a period"):
        Period(iso)
