"""Full-text search: names (as written, by pinyin, by initials), events, headlines, quotes, figures, texts.

An index lies in every snapshot, so that it says what the graph beside it says:

    with open_current("output/store") as store:
        found = search(store, "光合 融资", kinds=("company", "claim"), limit=20)
    found.total, found.totals["claim"], [hit.iri for hit in found.hits]

What is searched for are characters, not words: a query of one or more characters finds every place where these stand
in a row, whatever their width, case and script (simplified or traditional), whatever spaces, hyphens and quotation
marks are between them. Several words with spaces between them must all be found in one name, quote or text.
"""

from kg.store.search.finding import KINDS, Found, Hit, SearchIndexError, search

__all__ = ["KINDS", "Found", "Hit", "SearchIndexError", "search"]
