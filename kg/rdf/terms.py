"""Values as RDF terms, and RDF terms as values.

What is written is in the canonical form of its datatype, so that every store gives back the same letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import lru_cache
from urllib.parse import quote, urlsplit

from kg.model import Period
from kg.rdf.namespaces import KG, XSD, Term

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})
_STRING = XSD.iri + "string"


@dataclass(frozen=True, slots=True)
class Iri:
    """An IRI, as a query gives it back."""

    value: str

    def __str__(self) -> str:
        return self.value

    def n3(self) -> Term:
        """The term in N-Triples form."""
        return Term(f"<{self.value}>")


@dataclass(frozen=True, slots=True)
class BlankNode:
    """A blank node; kg writes none, but a query may make them."""

    value: str

    def __str__(self) -> str:
        return f"_:{self.value}"

    def n3(self) -> Term:
        """The term in N-Triples form."""
        return Term(f"_:{self.value}")


@dataclass(frozen=True, slots=True)
class Literal:
    """A literal. ``language`` is empty where it has none; ``datatype`` is an IRI."""

    value: str
    language: str = ""
    datatype: str = _STRING

    def __str__(self) -> str:
        return self.value

    def n3(self) -> Term:
        """The term in N-Triples form."""
        if self.language:
            return text_literal(self.value, self.language)
        if self.datatype == _STRING:
            return text_literal(self.value)
        return typed_literal(self.value, Term(f"<{self.datatype}>"))


Value = Iri | Literal | BlankNode
"""A term as a query gives it back."""


def text_literal(text: str, language: str = "") -> Term:
    r"""A string, tagged with its language where one is given.

    Only what N-Triples demands is escaped, and never as ``\u``: SPARQL replaces such escapes before it parses.

    >>> text_literal('他说："好"', "zh")
    '"他说：\\"好\\""@zh'
    """
    escaped = text.translate(_ESCAPES)
    return Term(f'"{escaped}"@{language}' if language else f'"{escaped}"')


def typed_literal(lexical: str, datatype: Term) -> Term:
    """A literal of a datatype, its lexical form as given."""
    return Term(f'"{lexical.translate(_ESCAPES)}"^^{datatype}')


@lru_cache(maxsize=4096)
def language_of(text: str) -> str:
    """The BCP 47 tag for a name or a few words: that of its script, for the script is all that they show.

    >>> language_of("星桥科技"), language_of("Starbridge"), language_of("360"), language_of("ソニー")
    ('zh', 'en', 'zh', 'ja')
    """
    if _HAN.search(text):
        return "zh"
    for tag, letters in _SCRIPTS:
        if letters.search(text):
            return tag
    return "und" if any(c.isalpha() for c in text) else "zh"


_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_SCRIPTS = (
    ("ja", re.compile("[\u3041-\u30fa]")),
    ("ko", re.compile("[\uac00-\ud7a3\u1100-\u11ff]")),
    ("en", re.compile("[A-Za-zＡ-Ｚａ-ｚ]")),
)


def name_literal(text: str) -> Term:
    """A name or a few words, tagged by their script."""
    return text_literal(text, language_of(text))


def decimal_literal(value: Decimal) -> Term:
    """A number, without exponent and without trailing zeros.

    >>> decimal_literal(Decimal("4.20E+4"))
    '"42000"^^<http://www.w3.org/2001/XMLSchema#decimal>'
    """
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return typed_literal("0" if plain in ("-0", "") else plain, XSD.decimal)


def confidence_literal(confidence: float) -> Term:
    """A confidence, rounded to two decimals."""
    return decimal_literal(Decimal(f"{confidence:.2f}"))


def integer_literal(value: int) -> Term:
    """A whole number."""
    return typed_literal(str(value), XSD.integer)


TRUE = typed_literal("true", XSD.boolean)


def moment_literal(moment: datetime) -> Term:
    """A point in time, with its offset."""
    text = moment.isoformat()
    if moment.microsecond:
        head, _, tail = text.partition(".")
        text = f"{head}.{tail[:6].rstrip('0')}{tail[6:]}"
    return typed_literal(text.replace("+00:00", "Z"), XSD.dateTime)


def period_literal(period: Period) -> Term:
    """A day, a month or a year in XSD's datatypes; a quarter, half-year or interval as ``kg:period``."""
    return typed_literal(period.iso, _PERIODS.get(re.sub(r"\d", "9", period.iso), KG.period))


_PERIODS = {"9999-99-99": XSD.date, "9999-99": XSD.gYearMonth, "9999": XSD.gYear}
_IN_PATH = "!$&'()*+,;=:@/?~-._"
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_NO_HOST = re.compile(r"[\x00-\x20\x7f<>\"\\^`{|}]")
_AUTHORITY = re.compile(r"(?:[A-Za-z0-9._~!$&'()*+,;=:%-]*@)?(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._~%-]+)(?::[0-9]*)?")


def web_iri(url: str | None) -> Term | None:
    """The address of a web page as an IRI, or None for anything but a sound http or https address.

    >>> web_iri("https://news.example/a b?q=新闻")
    '<https://news.example/a%20b?q=%E6%96%B0%E9%97%BB>'
    >>> web_iri("javascript:alert(1)") is None
    True
    """
    try:
        scheme, authority, path, query, fragment = urlsplit((url or "").strip())
        encoded = _percent(authority, "@:[]!$&'()*+,;=")
    except (ValueError, UnicodeError):
        return None
    if scheme.lower() not in ("http", "https") or not _AUTHORITY.fullmatch(encoded) or _NO_HOST.search(authority):
        return None
    rest = _percent(path, _IN_PATH) + (f"?{_percent(query, _IN_PATH)}" if query else "")
    rest += f"#{_percent(fragment, _IN_PATH)}" if fragment else ""
    return Term(f"<{scheme.lower()}://{encoded}{rest}>")


def _percent(part: str, safe: str) -> str:
    return _BAD_PERCENT.sub("%25", quote(part, safe=safe + "%"))
