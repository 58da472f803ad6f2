"""Facts as records: what a download of a table has of each, in columns of plain values."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, cast

from kg.publish.amounts import plain_number
from kg.publish.rows import Amount, AssertionRow, ClaimRow, EventRow, FigureRow, Source
from kg.publish.tables import safe_cell
from kg.serve.page import Asked, Page
from kg.serve.pages import choosing
from kg.serve.pages.choosing import is_too_much
from kg.serve.pages.reading import Named, facts, names, sources
from kg.serve.pages.rendering import html
from kg.serve.pages.statements import of_articles, of_facts, written
from kg.store.oxigraph import OxigraphStore

Record = dict[str, Any]
"""Column → text, number, list of texts, or None."""
Names = Mapping[str, Named]

MEDIA_TYPES = {"csv": "text/csv", "json": "application/json", "turtle": "text/turtle"}
_ENDINGS = {"csv": "csv", "json": "json", "turtle": "ttl"}


def download(store: OxigraphStore, asked: Asked, name: str, iris: Sequence[str], total: int) -> Page:
    """Facts, or articles, as a file in the format that was asked for, in their order: whole, or a page says why not.

    Args:
        store: the graph.
        asked: what was asked for.
        name: of the table, and of the file.
        iris: the rows; not looked at where there are too many.
        total: how many rows there are.
    """
    if is_too_much(total):
        return html(asked, "too_much.html", status=400, total=total, most=choosing.MOST, here=name)
    format_ = asked.value("format")
    if format_ == "turtle":
        statements = of_articles(store, iris) if name == "articles" else of_facts(store, iris)
        body = written(statements, "text/turtle", asked.base)
    else:
        found: Iterable[AssertionRow | Source] = sources(store, iris) if name == "articles" else facts(store, iris)
        body = _written(store, asked, list(found), total)
    return Page(
        body,
        f"{MEDIA_TYPES[format_]}; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}.{_ENDINGS[format_]}"'},
    )


def _written(store: OxigraphStore, asked: Asked, found: Sequence[AssertionRow | Source], total: int) -> bytes:
    entities = dict.fromkeys(e for row in found if isinstance(row, AssertionRow) for e in row.entities)
    called = names(store, entities)
    records = [record(row, called) for row in found]
    if asked.value("format") == "csv":
        return as_csv(records)
    given = {name: value for name, value in asked.query if value and name not in ("format", "page")}
    return json.dumps({"asked": given, "total": total, "rows": records}, ensure_ascii=False, indent=1).encode(
        "utf-8", "replace"
    )


def as_csv(records: Sequence[Record]) -> bytes:
    """Records for spreadsheets: UTF-8 with a byte order mark, and no cell that one would run as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    if records:
        writer.writerow(records[0])
        writer.writerows([safe_cell(_cell(value)) for value in one.values()] for one in records)
    return b"\xef\xbb\xbf" + out.getvalue().encode("utf-8", "replace")


def _cell(value: Any) -> str:
    if value is None:
        return ""
    text = " | ".join(value) if isinstance(value, list) else str(value)
    return text.replace("\0", "")


def record(row: AssertionRow | Source, called: Names) -> Record:
    """What a download has of a fact or an article."""
    make = cast("Callable[[Any, Names], Record]", _MAKERS[type(row)])
    return make(row, called)


def _claim(row: ClaimRow, called: Names) -> Record:
    return {
        "reported": row.day,
        "speaker": _name(called, row.speaker),
        "verb": row.verb,
        "text": row.text,
        "attribution": row.attribution,
        "modality": row.modality,
        "about": [_name(called, iri) for iri in row.about],
        "speaker_iri": row.speaker,
        "about_iri": list(row.about),
        **_proved(row),
    }


def _figure(row: FigureRow, called: Names) -> Record:
    return {
        "reported": row.day,
        "subject": _name(called, row.subject),
        "metric": row.metric,
        "concept": row.concept,
        **_amount(row.amount),
        "time": row.time,
        "compared_with": row.compared_with,
        "subject_iri": row.subject,
        **_proved(row),
    }


def _event(row: EventRow, called: Names) -> Record:
    return {
        "date": row.date,
        "date_as_written": row.date_written,
        "type": row.type,
        "name": row.name,
        "modality": row.modality,
        "participants": [f"{role}: {_name(called, iri)}" for role, iri in row.participants],
        "place": _name(called, row.place),
        "round": row.round,
        **_amount(row.amount or Amount()),
        "participant_iri": [iri for _, iri in row.participants],
        **_proved(row),
    }


def _article(row: Source, called: Names) -> Record:
    return {
        "published": row.published,
        "headline": row.headline,
        "publisher": row.publisher,
        "url": row.link,
        "file": row.file,
        "text_sha256": row.sha256,
        "iri": row.iri,
    }


_MAKERS: Mapping[type, Callable[..., Record]] = {
    ClaimRow: _claim,
    FigureRow: _figure,
    EventRow: _event,
    Source: _article,
}


def _name(called: Names, iri: str) -> str:
    return called[iri].name if iri in called else iri


def _amount(amount: Amount) -> Record:
    value, maximum = (None if n is None else plain_number(n) for n in (amount.value, amount.maximum))
    bound = amount.bound if value is not None else ""
    return {
        "comparator": bound,
        "value": value,
        "value_max": maximum,
        "unit": amount.unit,
        "currency": amount.currency,
        "as_written": amount.written,
    }


def _proved(row: AssertionRow) -> Record:
    source = row.evidence[0].source if row.evidence else Source("")
    return {
        "confidence": row.confidence,
        "quotes": [quote.exact for quote in row.evidence],
        "headline": source.headline,
        "publisher": source.publisher,
        "published": source.published,
        "url": source.link,
        "article_iri": source.iri,
        "iri": row.iri,
    }
