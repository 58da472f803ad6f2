"""Kept records: one that this program would not have written is refused, and one that it reads is kept as it is."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from fuzz.grammar import news
from fuzz.target import Target, must
from kg.errors import StoreError
from kg.model import ArticleId
from kg.model.codec import decode_annotations, decode_article, encode
from kg.pipeline import Workplace
from kg.pipeline.kept import KeptArticles

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_ID = ArticleId("article/0123456789abcdef")
TOKENS = (
    *('{"format":1,', '"fingerprint":"x",', '"version":"v",', '"sha256":"', '"extractors":["names/1"],', '"article":{', '"annotations":{'),
    *('"id":"article/0123456789abcdef",', '"source_file":"a.md",', '"text":"星桥科技",', '"blocks":[{"kind":"paragraph","span":[0,4]}]'),
    *('"mentions":[{"span":[0,4],"type":"Company"}]', '"chains":[', '"posts":[', '"events":[', '"claims":[', '"figures":[', '"relations":['),
    *('"evidence":[[0,1]],', '"confidence":0.5', "NaN", "Infinity", "-1", "1e999", '"2025-Q4"', '"date":"2025-01-01/.."', "null", "true"),
    *('"published":"2021-04-23T08:00:00+08:00"', '"quantity":{"value":"1"}', "[[[[", "\\ud800", "}", "]", ",", ":", '""'),
)  # fmt: skip


@cache
def _kept() -> KeptArticles:
    place = Workplace(Path(tempfile.mkdtemp(prefix="kg-fuzz-")))
    place.annotations.mkdir()
    return KeptArticles(place)


def check(data: bytes) -> None:
    kept = _kept()
    (kept.place.annotations / f"{_ID.rpartition('/')[2]}.json").write_bytes(data)
    try:
        kept.entries()
    except StoreError as error:
        must("\n" not in str(error), "a refusal is one line")
    try:
        record = kept.load(_ID)
    except StoreError as error:
        must("\n" not in str(error), "a refusal is one line")
        return
    for value, read in ((record.article, decode_article), (record.annotations, decode_annotations)):
        written = json.dumps(encode(value), ensure_ascii=False)
        must(json.dumps(encode(read(json.loads(written))), ensure_ascii=False) == written, "a record is kept as it is")


def cases() -> SearchStrategy[bytes]:
    from hypothesis import strategies as st

    span = st.lists(st.integers(-1, 6), min_size=1, max_size=3)
    value = st.none() | st.booleans() | st.integers() | st.floats() | news(3) | span
    fields = st.sampled_from(("span", "type", "confidence", "evidence", "title", "person", "organization", "date", "x"))
    things = st.lists(st.dictionaries(fields, value, max_size=6), max_size=2)
    layers = st.sampled_from(("mentions", "chains", "posts", "relations", "events", "claims", "figures"))
    article = {"id": st.just(_ID), "source_file": news(2), "text": news(6), "blocks": st.just([])}
    record = st.fixed_dictionaries(
        {
            "format": st.just(1),
            "fingerprint": st.just("f"),
            "version": st.just("v"),
            "sha256": st.just("0"),
            "extractors": st.lists(news(1), max_size=2),
            "article": st.fixed_dictionaries(article, optional={"published": news(1), "url": news(2), "x": value}),
            "annotations": st.dictionaries(layers, things, max_size=3),
        }
    )
    broken = st.lists(st.sampled_from(TOKENS), max_size=20).map("".join)
    return (record.map(json.dumps) | broken).map(str.encode)


TARGET = Target(
    "a record is refused in one line, or kept as it is",
    check,
    cases,
    ("kg.model", "kg.pipeline.kept"),
    TOKENS,
)
