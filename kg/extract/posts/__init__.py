"""Who holds which post where: the grammar of organisation, title and name in every order."""

from __future__ import annotations

from kg.extract.posts.extractor import PostExtractor

__all__ = ["PostExtractor"]
