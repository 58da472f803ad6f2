from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import Period
from kg.rdf.namespaces import XSD, Term
from kg.rdf.terms import (
    confidence_literal,
    decimal_literal,
    integer_literal,
    language_of,
    moment_literal,
    name_literal,
    period_literal,
    text_literal,
    typed_literal,
    web_iri,
)

anything = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
HOSTILE = [
    '"',
    '"""',
    "\\",
    "\\u0022",
    "\\\\u0022 . } } ; DROP ALL #",
    "\n\r\t\x00\x7f\u2028",
    "'''",
    "{}<>%s",
    "\ufeff\uffff",
]


def oxigraph_reads(term: Term) -> ox.Literal | ox.NamedNode:
    [quad] = ox.parse(f"<a:s> <a:p> {term} .", ox.RdfFormat.N_TRIPLES)
    return quad.object


@given(anything)
def test_any_text_survives_n_triples(text: str) -> None:
    assert oxigraph_reads(text_literal(text, "zh")).value == text


@pytest.mark.threat("injection")
@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_survives_a_sparql_update(text: str) -> None:
    store = ox.Store()
    store.update(f"INSERT DATA {{ <a:s> <a:p> {text_literal(text)} }}")
    [quad] = store
    assert quad.object.value == text


@given(anything)
def test_any_text_survives_a_sparql_query(text: str) -> None:
    store = ox.Store()
    [row] = store.query(f"SELECT ?x {{ VALUES ?x {{ {text_literal(text)} }} }}")
    assert row["x"].value == text


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("42000", "42000"),
        ("4.20E+4", "42000"),
        ("0.10", "0.1"),
        ("-0", "0"),
        ("1E-7", "0.0000001"),
        ("12.5", "12.5"),
        ("1E+30", "1" + "0" * 30),
    ],
)
def test_numbers_have_neither_exponent_nor_trailing_zeros(value: str, written: str) -> None:
    assert decimal_literal(Decimal(value)) == f'"{written}"^^{XSD.decimal}'


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-(10**15), max_value=10**15))
def test_numbers_are_written_as_oxigraph_gives_them_back(value: Decimal) -> None:
    store = ox.Store()
    store.update(f"INSERT DATA {{ <a:s> <a:p> {decimal_literal(value)} }}")
    [quad] = store
    assert typed_literal(quad.object.value, XSD.decimal) == decimal_literal(value)


def test_confidence_has_two_decimals_at_most() -> None:
    assert confidence_literal(0.756).startswith('"0.76"')
    assert confidence_literal(1.0).startswith('"1"')


@pytest.mark.parametrize(
    ("moment", "written"),
    [
        (datetime(2024, 3, 6, 9, 30, tzinfo=timezone(timedelta(hours=8))), "2024-03-06T09:30:00+08:00"),
        (datetime(2024, 3, 6, 9, 30, tzinfo=UTC), "2024-03-06T09:30:00Z"),
        (datetime(2024, 3, 6, 9, 30, 1, 120000, tzinfo=UTC), "2024-03-06T09:30:01.12Z"),
    ],
)
def test_moments_are_written_as_oxigraph_gives_them_back(moment: datetime, written: str) -> None:
    store = ox.Store()
    store.update(f"INSERT DATA {{ <a:s> <a:p> {moment_literal(moment)} }}")
    [quad] = store
    assert quad.object.value == written
    assert moment_literal(moment) == typed_literal(written, XSD.dateTime)


@pytest.mark.parametrize(
    ("iso", "datatype"),
    [
        ("2021-04-22", "XMLSchema#date"),
        ("2021-04", "XMLSchema#gYearMonth"),
        ("2021", "XMLSchema#gYear"),
        ("2025-Q4", "ns#period"),
        ("2026-H2", "ns#period"),
        ("2022/..", "ns#period"),
        ("2026-01-26/2026-01-30", "ns#period"),
    ],
)
def test_a_period_has_the_datatype_of_its_form(iso: str, datatype: str) -> None:
    assert period_literal(Period(iso)).endswith(f"{datatype}>")


def test_names_are_tagged_by_their_script() -> None:
    assert [language_of(n) for n in ("星桥", "Starbridge", "星桥App", "9527", "ソニー", "삼성", "Ωmega", "Газ")] == [
        *("zh", "en", "zh", "zh", "ja", "ko", "en", "und")
    ]
    assert name_literal("星桥") == '"星桥"@zh'


def test_whole_numbers_are_integers() -> None:
    assert integer_literal(229) == f'"229"^^{XSD.integer}'


@pytest.mark.threat("iris")
@pytest.mark.parametrize(
    "url",
    [
        *(
            "javascript:alert(1)",
            " javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "file:///etc/passwd",
        ),
        *(
            "//news.example/a",
            "news.example",
            "",
            None,
            "http://",
            "https://[",
            "http://a b/",
            "http://a:b/",
        ),
        *("vbscript:x", "ftp://a/", 'http://a"><script>/'),
    ],
)
def test_only_sound_web_addresses_become_iris(url: str | None) -> None:
    assert web_iri(url) is None


@pytest.mark.parametrize(
    ("url", "iri"),
    [
        ("https://news.example/a?b=c#d", "https://news.example/a?b=c#d"),
        ("HTTPS://news.example", "https://news.example"),
        ('https://news.example/"><script>', "https://news.example/%22%3E%3Cscript%3E"),
        ("https://news.example/a\\b|c^d`{}", "https://news.example/a%5Cb%7Cc%5Ed%60%7B%7D"),
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://新闻.example/", "https://%E6%96%B0%E9%97%BB.example/"),
        ("http://[::1]:80/x", "http://[::1]:80/x"),
        ("https://news.example?q=1", "https://news.example?q=1"),
    ],
)
def test_web_addresses_are_made_iris(url: str, iri: str) -> None:
    assert web_iri(url) == f"<{iri}>"


@pytest.mark.threat("iris")
@given(st.builds(lambda s: "https://news.example/" + s, anything))
def test_whatever_address_becomes_an_iri_is_one_for_oxigraph(url: str) -> None:
    iri = web_iri(url)
    assert iri is not None
    assert oxigraph_reads(iri).value == iri[1:-1]
