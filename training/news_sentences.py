"""Single sentences of public sets of financial news that we annotated: names as places, without the text.

``news_sentences.jsonl`` has one sentence a line: the first 16 hexadecimal digits of the SHA-256 of its text and the
names in it as ``[start, end, type]``. The texts are those of FewFC (CC BY-SA 4.0) and of FinRE (MIT), read from the
folder of the corpora; of their own annotations nothing is used.

    python -m training.news_sentences ROWS…     # rows of forms → news_sentences.jsonl
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from kg.model.ids import text_digest
from kg.text.normalise import fold
from training.corpus import Sentence, marked_names, shared

ANNOTATIONS = Path(__file__).with_name("news_sentences.jsonl")
_DIGITS = 16


def _contents(folder: Path) -> Iterator[str]:
    for path in sorted((folder / "fewfc").glob("*.json")):
        for line in path.read_text("utf-8").splitlines():
            yield json.loads(line)["content"]
    for name in ("train.txt", "valid.txt"):
        for line in (folder / "finre" / name).read_text("utf-8").splitlines():
            cells = line.split("\t")
            if len(cells) == 4:
                yield cells[3]


@cache
def _texts() -> dict[str, str]:
    """The sentences that are free to annotate, by their digest."""
    texts = (text.strip() for text in _contents(shared() / "data"))
    return {text_digest(text)[:_DIGITS]: text for text in texts}


_MARK = re.compile(r"(?<=[\u4e00-\u9fff”》）])[,;:!?()]|[,;:!?()](?=[\u4e00-\u9fff“《（])")
_WIDE = str.maketrans(",;:!?()", "，；：！？（）")


def as_printed(text: str) -> str:
    """A sentence with the wide marks that newspapers print between Han characters, letter for letter as long."""
    return _MARK.sub(lambda mark: mark.group().translate(_WIDE), text)


def annotated_sentences() -> Iterator[Sentence]:
    """The annotated sentences, folded, in the order of the file; those whose text is not at hand are passed over."""
    for line in ANNOTATIONS.read_text("utf-8").splitlines() if ANNOTATIONS.exists() else ():
        row = json.loads(line)
        text = _texts().get(row["text"])
        if text is not None:
            yield Sentence(fold(as_printed(text)), tuple((s, e, kind) for s, e, kind in row["names"]))


def _line(text: str, names: dict[str, str]) -> str:
    entities = [{"type": kind, "name": form} for form, kind in names.items()]
    spans = marked_names(fold(text), {"entities": entities})
    row: dict[str, Any] = {"text": text_digest(text)[:_DIGITS], "names": spans}
    return json.dumps(row, ensure_ascii=False, separators=(",", ":"))


def main(paths: list[str]) -> int:
    """Reads rows ``{"text": the sentence, "names": {form: type}}`` and writes the annotations, sorted by digest."""
    rows = [json.loads(line) for path in paths for line in Path(path).read_text("utf-8").splitlines()]
    lines = sorted(_line(row["text"], row["names"]) for row in rows)
    ANNOTATIONS.write_text("\n".join(lines) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
