"""Short forms that a text gives to its names: 北京星桥科技有限公司（以下简称“星桥科技”）.

The judge may miss them; the long form, once it is a name, vouches for them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from kg.extract.names.chains import same_name
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
    for form in forms.values():
        if form.text not in known and form.confidence >= _FAINT and _without_ending(form.text, kept):
            added.setdefault(form.text, EntityType.COMPANY)
    for text, kind in sorted(added.items()):
        form = forms.get(text) or Form(text, places=places_of(reading, text))
        form.type = kind
        form.confidence = max(form.confidence, min(f.confidence for f in kept))
        known[text] = form
    return list(known.values())


def _defined(reading: Reading, known: Mapping[str, Form]) -> list[tuple[str, EntityType]]:
    ends = {end: f.type for f in known.values() for _, end in f.places}
    found = ((m.group(1).strip(), ends.get(m.start())) for m in _SHORT.finditer(reading.text))
    return [(text, kind) for text, kind in found if kind is not None]


def _without_ending(text: str, kept: Sequence[Form]) -> bool:
    return any(
        f.type is EntityType.COMPANY and len(text) < len(f.text) and same_name(EntityType.COMPANY, text, f.text)
        for f in kept
    )
