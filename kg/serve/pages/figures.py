"""The table of figures: what is measured of whom, and how much it is."""

from __future__ import annotations

from kg.serve.page import Asked, Page
from kg.serve.pages.choosing import FORMATS, Column, choose, window
from kg.serve.pages.filters import filters, publishers, units
from kg.serve.pages.kept import kept
from kg.serve.pages.reading import rows, terms, text_term
from kg.serve.pages.records import download
from kg.serve.pages.rendering import html
from kg.serve.pages.shown import shown
from kg.store.oxigraph import OxigraphStore

COLUMNS = {
    "subject": Column("?s a kg:Figure ; schema:about ?k", "name"),
    "metric": Column("?s kg:metricAsWritten ?k"),
    "value": Column("?s schema:value|schema:minValue ?k", "number"),
    "time": Column("?s schema:temporalCoverage ?k"),
    "confidence": Column("?s a kg:Figure ; kg:confidence ?k", "number"),
}


def figures(store: OxigraphStore, asked: Asked) -> Page:
    """Figures that pass the filters ``about``, ``metric``, ``unit``, ``time``, ``source`` and dates."""
    made = filters(
        store,
        asked,
        entities={"about": "schema:about"},
        texts={"time": "?s schema:temporalCoverage ?time FILTER (STRSTARTS(LCASE(STR(?time)), %s))"},
    )
    if metric := asked.value("metric"):
        made.set_.append("metric")
        made.patterns.append(_of_metric(store, metric))
    if unit := asked.value("unit"):
        made.set_.append("unit")
        made.patterns.append(f"?s kg:unit {text_term(unit)}")
    chosen = choose(store, made.asking("kg:Figure", asked, COLUMNS), COLUMNS, *window(asked))
    if asked.value("format") in FORMATS:
        return download(store, asked, "figures", chosen.iris, chosen.total)
    facts = shown(store, asked, chosen.iris)
    return html(
        asked,
        "figures.html",
        here="figures",
        chosen=chosen,
        facts=facts.shown,
        names=facts,
        filters=made,
        publishers=publishers(store),
        units=units(store),
        metrics=sorted({label for _, label, language in _concepts(store) if language == asked.language}),
    )


def _of_metric(store: OxigraphStore, text: str) -> str:
    """Figures whose metric has the text in it as written, or is a concept that is called so."""
    wanted = text.lower()
    of_that_name = terms(sorted({concept for concept, label, _ in _concepts(store) if wanted == label.lower()}))
    written = f"?s kg:metricAsWritten ?words FILTER (CONTAINS(LCASE(STR(?words)), {text_term(wanted)}))"
    if not of_that_name:
        return written
    return f"{{ {written} }} UNION {{ VALUES ?concept {{ {of_that_name} }} ?s kg:metric ?concept }}"


def _concepts(store: OxigraphStore) -> list[tuple[str, str, str]]:
    """The concepts of metrics, each with its labels and their languages."""

    def read(store: OxigraphStore) -> list[tuple[str, str, str]]:
        query = (
            "SELECT ?c ?l (LANG(?l) AS ?g) WHERE { { SELECT DISTINCT ?c { ?s kg:metric ?c } } ?c skos:prefLabel ?l }"
        )
        return [(c, label, language) for c, label, language in rows(store, query)]

    return kept(store, "metrics", read)
