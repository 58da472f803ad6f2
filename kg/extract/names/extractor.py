"""Names: the first extractor, on which all others stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from kg.extract.names.chains import chains_of, preferred
from kg.extract.names.document import Form, candidate_forms, read_article, settle
from kg.extract.names.enumerations import add_members
from kg.extract.names.growth import grown
from kg.extract.names.identifiers import identifiers, links_by_place
from kg.extract.names.judge import Judge
from kg.extract.names.known import lists_digest
from kg.extract.names.people import add_people
from kg.extract.names.products import add_products
from kg.extract.names.short_forms import add_short_forms
from kg.extract.names.sources import drop_sources
from kg.extract.names.tagger import Tagger
from kg.model import Annotations, Article, Chain, Layer, Mention, MentionId, Span


class NameExtractor:
    """Finds the companies, organisations, persons, products and places that an article names.

    A character CRF proposes names sentence by sentence; then the article decides as a whole: which forms are names,
    of which type, where they stand, and which of them name one thing. ``confidence`` of a mention is the judge's
    likelihood that its form is a name in this article.

    Args:
        model: the tagger's model, a CRFsuite file; the one that ships with kg where None. Read when first needed.
        judge: the model of forms, likewise.
    """

    name = "names"
    requires: frozenset[Layer] = frozenset()
    provides = frozenset({Layer.MENTIONS, Layer.CHAINS})

    def __init__(self, model: Path | None = None, judge: Path | None = None) -> None:
        self._tagger = Tagger(model)
        self._judge = Judge(judge)

    @property
    def version(self) -> str:
        """The extractor's version with the first digits of the hashes of its models and of its lists of names."""
        return f"2+{self._tagger.model.digest}{self._judge.model.digest}{lists_digest()}"

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """Mentions, sorted and not overlapping, and their chains."""
        reading = read_article(article, self._tagger)
        candidates = grown(reading, candidate_forms(reading))
        judged = add_short_forms(reading, self._judge(reading, candidates), candidates)
        settled = settle(judged, len(reading.text))
        named = add_people(reading, add_members(reading, settled))
        forms = drop_sources(add_products(reading, named), reading, article)
        mentions: list[Mention] = []
        chains: list[Chain] = []
        links = links_by_place(article)
        for group in chains_of(reading.text, forms):
            found, chain = _chain(article.text, group)
            mentions += found
            chains.append(replace(chain, identifiers=identifiers(links, reading.text, group)))
        return Annotations(
            mentions=tuple(sorted(mentions, key=lambda m: m.span)),
            chains=tuple(sorted(chains, key=lambda c: int(c.mentions[0][1:].partition("-")[0]))),
        )


def _chain(text: str, group: Sequence[Form]) -> tuple[list[Mention], Chain]:
    """The mentions of one group of forms and their chain, names letter for letter as the text writes them."""
    kind = group[0].type
    written: dict[str, str] = {}
    mentions = []
    surfaces: list[str] = []
    for form in group:
        for start, end in form.places:
            surfaces.append(text[start:end])
            written.setdefault(form.text, text[start:end])
            mentions.append(Mention(Span(start, end), kind, form.confidence))
    mentions.sort(key=lambda m: m.span)
    name = written[preferred(group, kind)]
    aliases = tuple(sorted(set(surfaces) - {name}))
    return mentions, Chain(kind, name, aliases, tuple(MentionId(m.id) for m in mentions))
