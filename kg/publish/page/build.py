"""The page as one file: template, style, script and matter put together, and locked by a content security policy."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from pathlib import Path
from typing import Any

from kg.errors import KgError
from kg.publish.asking import Selectable
from kg.publish.load import load
from kg.publish.page.bundle import Matter, matter, totals_of
from kg.publish.page.drawn import best_connected, drawn
from kg.publish.page.evidence import Texts

NODES_SHOWN = 50_000
"""How many nodes the page draws at most."""

TEXTS_PER_BLOB = 64
"""How many texts are packed together; ``web/src/explorer/source.ts`` counts on it."""

_SLOT = re.compile(r"\{\{(\w+)\}\}")


def write_page(
    store: Selectable, path: Path, title: str = "", limit: int = NODES_SHOWN, texts: Texts | None = None
) -> int:
    """Writes the page of a store to ``path``; gives back how many nodes it draws.

    Args:
        store: the graph.
        path: the file.
        title: the page's heading.
        limit: how many nodes are drawn at most, the best connected first.
        texts: gives the kept text with a SHA-256 digest; without it the page shows quotations alone.
    """
    made = page_matter(store, title, limit, texts)
    path.write_text(page_html(made), encoding="utf-8", newline="\n")
    return len(made.bundle["nodes"]["id"])


def page_matter(store: Selectable, title: str = "", limit: int = NODES_SHOWN, texts: Texts | None = None) -> Matter:
    """What the page of a store holds, its nodes placed."""
    from kg.publish.page.placing import place

    corpus = load(store, context=texts is None)
    whole = drawn(corpus)
    part = best_connected(corpus, whole.links, limit)
    made = matter(part, title, texts, whole.links, totals_of(corpus, whole))
    place(made.bundle)
    return made


def page_html(made: Matter) -> str:
    """The whole page. It loads nothing, and no script runs but the one whose hash it names."""
    style, script = built("explorer.css"), built("explorer.js")
    slots = {
        "attributes": "",
        "policy": policy(script, style),
        "style": style,
        "script": script,
        "title": escape(made.bundle["title"] or "kg"),
        "blobs": "\n".join(
            f'<script type="application/octet-stream" id="blob-{name}">{packed(value)}</script>'
            for name, value in blobs(made).items()
        ),
    }
    template = (files("kg.publish.page") / "template.html").read_text("utf-8")
    return _SLOT.sub(lambda slot: slots[slot.group(1)], template)


def policy(script: str, style: str) -> str:
    """What the browser allows the page: its own script and style, and pictures made by them."""
    return (
        f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; "
        "img-src data: blob:; connect-src 'none'; base-uri 'none'; form-action 'none'"
    )


def blobs(made: Matter) -> dict[str, Any]:
    """The parts of the page's matter by the ids of the elements that hold them."""
    parts: dict[str, Any] = {"graph": made.bundle, "details": made.details}
    for number in range(0, len(made.texts), TEXTS_PER_BLOB):
        some = made.texts[number : number + TEXTS_PER_BLOB]
        if any(text is not None for text in some):
            parts[f"texts-{number // TEXTS_PER_BLOB}"] = some
    return parts


def packed(value: Any) -> str:
    """JSON, compressed (raw deflate), in base64: no letter of it means anything to HTML."""
    compressor = zlib.compressobj(9, wbits=-zlib.MAX_WBITS)
    return b64encode(compressor.compress(as_json(value)) + compressor.flush()).decode()


def as_json(value: Any) -> bytes:
    """JSON in UTF-8, as short as it can be; halves of characters become question marks."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")


def built(name: str) -> str:
    """A script or style of the page, as the build of ``web/`` left it.

    Raises:
        KgError: if it is not there.
    """
    try:
        return (files("kg.publish.page") / "built" / name).read_text("utf-8")
    except FileNotFoundError as error:
        raise KgError(f"kg/publish/page/built/{name} is missing; run `npm ci && npm run build` in web/") from error


def _hash(source: str) -> str:
    return f"'sha256-{b64encode(sha256(source.encode()).digest()).decode()}'"
