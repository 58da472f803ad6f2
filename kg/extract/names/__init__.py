"""Names in an article: companies, organisations, persons, products, places."""

from kg.extract.names.extractor import NameExtractor

__all__ = ["NameExtractor"]
