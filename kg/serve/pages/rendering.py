"""Templates → pages. Whatever is put into a template is escaped, and what it does not know is an error."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from kg.publish.amounts import amount_text
from kg.publish.labels import TERMS
from kg.publish.rows import Amount
from kg.serve.assets import version
from kg.serve.page import Asked, Page
from kg.serve.pages.dates import date_text, month_text
from kg.serve.words import WEEKDAYS, WORDS

# path segments that browsers and proxies take as they are; whatever else an IRI has, ?iri= carries
_PLAIN = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/")


class Context:
    """What templates say and link: words, dates and addresses for one reader.

    Args:
        asked: what was asked for.
    """

    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.language = asked.language
        self._column = 1 if asked.language == "en" else 0

    def say(self, key: str, **values: object) -> str:
        """A word in the reader's language, with values put in; numbers get thousands separators."""
        word = WORDS[key][self._column]
        return word.format(**{k: self.count(v) if isinstance(v, int) else v for k, v in values.items()})

    def many(self, key: str, n: int, **values: object) -> str:
        """A word that depends on a number: ``key`` for many, ``key.one`` for one."""
        return self.say(f"{key}.one" if n == 1 and f"{key}.one" in WORDS else key, n=n, **values)

    def part(self, key: str, type_: str) -> str:
        """What a part of the page of an entity is called; of people other words are used than of things."""
        of_people = f"part.{key}.{type_}"
        return self.say(of_people if of_people in WORDS else f"part.{key}")

    def label(self, family: str, key: str) -> str:
        """What a term of the vocabulary is called; the key itself where it is none of ours."""
        known = TERMS[family].get(key)
        return known[self._column] if known else key

    def terms(self, family: str) -> tuple[str, ...]:
        """The terms of a family of the vocabulary."""
        return tuple(TERMS[family])

    def count(self, n: int) -> str:
        """A number with thousands separators."""
        return f"{n:,}"

    def date(self, iso: str) -> str:
        """A date or period as people read it."""
        return date_text(iso, self.language)

    def day(self, iso: str) -> str:
        """The day of a moment as people read it."""
        return date_text(iso[:10], self.language)

    def month(self, month: int) -> str:
        """The name of a month, 1 to 12."""
        return month_text(month, self.language)

    def weekday(self, day: int, whole: bool = False) -> str:
        """The name of a day of the week, 0 for Monday; short unless the whole is wanted."""
        name = WEEKDAYS[day][self._column]
        return name if whole else name[:3] if self.language == "en" else name[-1]

    def percent(self, confidence: float | None) -> str:
        """A confidence in per cent, rounded down so that only what is sure is 100."""
        return "" if confidence is None else f"{int(confidence * 100 + 1e-9)}%"

    def amount(self, amount: Amount | None) -> str:
        """An amount as people read it; empty for none."""
        return amount_text(amount, self.language) if amount else ""

    def url(self, path: str, **parameters: object) -> str:
        """The address of one of our pages; parameters without a value are left out."""
        given = [(k.rstrip("_"), str(v)) for k, v in parameters.items() if v not in ("", None)]
        return f"{self.asked.root}{path}" + (f"?{urlencode(given)}" if given else "")

    def here(self, **changes: object) -> str:
        """This page with other parameters, beginning with ``?``; an empty value takes a parameter out."""
        changed = {k.rstrip("_"): v for k, v in changes.items()}
        kept = [(k, v) for k, v in self.asked.query if k not in changed and k != "lang" and v]
        given = [*kept, *((k, str(v)) for k, v in changed.items() if v not in ("", None))]
        return f"?{urlencode(given)}"

    def iri(self, iri: str) -> str:
        """Where a thing of the graph has its page."""
        base = self.asked.base
        local = iri.removeprefix(base) if base and iri.startswith(base) else ""
        if local and _PLAIN.issuperset(local) and not _has_dots(local):
            return f"{self.asked.root}/id/{local}"
        return f"{self.asked.root}/resource?{urlencode({'iri': iri})}"

    def explorer(self, **view: str) -> str:
        """The explorer with a view in its hash, such as ``node``."""
        fields = "&".join(f"{k}={quote(v, safe='')}" for k, v in view.items())
        return f"{self.asked.root}/explore" + (f"#{fields}" if fields else "")

    def static(self, name: str) -> str:
        """The address of a script or style, which may be kept for as long as it is this one."""
        return f"{self.asked.root}/static/{name}?v={version(name)}"

    @property
    def other(self) -> str:
        """The language that this page could be in instead."""
        return "zh" if self.language == "en" else "en"

    def switched(self) -> str:
        """This page in the other language."""
        return f"?{urlencode([*((k, v) for k, v in self.asked.query if k != 'lang'), ('lang', self.other)])}"


def _has_dots(path: str) -> bool:
    """Whether a browser would read a segment of the path as the folder itself or the one above, or drop it."""
    return any(segment in (".", "..", "") for segment in path.split("/"))


@cache
def environment() -> Any:
    """The templates."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("kg.serve"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )


def html(
    asked: Asked,
    template: str,
    *,
    status: int = 200,
    headers: Mapping[str, str] | None = None,
    here: str = "",
    **values: Any,
) -> Page:
    """A page out of a template, which sees the :class:`Context` as ``c``; ``here`` is its place in the navigation."""
    text = environment().get_template(template).render(c=Context(asked), here=here, **values)
    return Page(text.encode("utf-8", "replace"), status=status, headers=dict(headers or {}))
