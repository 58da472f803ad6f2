"""Relations between entities: who owns, makes, backs, supplies or rivals what."""

from __future__ import annotations

from kg.extract.relations.extractor import RelationExtractor, stated

__all__ = ["RelationExtractor", "stated"]
