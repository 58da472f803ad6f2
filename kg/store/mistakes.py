"""What is wrong with a query that could not be parsed, in plain words.

Parsers tell the furthest place that one of their rules has reached, which often lies behind the mistake, and list
all that the rules would have taken there. So the usual mistakes are looked for first: a prefix that nobody declared,
a string or bracket that does not end, a word that no query begins with, a triple of two parts. Of what is left the
parser's place is told, with the few things that most likely should stand there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_LONGEST_SHOWN = 40
_MOST_EXPECTED = 5
_MOST_KNOWN = 16
_TOKEN = re.compile(
    r'(?P<string>"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|(?!""")"(?:[^"\\\n\r]|\\.)*"'
    r"|(?!''')'(?:[^'\\\n\r]|\\.)*')"
    r'|(?P<unended>"""(?:[^"\\]|\\.|"(?!""))*+'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+"
    r'|"(?:[^"\\\n\r]|\\.)*+'
    r"|'(?:[^'\\\n\r]|\\.)*+)"
    r"|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)"
    r"|(?P<comment>\#[^\n\r]*)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<language>@[\w-]+)"
    r"|(?P<number>\d[\w.]*)"
    r"|(?P<word>(?:\w[\w.-]*)?:(?:[\w:%-]|\.(?=[\w:%-])|\\.)*|\w+(?:[.-]+\w+)*)"
    r"|(?P<sign>\S)",
    re.DOTALL,
)
_PLACE = re.compile(r"\bat (\d+):(\d+)|line:(\d+), col:(\d+)")
_EXPECTED = re.compile(r'"((?:[^"\\]|\\.)*)"|\[([^\]]*)\]|([A-Za-z][^,"\[]*)')
_CLOSING = {"}": "{", ")": "(", "]": "["}
_LIKELY = (
    ("«}»", "}"),
    ("«)»", ")"),
    ("«.»", "."),
    ("«;»", ";"),
    ("«{»", "{"),
    ("«(»", "("),
    ("a variable such as ?x", "?$"),
    ("a name such as kg:Company", ":"),
    ("an IRI in <…>", "<"),
    ("a string", "\"'"),
    ("a number", "0"),
    ("«=»", "="),
    ("«,»", ","),
)
_SENTENCES = {
    "The SELECT contains a variable that is unbound": (
        "SELECT names a variable that GROUP BY does not; name it there too, or take COUNT, MIN or SAMPLE of it"
    ),
    "IRI parsing failed": "this is no IRI",
}
_ALWAYS = ("BY", "AS", "WHERE")  # words that nothing else can stand for


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def prefix(self) -> str | None:
        """The prefix of a name that has one."""
        return self.text.partition(":")[0] if self.kind == "word" and ":" in self.text else None

    @property
    def is_term(self) -> bool:
        """Whether it can be a part of a triple on its own."""
        named = self.kind == "word" and (":" in self.text or self.text == "a")
        return named or self.kind in ("variable", "iri", "string", "number")

    def __str__(self) -> str:
        one_line = " ".join("".join(c if c.isprintable() else " " for c in self.text).split()) or ascii(self.text)
        return f"«{one_line if len(one_line) <= _LONGEST_SHOWN else one_line[: _LONGEST_SHOWN - 1] + '…'}»"


def mistake(sparql: str, reason: object, prefixes: Collection[str]) -> str:
    """What is wrong with a query, in one line: ``error at 1:27: …``.

    Args:
        sparql: the query.
        reason: the parser's error.
        prefixes: those that every query may use without declaring them.
    """
    tokens = [t for t in _tokens(sparql) if t.kind != "comment"]
    found = _usual(tokens, sparql, prefixes) or _told(tokens, sparql, str(reason))
    if found is None:
        first = " ".join(str(reason).split())
        return first if len(first) <= 200 else f"{first[:199]}…"
    at, words = found
    return f"error at {_line_and_column(sparql, at)}: {words}"


