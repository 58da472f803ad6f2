"""The IRIs of every vocabulary that the graph speaks: the only file with such strings."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NewType

from kg.errors import ConfigError

Term = NewType("Term", str)
"""An RDF term in N-Triples form, such as ``<https://schema.org/name>`` or ``"星桥科技"@zh``."""


class Namespace:
    """A vocabulary; its terms are its attributes or items.

    >>> SCHEMA.name
    '<https://schema.org/name>'
    >>> RDF["type"]
    '<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>'
    """

    def __init__(self, iri: str) -> None:
        self.iri = iri

    def __getattr__(self, name: str) -> Term:
        if name.startswith("__"):
            raise AttributeError(name)
        term = self.__dict__[name] = Term(f"<{self.iri}{name}>")
        return term

    __getitem__ = __getattr__


KG = Namespace("https://w3id.org/newskg/ns#")
SCHEMA = Namespace("https://schema.org/")
ORG = Namespace("http://www.w3.org/ns/org#")
PROV = Namespace("http://www.w3.org/ns/prov#")
OA = Namespace("http://www.w3.org/ns/oa#")
SKOS = Namespace("http://www.w3.org/2004/02/skos/core#")
SEM = Namespace("http://semanticweb.cs.vu.nl/2009/11/sem/")
DCT = Namespace("http://purl.org/dc/terms/")
XSD = Namespace("http://www.w3.org/2001/XMLSchema#")
RDF = Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = Namespace("http://www.w3.org/2002/07/owl#")
SH = Namespace("http://www.w3.org/ns/shacl#")
TIME = Namespace("http://www.w3.org/2006/time#")

PREFIXES: dict[str, str] = {
    "dct": DCT.iri,
    "kg": KG.iri,
    "oa": OA.iri,
    "org": ORG.iri,
    "owl": OWL.iri,
    "prov": PROV.iri,
    "rdf": RDF.iri,
    "rdfs": RDFS.iri,
    "schema": SCHEMA.iri,
    "sem": SEM.iri,
    "sh": SH.iri,
    "skos": SKOS.iri,
    "time": TIME.iri,
    "xsd": XSD.iri,
}
"""Prefix → namespace, as every file that kg writes declares them."""

DEFAULT_BASE = "https://w3id.org/newskg/id/"
"""Where the data's own identifiers live unless the configuration says otherwise."""

_BASE = re.compile(r"https?://[A-Za-z0-9.:-]+/(?:[A-Za-z0-9._~!$&'()*+,;=:@%/-]*/)?(?:[A-Za-z0-9._~-]*#)?")
_PATH = re.compile(r"[A-Za-z0-9._~/-]+")


def check_base(base: str) -> str:
    """``base``, if identifiers can be put after it.

    Raises:
        ConfigError: unless it is an absolute http or https IRI that ends in ``/`` or ``#``.
    """
    if not _BASE.fullmatch(base):
        raise ConfigError(
            f"base IRI «{base}»: expected such as https://example.org/id/ (http or https, ending in / or #)"
        )
    return base


@lru_cache(maxsize=1 << 15)
def resource(base: str, path: str) -> Term:
    """The IRI of something of ours: the base, then an identifier of :mod:`kg.model`.

    Raises:
        ValueError: if the identifier has characters that no identifier of ours has.
    """
    if not _PATH.fullmatch(path):
        raise ValueError(f"not an identifier: {path!r}")
    return Term(f"<{base}{path}>")


SHARED_KINDS = ("company", "organization", "person", "product", "place", "role", "metric", "agent")
"""The first step of the IRI of what articles share."""
ARTICLE_KINDS = (
    *("article", "text", "activity", "post", "relation", "event", "amount", "claim", "figure"),
    *("mention", "evidence", "position", "quote"),
)
"""The first step of the IRI of what belongs to one article, in the order in which a reader wants to see it."""


def prefixes(base: str) -> dict[str, str]:
    """Every prefix, with one for each kind of thing under ``base``."""
    return {**PREFIXES, **{kind: f"{base}{kind}/" for kind in (*SHARED_KINDS, *ARTICLE_KINDS)}}


def expanded(name: str, base: str) -> str:
    """The IRI that tables print short, such as ``company:f80b3084c26eb6f2``; any other name as it is."""
    prefix, colon, local = name.partition(":")
    namespace = prefixes(base).get(prefix)
    return namespace + local if colon and namespace and not local.startswith("//") else name
