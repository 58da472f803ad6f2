"""The grammar of relations: patterns over skeletons whose groups are subject and object."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.extract.skeleton import grammar
from kg.model import RelationType

R = RelationType


@dataclass(frozen=True, slots=True)
class RelationRule:
    """``subject`` and ``object`` are groups of the pattern, each a name or a list of names.

    ``implied`` says which of the two is the subject of the clauses before, or what the text is about.
    """

    type: RelationType
    pattern: re.Pattern[str]
    confidence: float
    implied: str | None = None


def rule(type: RelationType, template: str, confidence: float, implied: str | None = None) -> RelationRule:
    """A rule from a template of :func:`kg.extract.skeleton.grammar`."""
    return RelationRule(type, grammar(template), confidence, implied)
