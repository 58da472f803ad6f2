"""Short forms that a text gives to its names: 北京星桥科技有限公司（以下简称“星桥科技”）.

The judge may miss them; the long form, once it is a name, vouches for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.names.chains import shorter_names
from kg.extract.names.document import Form, Reading, places_of
from kg.extract.names.judge import never_a_name
from kg.model import EntityType

_SHORT = re.compile(
    r"[（(](?:以下|下称|下文)?(?:统|合)?简?称(?:为)?[:：]?\s*[“\"「]([^（）()“”\"「」，,；;]{2,16})[”\"」]"
)
_FAINT = 0.3
"""How likely the judge must find a form that is a long name without its legal ending."""


def add_short_forms(reading: Reading, kept: Sequence[Form], forms: Mapping[str, Form]) -> list[Form]:
    """The forms that are names, and the short forms that they vouch for, each of the type of its long form."""
    known = {f.text: f for f in kept}
    added = {text: kind for text, kind in _defined(reading, known) if text not in known and not never_a_name(text)}
    long = _LongForms(kept)
    for form in forms.values():
        if form.text not in known and form.confidence >= _FAINT and long.have_without_ending(form.text):
            added.setdefault(form.text, EntityType.COMPANY)
    places = places_of(reading, (text for text in added if text not in forms))
    least = min((f.confidence for f in kept), default=0.0)
    for text, kind in sorted(added.items()):
        form = forms.get(text) or Form(text, places=places[text])
        form.type = kind
        form.confidence = max(form.confidence, least)
        known[text] = form
    return list(known.values())


def _defined(reading: Reading, known: Mapping[str, Form]) -> list[tuple[str, EntityType]]:
    ends = {end: f.type for f in known.values() for _, end in f.places}
    found = ((m.group(1).strip(), ends.get(m.start())) for m in _SHORT.finditer(reading.text))
    return [(text, kind) for text, kind in found if kind is not None]


class _LongForms:
    """The names of firms, by the shorter names that they may have."""

    def __init__(self, kept: Sequence[Form]) -> None:
        self._longest: dict[str, int] = {}
        for form in kept:
            if form.type is EntityType.COMPANY:
                for short in shorter_names(EntityType.COMPANY, form.text):
                    self._longest[short] = max(self._longest.get(short, 0), len(form.text))

    def have_without_ending(self, text: str) -> bool:
        """Whether one that is longer is this one with an ending, or both are one with different endings."""
        names = (text, *shorter_names(EntityType.COMPANY, text))
        return any(self._longest.get(name, 0) > len(text) for name in names)