def _tokens(sparql: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(sparql):
        yield _Token(str(match.lastgroup), match[0], match.start())


def _line_and_column(sparql: str, at: int) -> str:
    before = sparql[:at]
    return f"{before.count(chr(10)) + 1}:{at - (before.rfind(chr(10)) + 1) + 1}"


def _usual(tokens: Sequence[_Token], sparql: str, prefixes: Collection[str]) -> tuple[int, str] | None:
    """The place and the words of a usual mistake."""
    return (
        _beginning(tokens)
        or _unknown_prefix(tokens, prefixes)
        or _unended(tokens)
        or _unpaired(tokens, sparql)
        or _short_triple(tokens)
    )


def _beginning(tokens: Sequence[_Token]) -> tuple[int, str] | None:
    at = 0
    while at < len(tokens) and (word := tokens[at].text.upper()) in ("PREFIX", "BASE"):
        at += 3 if word == "PREFIX" else 2
    expected = f"a query begins with {', '.join(_FORMS[:-1])} or {_FORMS[-1]}"
    if not tokens:
        return 0, f"the query is empty; {expected}"
    if at < len(tokens) and tokens[at].text.upper() not in _FORMS:
        return tokens[at].start, f"{tokens[at]} cannot stand here; {expected}"
    return None


def _unknown_prefix(tokens: Sequence[_Token], prefixes: Collection[str]) -> tuple[int, str] | None:
    declared = dict.fromkeys(
        b.prefix for a, b in pairwise(tokens) if a.text.upper() == "PREFIX" and b.prefix is not None
    )
    for token in tokens:
        if token.prefix not in (None, "_") and token.prefix not in declared and token.prefix not in prefixes:
            first = ("kg", "schema", "org")
            known = dict.fromkeys([*declared, *(p for p in first if p in prefixes), *prefixes])
            listed = ", ".join([p for p in known if p][:_MOST_KNOWN]) + (", …" if len(known) > _MOST_KNOWN else "")
            return token.start, f"no prefix {token.prefix}: is declared; known: {listed}"
    return None


def _unended(tokens: Sequence[_Token]) -> tuple[int, str] | None:
    found = next((t for t in tokens if t.kind == "unended"), None)
    if found is None:
        return None
    quotes = 3 if found.text[:3] in ('"""', "'''") else 1
    return found.start, f"a string begins here that has no {found.text[:quotes]} at its end"


def _unpaired(tokens: Sequence[_Token], sparql: str) -> tuple[int, str] | None:
    """The first bracket without its other half."""
    opened: list[_Token] = []
    for token in tokens:
        if token.kind != "sign":
            continue
        if token.text in _CLOSING.values():
            opened.append(token)
        elif token.text in _CLOSING:
            if not opened:
                return token.start, f"{token} closes nothing"
            last = opened.pop()
            if last.text != _CLOSING[token.text]:
                begun = _line_and_column(sparql, last.start)
                return token.start, f"{token} stands here while {last} from {begun} is still open"
    if opened:
        begun = _line_and_column(sparql, opened[-1].start)
        return len(sparql), f"the query ends here, but {opened[-1]} from {begun} is not closed"
    return None


def _short_triple(tokens: Sequence[_Token]) -> tuple[int, str] | None:
    """A subject and a verb between full stops or braces, without an object."""
    for n, (before, one, two, after) in enumerate(zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False)):
        if before.text not in ("{", ".") or after.text not in ("}", ".", ";"):
            continue
        of_values = n >= 2 and tokens[n - 2].text.upper() == "VALUES"
        if one.is_term and two.is_term and not of_values:
            return after.start, f"{after} comes too early: a triple has three parts, and «{one.text} {two.text}» two"
    return None


def _told(tokens: Sequence[_Token], sparql: str, reason: str) -> tuple[int, str] | None:
    """The parser's place, with what stands there and what most likely should."""
    place = _PLACE.search(reason)
    if not place:
        return None
    line, column = int(place[1] or place[3]), int(place[2] or place[4])
    lines = sparql.split("\n")
    at = min(sum(len(one) + 1 for one in lines[: line - 1]) + column - 1, len(sparql))
    _, is_listed, listed = reason[place.end() :].partition(": expected ")
    if not is_listed:
        standing = _standing(tokens, at)
        return at, f"from {standing} on the query cannot be read" if standing else "the query ends too early"
    signs, words, sentences = _expected(listed.removeprefix("one of "))
    if sentences:
        return at, _SENTENCES.get(sentences[0], sentences[0])
    if likely := [told for told, among in _LIKELY if any(sign in among for sign in signs)]:
        return _before(tokens, at, signs), _instead(tokens, _before(tokens, at, signs), likely)
    return _of_words(tokens, at, words)


def _expected(listed: str) -> tuple[list[str], list[str], list[str]]:
    """The signs, the words of SPARQL and the sentences among what a parser expected."""
    signs: list[str] = []
    words: list[str] = []
    sentences: list[str] = []
    for quoted, of_letters, word in (m.groups() for m in _EXPECTED.finditer(listed)):
        if quoted:
            signs.append(quoted)
        elif of_letters:
            signs += ["0"] if re.fullmatch(r"'0' ?\.\.= ?'9'", of_letters) else []
        elif word:
            (sentences if " " in word.strip() else words).append(word.strip())
    return signs, words, sentences


def _of_words(tokens: Sequence[_Token], at: int, words: Sequence[str]) -> tuple[int, str]:
    """A parser that looks for a word of n letters fails n letters after the place where the word should begin."""
    shortest = min(map(len, words), default=0)
    start = max(at - shortest, 0)
    here = [word for word in words if len(word) == shortest]
    if len(here) == 1 and here[0] in _ALWAYS:
        return start, _instead(tokens, start, here)
    if len(words) > _MOST_EXPECTED:  # the names of functions
        return start, _instead(tokens, start, ["an expression such as ?x or COUNT(?x)"])
    near = [t for t in tokens if t.end > start and t.start < at]
    if not near:
        return at, "the query ends too early"
    return near[0].start, f"something is wrong near {_Token('', ' '.join(t.text for t in near), near[0].start)}"


def _before(tokens: Sequence[_Token], at: int, signs: Sequence[str]) -> int:
    """The place of the word that a colon was expected behind; any other place as it is."""
    return next((t.start for t in tokens if t.end == at and t.kind == "word" and ":" in signs), at)


def _standing(tokens: Sequence[_Token], at: int) -> _Token | None:
    return next((t for t in tokens if t.end > at), None)


def _instead(tokens: Sequence[_Token], at: int, likely: Sequence[str]) -> str:
    found = _standing(tokens, at)
    some = likely[:_MOST_EXPECTED]
    expected = some[0] if len(some) == 1 else f"{', '.join(some[:-1])} or {some[-1]}"
    return f"{f'{found} cannot stand here' if found else 'the query ends here'}; expected {expected}"
