"""Stored queries: SPARQL with a name, a description in two languages, and parameters that are put in as terms."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from kg.errors import ConfigError
from kg.rdf import DEFAULT_BASE, Iri, Literal, expanded
from kg.rdf.answers import OwnQuery

_HEADER = re.compile(r"# (zh|en|parameter): (.+)")
_KNOWN = re.compile(r"^ *# known (\w+): ?(.*)\n((?:.*\n)*?) *# end known\n", re.MULTILINE)
_GIVEN = re.compile(r"^( *)# given: (.+)$", re.MULTILINE)
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a stored query can be given; ``zh`` and ``en`` say what it is.

    An ``iri`` must be one. An ``entity`` is called by a name, or by its IRI.
    """

    name: str
    required: bool
    iri: bool
    entity: bool
    zh: str
    en: str


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """A query with a name; ``zh`` and ``en`` say what it answers."""

    name: str
    zh: str
    en: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def bind(
        self,
        given: Mapping[str, str],
        called: Callable[[str], Iterable[str]] = lambda _: (),
        base: str = DEFAULT_BASE,
    ) -> OwnQuery:
        """The query with values for its parameters, each as one RDF term, whatever letters it has.

        Args:
            given: the values, by the names of the parameters.
            called: gives the IRIs of the entities that a name means. Where it gives none, the name itself is put in,
                which finds the entities that are spelt so.
            base: where the IRIs lie that are given short, such as ``claim:0123456789abcdef``.

        Raises:
            ConfigError: if a required value is missing, one has no parameter, or one should be an IRI and is not.
        """
        known = {p.name: p for p in self.parameters}
        if unknown := sorted(given.keys() - known.keys()):
            raise ConfigError(f"query «{self.name}» has no parameter {', '.join(unknown)}; it has: {', '.join(known)}")
        if missing := [p.name for p in self.parameters if p.required and p.name not in given]:
            raise ConfigError(f"query «{self.name}» needs {', '.join(missing)}")
        terms = {name: _terms(known[name], value, called, base) for name, value in given.items()}
        iris = {name for name, term in terms.items() if known[name].entity and term.startswith("<")}

        def pattern(block: re.Match[str]) -> str:
            """Entities that are known are put in where they are looked for: to compare all names takes far longer."""
            name, shorter, longer = block.groups()
            return f"{shorter.replace('IRIS', terms[name])}\n" if name in iris else longer

        def values(marker: re.Match[str]) -> str:
            bound = [f"VALUES ?given_{n} {{ {terms[n]} }}" for n in marker[2].split() if n in terms]
            return "".join(f"{marker[1]}{line}\n" for line in bound).rstrip("\n")

        return OwnQuery(_GIVEN.sub(values, _KNOWN.sub(pattern, self.sparql)))


def _terms(parameter: Parameter, value: str, called: Callable[[str], Iterable[str]], base: str) -> str:
    if parameter.entity:
        meant = " ".join(Iri(iri).n3() for iri in called(expanded(value, base)))
        return meant or Literal(value).n3()
    if not parameter.iri:
        return Literal(value).n3()
    bare = expanded(value.strip().removeprefix("<").removesuffix(">"), base)
    if not _IRI.fullmatch(bare):
        raise ConfigError(
            f"«{value}» is not an IRI; expected such as https://w3id.org/newskg/id/claim/0123456789abcdef"
        )
    return Iri(bare).n3()


@cache
def stored_queries() -> Mapping[str, StoredQuery]:
    """Every stored query by its name, sorted."""
    folder = files("kg.publish") / "queries"
    found = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return {q.name: q for q in (_parsed(f.name.removesuffix(".rq"), f.read_text("utf-8")) for f in found)}


def stored_query(name: str) -> StoredQuery:
    """The stored query with this name.

    Raises:
        ConfigError: if there is none.
    """
    try:
        return stored_queries()[name]
    except KeyError:
        known = ", ".join(stored_queries())
        raise ConfigError(f"no stored query is called «{name}»; there are: {known}") from None


def _parsed(name: str, text: str) -> StoredQuery:
    header = [(m[1], m[2]) for m in map(_HEADER.fullmatch, text.splitlines()) if m]
    described = dict(header)
    parameters = tuple(_parameter(value) for key, value in header if key == "parameter")
    return StoredQuery(name, described["zh"], described["en"], parameters, text)


def _parameter(line: str) -> Parameter:
    name, kind, zh, en = (cell.strip() for cell in line.split("|"))
    words = kind.split()
    return Parameter(name, "required" in words, "iri" in words, "entity" in words, zh, en)
