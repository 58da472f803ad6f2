"""What commands that ask a graph share."""

from __future__ import annotations

from collections.abc import Callable


def shortener(base: str) -> Callable[[str], str]:
    """What makes IRIs short for people: ``kg:Company``, ``company:f80b3084c26eb6f2``."""
    from kg.rdf import prefixes

    by_length = sorted(prefixes(base).items(), key=lambda item: -len(item[1]))

    def shorten(iri: str) -> str:
        for prefix, namespace in by_length:
            if iri.startswith(namespace) and iri != namespace:
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    return shorten
