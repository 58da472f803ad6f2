"""JSON lines: an item of a feed on each line, read one by one, so that a file may be of any length."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator

from kg.errors import ReadError
from kg.read.draft import Draft
from kg.read.json_feed import item_draft
from kg.read.limits import Limits


def read_json_lines(stream: io.BufferedReader, source: str, limits: Limits) -> Iterator[Draft | ReadError]:
    """The item of each line; ``articles.jsonl#7`` is the one of line 7. A broken line loses only itself."""
    number = 0
    while line := stream.readline(limits.line + 1):
        number += 1
        name = f"{source}#{number}"
        if len(line) > limits.line:
            yield ReadError(name, f"a line longer than {limits.line // 2**20} MiB")
            _skip_line(stream, line)
        elif line.strip():
            yield _item(line, name, last=not line.endswith(b"\n"))


def _skip_line(stream: io.BufferedReader, begun: bytes) -> None:
    while begun and not begun.endswith(b"\n"):
        begun = stream.readline(1 << 20)


def _item(line: bytes, name: str, last: bool) -> Draft | ReadError:
    try:
        return item_draft(json.loads(line.decode("utf-8-sig")), name)
    except UnicodeDecodeError:
        return ReadError(name, "not UTF-8, which JSON lines must be")
    except RecursionError:
        return ReadError(name, "JSON nested too deeply")
    except json.JSONDecodeError as error:
        end = "; the file ends there: it is cut off" if last else ""
        return ReadError(name, f"broken JSON: {error.msg} at column {error.colno}{end}")
    except ValueError:
        return ReadError(name, "broken JSON: a number of absurd length")
