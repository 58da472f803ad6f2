"""Gold annotations: one JSON file for each article, in the form that docs/evaluation.md describes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kg.errors import ConfigError
from kg.evaluate.rows import ArticleRows, EntityRow, EventRow, FigureRow, PostRow, QuoteRow, RelationRow
from kg.evaluate.strings import unit_class
from kg.model import EntityType, EventType, RelationType, Role

Gold = Mapping[str, Any]


def read_gold(folder: Path, only: str = "") -> tuple[ArticleRows, ...]:
    """The gold articles of a folder in the order of the file names; ``only`` those with this in the file name.

    Raises:
        ConfigError: if there is none, or files are not in gold's form; names each with what is wrong.
    """
    files = sorted(folder.glob("*.json")) if folder.is_dir() else ([folder] if folder.is_file() else [])
    if not files:
        raise ConfigError(f"{folder}: no gold here; expected a folder with a JSON file for each annotated article")
    chosen = [file for file in files if only in file.name]
    if not chosen:
        raise ConfigError(f"{folder}: none of its {len(files)} gold files has «{only}» in its name")
    read, problems = [], []
    for file in chosen:
        try:
            read.append(gold_rows(json.loads(file.read_text("utf-8-sig"))))
        except (OSError, ValueError, RecursionError) as error:
            problems.append(f"{file}: not a gold annotation: {error}")
    first: dict[str, str] = {}
    for file, rows in zip(chosen, read, strict=False) if not problems else ():
        other = first.setdefault(rows.article, file.name)
        if other != file.name:
            problems.append(f"{file}: annotates {rows.article}, as {other} does; keep one of them")
    if problems:
        raise ConfigError("\n".join(problems))
    return tuple(read)


def gold_rows(gold: Any) -> ArticleRows:
    """The rows of one gold file.

    Raises:
        ValueError: says where it is not in gold's form.
    """
    if not isinstance(gold, dict) or not isinstance(gold.get("article"), str):
        raise ValueError("expected an object with the article's file name under «article»")
    unknown = sorted(set(gold) - _KEYS)
    if unknown:
        raise ValueError(f"unknown key «{unknown[0]}»; known are {', '.join(sorted(_KEYS))}")
    return ArticleRows(
        article=gold["article"],
        published=str(gold.get("published") or ""),
        not_entities=tuple(map(str, gold.get("not_entities") or ())),
        entities=tuple(_made("entities", gold, _entity)),
        posts=tuple(_made("posts", gold, _post)),
        relations=tuple(_made("relations", gold, _relation)),
        events=tuple(_made("events", gold, _event)),
        quotes=tuple(_made("quotes", gold, _quote)),
        figures=tuple(_made("figures", gold, _figure)),
    )


_KEYS = frozenset(
    ("article", "published", "not_entities", "entities", "posts", "relations", "events", "quotes", "figures")
)
_TYPES = frozenset(t.value for t in EntityType)
_RELATIONS = frozenset(t.value for t in RelationType)
_COMPARATORS = ("=", ">", "<", "≈")
_ATTRIBUTIONS = ("direct", "indirect")
_KINDS_OF_EVENTS = frozenset(t.value for t in EventType)
_ROLES = frozenset(r.value for r in Role)


def _one_of(row: Gold, key: str, allowed: Iterable[str]) -> str:
    """The value of a key, one of those that gold knows.

    Raises:
        ValueError: names the value and those that are allowed.
    """
    value = row[key]
    if value not in allowed:
        raise ValueError(f"{key} «{value}» is none of {', '.join(sorted(allowed))}")
    return str(value)


def _number(value: Any) -> float:
    """A number as JSON writes it.

    Raises:
        ValueError: if it is text or anything else.
    """
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(f"value {value!r} is not a number")
    return float(value)


_TEXTS = frozenset(
    ("name", "person", "title", "org", "subject", "object", "speaker", "text", "quote", "metric", "unit")
)
_LISTS = frozenset(("aliases", "names"))


def _check_texts(row: Gold) -> None:
    """That names and words are texts, and lists of them lists.

    Raises:
        ValueError: names the first that is not.
    """
    for key, value in row.items():
        if key in _TEXTS and not isinstance(value, str):
            raise ValueError(f"{key} {value!r} is no text")
        if key in _LISTS and not (isinstance(value, list) and all(isinstance(v, str) for v in value)):
            raise ValueError(f"{key} {value!r} is no list of texts")


def _made(kind: str, gold: Gold, make: Any) -> Iterable[Any]:
    rows = gold.get(kind) or ()
    if not isinstance(rows, list | tuple):
        raise ValueError(f"{kind} is no list")
    for number, row in enumerate(rows):
        try:
            _check_texts(row)
            yield make(row, bool(row.get("optional")))
        except KeyError as error:
            raise ValueError(f"{kind}[{number}] has no {error.args[0]}") from error
        except (AttributeError, TypeError, ValueError) as error:
            raise ValueError(f"{kind}[{number}] is not in gold's form: {error}") from error


def _entity(row: Gold, optional: bool) -> EntityRow:
    return EntityRow(type=_one_of(row, "type", _TYPES), names=(row["name"], *row.get("aliases", ())), optional=optional)


def _post(row: Gold, optional: bool) -> PostRow:
    person, organization, former = (row["person"],), (row["org"],), bool(row.get("former"))
    return PostRow(person=person, titles=(row["title"],), organization=organization, former=former, optional=optional)


def _relation(row: Gold, optional: bool) -> RelationRow:
    return RelationRow(
        type=_one_of(row, "type", _RELATIONS), subject=(row["subject"],), object=(row["object"],), optional=optional
    )


def _event(row: Gold, optional: bool) -> EventRow:
    amount = row.get("amount")
    value = amount.get("value") if isinstance(amount, dict) else None
    return EventRow(
        type=_one_of(row, "type", _KINDS_OF_EVENTS),
        names=tuple(row.get("names", ())),
        date=str(row.get("date") or ""),
        place=(row["place"],) if row.get("place") else (),
        round=(str(row["round"]),) if row.get("round") else (),
        amount=None if value is None else _number(value),
        participants=tuple((_one_of(x, "role", _ROLES), (x["name"],)) for x in row.get("participants", ())),
        quotes=(row["quote"],) if row.get("quote") else (),
        optional=optional,
    )


def _quote(row: Gold, optional: bool) -> QuoteRow:
    return QuoteRow(
        speaker=(row["speaker"],), text=row["text"], kind=_one_of(row, "kind", _ATTRIBUTIONS), optional=optional
    )


def _figure(row: Gold, optional: bool) -> FigureRow:
    most, unit = row.get("value_max"), row.get("unit") or ""
    return FigureRow(
        subject=(row["subject"],),
        metrics=(row.get("metric") or "",),
        value=_number(row["value"]),
        value_max=None if most is None else _number(most),
        unit=unit,
        unit_class=unit_class(unit),
        comparator=_one_of(row, "comparator", _COMPARATORS),
        time=str(row.get("time") or ""),
        quotes=(row["quote"],),
        optional=optional,
    )
