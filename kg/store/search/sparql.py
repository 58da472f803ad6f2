"""``?x kg:search "光合"`` in a query: a triple that no graph has, in place of which stands what is found.

The triple becomes ``{ SELECT ?x WHERE { VALUES ?x { <…> … } } }`` before the query is run. What is put in are a
variable of the query and IRIs from the index, nothing else of what the user wrote, so nothing can get into a query that
way; should a query be made so that it is cut into tokens here otherwise than by Oxigraph, it gets IRIs where it has a
string or a comment. Any other place for ``kg:search`` is refused rather than left to find nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.errors import QueryError
from kg.rdf.namespaces import KG

PROPERTY = KG.search[1:-1]
MOST = 10_000
"""How many things a search in a query may find: Oxigraph takes 30 µs for each to read the query."""

MOST_SEARCHES = 16
"""How many searches a query may have."""

# each alternative begins with a letter of its own or is tried in order, and none can be read in two ways
_TOKEN = re.compile(
    r"(?P<space>\s+|\#[^\n\r]*)"
    r'|(?P<text>"""(?:[^"\\]|\\.|"(?!""))*"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*'''"
    r'|(?!""")"(?:[^"\\\n\r]|\\.)*"'
    r"|(?!''')'(?:[^'\\\n\r]|\\.)*')"
    r'|(?P<unended>"""(?:[^"\\]|\\.|"(?!""))*+'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+"
    r'|"(?:[^"\\\n\r]|\\.)*+'
    r"|'(?:[^'\\\n\r]|\\.)*+)"
    r"|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*>)"
    r"|(?P<variable>[?$]\w+)"
    r"|(?P<name>[\w-]*(?:\.[\w-]+)*:[\w:%\\-]*(?:\.+[\w:%\\-]+)*)"
    r"|(?P<word>@?[\w-]+(?:\.[\w-]+)*)"  # as far as a name that lacks its colon: nothing is looked at again
    r"|(?P<sign>.)",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "n": "\n", "r": "\r", "b": "\b", "f": "\f"}
_BEGINS_AFTER = ("{", "}", ".", ")")
_NOT_AFTER = (",", "^", "[", "(", "*", "+", "?", "/", "|")
_ADVICE = 'write ?x kg:search "光合" with a variable before it and a text behind it'


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    end: int


_END = _Token("", "", 0, 0)


def with_hits(sparql: str, prefixes: Mapping[str, str], find: Callable[[str], Sequence[str]]) -> str:
    """A query in which every ``kg:search`` is replaced by what it finds; any other query as it is.

    Args:
        sparql: the query.
        prefixes: the prefixes that it need not declare.
        find: gives the IRIs of what is found for words, the best first.

    Raises:
        QueryError: if ``kg:search`` stands where it cannot, or too often.
    """
    if "search" not in sparql:
        return sparql
    pieces, done, searched = [], 0, 0

    def counted(words: str) -> Sequence[str]:
        nonlocal searched
        searched += 1
        if searched > MOST_SEARCHES:
            raise QueryError(f"a query can search {MOST_SEARCHES} times")
        return find(words)

    for start, end, replacement in sorted(_edits(list(_tokens(sparql)), prefixes, counted)):
        pieces += [sparql[done:start], replacement]
        done = end
    return "".join([*pieces, sparql[done:]])


def _tokens(sparql: str) -> Iterator[_Token]:
    for match in _TOKEN.finditer(sparql):
        if match.lastgroup != "space":
            yield _Token(match.lastgroup or "", match[0], match.start(), match.end())


def _edits(
    tokens: Sequence[_Token], prefixes: Mapping[str, str], find: Callable[[str], Sequence[str]]
) -> Iterator[tuple[int, int, str]]:
    """What stands in place of what: first and last (exclusive) character, and the text."""
    declared = dict(prefixes)
    for at, token in enumerate(tokens):
        if token.text.upper() == "PREFIX" and at + 2 < len(tokens):
            declared[tokens[at + 1].text.removesuffix(":")] = tokens[at + 2].text[1:-1]
        elif token.kind == "unended" and token.text[:3] in ('"""', "'''") and "search" in token.text:
            # Oxigraph takes the first two marks for an empty string and reads on; what it would find is not looked for
            raise QueryError(f"{token.text[:3]} begins a string that has no end, and «search» stands behind it")
        elif _is_search(token, declared):
            subject = _subject(tokens, at)
            words, after = (*tokens[at + 1 : at + 3], _END, _END)[:2]
            if subject is None or words.kind != "text" or after.text in _NOT_AFTER or after.text.startswith("@"):
                raise QueryError(f"kg:search cannot stand here; {_ADVICE}")
            iris = " ".join(f"<{iri}>" for iri in find(_unquoted(words.text)))
            # a query within, or Oxigraph would from a thousand hits on rather read all that the other triples match
            values = f"{{ SELECT {subject.text} WHERE {{ VALUES {subject.text} {{ {iris} }} }} }}"
            if tokens[at - 1] is not subject:  # ?x a kg:Company ; kg:search "光合"
                yield subject.start, subject.start, f"{values} "
                yield tokens[at - 1].start, words.end, ""
            elif after.text == ";":
                yield subject.start, after.end, f"{values} {subject.text}"
            else:
                yield subject.start, words.end, values


def _subject(tokens: Sequence[_Token], at: int) -> _Token | None:
    """The variable that a property belongs to: before it, or where its list of properties begins."""
    first = at - 1
    if first < 0:
        return None
    if tokens[first].text == ";":
        depth = 0
        while first > 0 and not (depth == 0 and tokens[first - 1].text in _BEGINS_AFTER):
            first -= 1
            depth += {"]": 1, "[": -1}.get(tokens[first].text, 0)
            if depth < 0:
                return None
    begins = first == 0 or tokens[first - 1].text in _BEGINS_AFTER
    return tokens[first] if begins and tokens[first].kind == "variable" else None


def _is_search(token: _Token, prefixes: Mapping[str, str]) -> bool:
    if token.kind == "iri":
        return token.text[1:-1] == PROPERTY
    prefix, _, local = token.text.partition(":")
    return token.kind == "name" and local == "search" and prefixes.get(prefix, "") + local == PROPERTY


def _unquoted(text: str) -> str:
    """What a string in a query says."""

    def letter(match: re.Match[str]) -> str:
        point = int(match[1] or match[2] or "0", 16)
        return chr(point) if 0 < point < 0x110000 else _LETTERS.get(match[3] or "", match[3] or "")

    quotes = 3 if len(text) >= 6 and text[:3] in ('"""', "'''") else 1
    return _ESCAPE.sub(letter, text[quotes:-quotes])
