"""Runs the rules on speech over an article."""

from __future__ import annotations

from kg.extract.quotes.listener import Listener
from kg.extract.quotes.scene import Scene
from kg.model import Annotations, Article, Layer


class QuoteExtractor:
    """Reads direct and indirect speech, each with its speaker.

    Confidence: 0.95 for words in marks beside a named speaker's verb, 0.9 for reported clauses, 0.85 where a pronoun
    stands for the speaker or the clause has none of its own, 0.75 for what papers of a firm say, 0.7 for marked words
    that follow a speaker's own, 0.5 for speech that the text gives to nobody.
    """

    name = "quotes"
    version = "3"
    requires = frozenset({Layer.MENTIONS, Layer.CHAINS})
    provides = frozenset({Layer.CLAIMS})

    def __call__(self, article: Article, so_far: Annotations) -> Annotations:
        """The claims that the article reports."""
        return Annotations(claims=Listener(Scene(article, so_far)).claims())
