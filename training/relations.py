"""Articles of which we annotated the relations too: names as places in the text, without the text.

``relations.jsonl`` has one article a line: its identifier, the first 16 hexadecimal digits of its text's SHA-256, its
entities (a type and for each name one place, the fullest name first), and its relations as a type and the numbers of
two entities. Offsets are code points of the text. An article whose text has changed since is passed over.

    python -m training.relations ROWS…    # rows of forms, one article a line → relations.jsonl
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.model import Article
from kg.model.ids import text_digest
from training.annotations import articles_by_id

RELATIONS = Path(__file__).with_name("relations.jsonl")
_DIGITS = 16


def annotated_relations() -> Iterator[tuple[Article, dict[str, Any]]]:
    """Each article with rows in gold's form: ``entities`` and ``relations``; in the order of the file."""
    for line in RELATIONS.read_text("utf-8").splitlines():
        row = json.loads(line)
        article = articles_by_id().get(row["article"])
        if article is not None and text_digest(article.text)[:_DIGITS] == row["text"]:
            yield article, _rows(article.text, row)


def _rows(text: str, row: dict[str, Any]) -> dict[str, Any]:
    forms = [[text[s:e] for s, e in places] for _, places in row["entities"]]
    return {
        "entities": [
            {"type": kind, "name": names[0], "aliases": names[1:]}
            for (kind, _), names in zip(row["entities"], forms, strict=True)
        ],
        "relations": [{"type": kind, "subject": forms[s][0], "object": forms[o][0]} for kind, s, o in row["relations"]],
    }


def _line(article: Article, rows: dict[str, Any]) -> str:
    """An article's line; names that its text does not have, and relations between others, are left out."""
    entities: list[list[Any]] = []
    number: dict[str, int] = {}
    for kind, name, aliases in rows["entities"]:
        places = [[at, at + len(form)] for form in (name, *aliases) if form and (at := article.text.find(form)) >= 0]
        if places:
            number.setdefault(name, len(entities))
            entities.append([kind, places])
    relations = [
        [kind, number[s], number[o]] for kind, s, o, *_ in rows.get("relations", ()) if s in number and o in number
    ]
    line = {"article": article.id, "text": text_digest(article.text)[:_DIGITS], "entities": entities}
    return json.dumps({**line, "relations": relations}, ensure_ascii=False, separators=(",", ":"))


def write(rows: Iterable[dict[str, Any]], to: Path = RELATIONS) -> None:
    """Writes rows of forms, sorted by article.

    A row is ``{"id": …, "entities": [[type, name, aliases], …], "relations": [[type, subject, object], …]}``.
    """
    known = articles_by_id()
    lines = sorted(_line(known[row["id"]], row) for row in rows if row["id"] in known)
    to.write_text("\n".join(lines) + "\n", "utf-8")


def main(paths: list[str]) -> int:
    """Reads the rows of these files."""
    write(json.loads(line) for path in paths for line in Path(path).read_text("utf-8").splitlines())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
