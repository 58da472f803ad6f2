"""Store → rdflib, where people meet the graph in Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.rdf.answers import Graphs
from kg.rdf.namespaces import PREFIXES

if TYPE_CHECKING:
    import rdflib


def to_rdflib(store: Graphs) -> rdflib.Dataset:
    """A copy of a store in rdflib: a named graph for each article, and all of them together as the default graph.

    rdflib takes in about 10,000 statements a second and keeps them in memory; for much data, ask the store itself.
    """
    import rdflib

    dataset = rdflib.Dataset(default_union=True)
    for prefix, iri in PREFIXES.items():
        dataset.bind(prefix, iri)
    for name in store.graphs():
        dataset.graph(name).parse(data="\n".join(store.statements(name)), format="nt")
    return dataset
