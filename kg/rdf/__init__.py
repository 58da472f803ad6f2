"""Facts as RDF: names, mapping, provenance, shapes."""

from kg.rdf.graph import ArticleGraph, Statement
from kg.rdf.mapping import article_graph
from kg.rdf.namespaces import DEFAULT_BASE, PREFIXES, check_base, expanded, prefixes
from kg.rdf.terms import BlankNode, Iri, Literal, Value

__all__ = [
    "DEFAULT_BASE",
    "PREFIXES",
    "ArticleGraph",
    "BlankNode",
    "Iri",
    "Literal",
    "Statement",
    "Value",
    "article_graph",
    "check_base",
    "expanded",
    "prefixes",
]
