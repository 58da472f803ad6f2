"""Store → CSV: one table for each kind of row, each row with the words that prove it, for spreadsheets and scripts."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from kg.files import whole_file
from kg.publish.amounts import plain_number
from kg.publish.asking import Selectable
from kg.publish.load import load
from kg.publish.rows import Amount, AssertionRow, Corpus, Quote

Row = list[str]

_EVIDENCE = ("quote", "start", "end", "article", "headline", "publisher", "published", "url", "file", "iri")
_EVENT = ("type", "name", "date", "date_as_written", "place", "modality", "round")
_AMOUNT = ("comparator", "value", "value_max", "unit", "currency", "as_written")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_NUMBER = re.compile(r"-\d+(?:\.\d+)?")


def write_tables(store: Selectable, folder: Path) -> dict[str, int]:
    """Writes ``entities``, ``posts``, ``relations``, ``events``, ``claims`` and ``figures`` as CSV files.

    The files are UTF-8 with a byte order mark, so that spreadsheets know them for what they are. A fact has a row for
    each stretch of text that proves it (for an event: for each participant, with the first stretch). A cell that a
    spreadsheet would take for a formula (``= + - @``, tab or carriage return in front) gets a ``'`` before it; plain
    negative numbers stay numbers.

    Args:
        store: what is exported.
        folder: where the files go; made if it is not there.

    Returns:
        File name → number of rows, without the header.
    """
    corpus = load(store)
    folder.mkdir(parents=True, exist_ok=True)
    return {f"{name}.csv": _write(folder / f"{name}.csv", header, rows(corpus)) for name, header, rows in _TABLES}


def safe_cell(text: str) -> str:
    """``text`` so that no spreadsheet runs it.

    >>> safe_cell("=1+1"), safe_cell("-3.5"), safe_cell("-3+cmd"), safe_cell("星桥")
    ("'=1+1", '-3.5', "'-3+cmd", '星桥')
    """
    if text.startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return "'" + text
    return text


def _write(path: Path, header: tuple[str, ...], rows: Iterable[Row]) -> int:
    count = 0
    with whole_file(path) as unfinished, unfinished.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(header)
        for row in rows:
            writer.writerow([safe_cell(cell.replace("\0", "")) for cell in row])
            count += 1
    return count


def _entities(corpus: Corpus) -> Iterator[Row]:
    for e in corpus.entities.values():
        yield [e.type, e.name, " | ".join(e.aliases), " | ".join(e.identifiers), str(e.articles), e.iri]


def _posts(corpus: Corpus) -> Iterator[Row]:
    for p in corpus.posts:
        slots = [
            _name(corpus, p.person),
            p.title,
            _name(corpus, p.organization),
            _flag(p.former),
            p.valid_from,
            p.valid_until,
        ]
        yield from _proved(p, slots)


def _relations(corpus: Corpus) -> Iterator[Row]:
    for r in corpus.relations:
        yield from _proved(r, [_name(corpus, r.subject), r.type, _name(corpus, r.object), _flag(r.former)])


def _events(corpus: Corpus) -> Iterator[Row]:
    for e in corpus.events:
        amount = _amount(e.amount or Amount())
        slots = [e.type, e.name, e.date, e.date_written, _name(corpus, e.place), e.modality, e.round, *amount]
        for role, entity in e.participants or (("", ""),):
            yield [*slots, role, _name(corpus, entity), *_confidence(e), *_quote(e.evidence[:1], e.iri)]


def _claims(corpus: Corpus) -> Iterator[Row]:
    for c in corpus.claims:
        about = " | ".join(_name(corpus, iri) for iri in c.about)
        yield from _proved(c, [_name(corpus, c.speaker), c.verb, c.attribution, c.text, about, c.modality])


def _figures(corpus: Corpus) -> Iterator[Row]:
    for f in corpus.figures:
        yield from _proved(
            f, [_name(corpus, f.subject), f.metric, f.concept, *_amount(f.amount), f.time, f.compared_with]
        )


_TABLES: tuple[tuple[str, tuple[str, ...], Callable[[Corpus], Iterator[Row]]], ...] = (
    ("entities", ("type", "name", "aliases", "identifiers", "articles", "iri"), _entities),
    (
        "posts",
        ("person", "title", "organization", "former", "valid_from", "valid_until", "confidence", *_EVIDENCE),
        _posts,
    ),
    ("relations", ("subject", "relation", "object", "former", "confidence", *_EVIDENCE), _relations),
    (
        "events",
        (*_EVENT, *_AMOUNT, "role", "participant", "confidence", *_EVIDENCE),
        _events,
    ),
    ("claims", ("speaker", "verb", "attribution", "text", "about", "modality", "confidence", *_EVIDENCE), _claims),
    (
        "figures",
        ("subject", "metric", "concept", *_AMOUNT, "time", "compared_with", "confidence", *_EVIDENCE),
        _figures,
    ),
)


def _proved(fact: AssertionRow, slots: Row) -> Iterator[Row]:
    """A row for each quotation; one without, where the store has none."""
    for n in range(max(1, len(fact.evidence))):
        yield [*slots, *_confidence(fact), *_quote(fact.evidence[n : n + 1], fact.iri)]


def _confidence(fact: AssertionRow) -> Row:
    return ["" if fact.confidence is None else f"{fact.confidence:.2f}"]


def _quote(quotes: tuple[Quote, ...], iri: str) -> Row:
    if not quotes:
        return [*[""] * (len(_EVIDENCE) - 1), iri]
    q = quotes[0]
    place = ["" if n is None else str(n) for n in (q.start, q.end)]
    s = q.source
    return [q.exact, *place, s.iri, s.headline, s.publisher, s.published, s.link, s.file, iri]


def _amount(amount: Amount) -> Row:
    numbers = ["" if n is None else plain_number(n) for n in (amount.value, amount.maximum)]
    bound = amount.bound if numbers[0] else ""
    return [bound, *numbers, amount.unit, amount.currency, amount.written]


def _name(corpus: Corpus, iri: str) -> str:
    entity = corpus.entities.get(iri)
    return entity.name if entity else iri.rsplit("/", 1)[-1]


def _flag(value: bool) -> str:
    return "true" if value else "false"
