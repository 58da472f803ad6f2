"""Who is reported to have said what: direct and indirect speech, with its speaker."""

from __future__ import annotations

from kg.extract.quotes.extractor import QuoteExtractor

__all__ = ["QuoteExtractor"]
