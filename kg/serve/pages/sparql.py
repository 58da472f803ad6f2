"""The SPARQL page: an editor with ready-made questions, and what its script asks for."""

from __future__ import annotations

import json
from typing import Any

from kg.errors import ConfigError
from kg.publish.entity import find_entities
from kg.publish.stored_queries import StoredQuery, stored_queries, stored_query
from kg.serve.page import Asked, Page
from kg.serve.pages.rendering import html

JSON = "application/json"


def editor(store: Any, asked: Asked) -> Page:
    """The page itself; all of it happens in the browser."""
    return html(asked, "sparql.html", here="sparql")


def queries(store: Any, asked: Asked) -> Page:
    """The stored queries as JSON: what each answers, and what it can be given."""
    told = [_told(query) for query in stored_queries().values()]
    return Page(json.dumps(told, ensure_ascii=False).encode(), JSON)


def _told(query: StoredQuery) -> dict[str, Any]:
    parameters = [{"name": p.name, "required": p.required, "zh": p.zh, "en": p.en} for p in query.parameters]
    return {"name": query.name, "zh": query.zh, "en": query.en, "parameters": parameters}


def query(store: Any, asked: Asked) -> Page:
    """The SPARQL of the stored query ``name``, with the other parameters as its values; plain text."""
    given = {k: v.strip() for k, v in asked.query if k not in ("name", "lang") and v.strip()}
    try:
        stored = stored_query(asked.value("name"))
        bound = stored.bind(given, lambda name: [e.iri for e in find_entities(store, name).exact], asked.base)
    except ConfigError as error:
        return Page(f"{error}\n".encode(), "text/plain; charset=utf-8", status=400)
    return Page(_without_header(bound).encode(), "text/plain; charset=utf-8")


def _without_header(sparql: str) -> str:
    """The query without the lines that tell what it can be given, and without marks of what was not."""
    hidden = ("# parameter:", "# given:", "# known ", "# end known")
    return "\n".join(line for line in sparql.splitlines() if not line.strip().startswith(hidden)) + "\n"
