"""The table of claims: who is reported to have said what, about whom."""

from __future__ import annotations

from kg.serve.page import Asked, Page
from kg.serve.pages.choosing import FORMATS, Column, choose, window
from kg.serve.pages.filters import filters, publishers
from kg.serve.pages.records import download
from kg.serve.pages.rendering import html
from kg.serve.pages.shown import shown
from kg.store.oxigraph import OxigraphStore

COLUMNS = {
    "speaker": Column("?s a schema:Claim ; schema:author ?k", "name"),
    "confidence": Column("?s a schema:Claim ; kg:confidence ?k", "number"),
}


def claims(store: OxigraphStore, asked: Asked) -> Page:
    """Claims that pass the filters ``q``, ``speaker``, ``about``, ``attribution``, ``modality``, ``source``, dates."""
    made = filters(
        store,
        asked,
        entities={"speaker": "schema:author", "about": "schema:about"},
        texts={"q": "?s schema:text ?text FILTER (CONTAINS(LCASE(STR(?text)), %s))"},
        choices={"attribution": "kg:attribution", "modality": "kg:modality"},
    )
    chosen = choose(store, made.asking("schema:Claim", asked, COLUMNS), COLUMNS, *window(asked))
    if asked.value("format") in FORMATS:
        return download(store, asked, "claims", chosen.iris, chosen.total)
    facts = shown(store, asked, chosen.iris)
    return html(
        asked,
        "claims.html",
        here="claims",
        chosen=chosen,
        facts=facts.shown,
        names=facts,
        filters=made,
        publishers=publishers(store),
    )
