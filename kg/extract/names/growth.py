"""Names that were cut short: a form that always stands beside the same character has it as a part.

Taggers cut names that look like common words (星桥清|能, 星|桥动). What a single sentence cannot tell, the article can:
if the form stands at three places or more, and at all of them beside one and the same character that is a word by
itself or goes on a word that the form cuts, then the character belongs to it.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.names.document import Form, Reading
from kg.extract.names.features import word_class
from kg.extract.names.known import known_names
from kg.extract.names.words import tagged_words

PLACES, FUNCTION_PLACES = 3, 6
"""At how many places a form must stand for a character, or one that is often a function word, to become its part."""

_NEVER = frozenset("的了是和与及或在等称说个年月日")
_FUNCTION = frozenset(
    "也都将已并就还又对向从被把让给以为于因而但即则若如其该此这那有无不未再更最很上下中里外前后内间时年月日号家名个位会可能要"
)
_NO_PART = frozenset({"d", "v", "c", "u", "uj", "ul", "uz", "ud", "t", "r", "m", "q", "y", "p", "zg"})
_ADVERBS = frozenset("仍需曾正拟获跌涨未均再亦先刚竟却只或须应该共才既每各另")
"""One-character words that firms do or did; a name has them as a part only where it cuts a word."""
_MOST = 4
"""Characters by which a form may grow on each side."""


def grown(reading: Reading, forms: Mapping[str, Form]) -> dict[str, Form]:
    """The forms, those that were cut short in their full length."""
    found: dict[str, Form] = {}
    for form in forms.values():
        longer = _grown(reading, form)
        other = found.get(longer.text) or forms.get(longer.text)
        found[longer.text] = longer if other is None or longer is form else _merged(other, longer)
    return found


def _grown(reading: Reading, form: Form) -> Form:
    places = form.places
    if len(places) < PLACES:
        return form
    known = form.text in known_names()
    right = left = 0
    while right < _MOST and _same(reading, [(e + right, e + right + 1) for _, e in places], before=False, known=known):
        right += 1
    while left < _MOST and _same(reading, [(s - left - 1, s - left) for s, _ in places], before=True, known=known):
        left += 1
    start, end = places[0]
    added = reading.text[start - left : start], reading.text[end : end + right]
    if added == ("", "") or any(word_class(word) for word in added):
        return form
    places = [(s - left, e + right) for s, e in places]
    start, end = places[0]
    likely = [sum(reading.inside[a:b]) / (b - a) for a, b in places]
    return Form(reading.text[start:end], form.votes, form.best, places, likely)


def _same(reading: Reading, beside: list[tuple[int, int]], *, before: bool, known: bool) -> bool:
    """Whether one Han character stands at all these places and everywhere may be a part of the form beside it."""
    if any(start < 0 or end > len(reading.text) for start, end in beside):
        return False
    chars = {reading.text[start:end] for start, end in beside}
    char = next(iter(chars))
    if len(chars) > 1 or not "\u4e00" <= char <= "\u9fff" or char in _NEVER:
        return False
    if all(_cuts(reading, end if before else start) for start, end in beside):
        return True
    if known or char in _ADVERBS:
        return False
    unlikely = before or char in _FUNCTION or tagged_words(char)[0][1] in _NO_PART
    needed = FUNCTION_PLACES if unlikely else PLACES
    return len(beside) >= needed and all(start in reading.starts and end in reading.ends for start, end in beside)


def _cuts(reading: Reading, at: int) -> bool:
    """Whether a word goes on across ``at``."""
    return at not in reading.starts and at not in reading.ends


def _merged(form: Form, other: Form) -> Form:
    """One form of two with the same letters."""
    for kind, vote in other.votes.items():
        form.votes[kind] += vote
    form.best = max(form.best, other.best)
    likely = dict(zip((*other.places, *form.places), (*other.likely, *form.likely), strict=True))
    form.places = sorted(likely)
    form.likely = [likely[place] for place in form.places]
    return form
