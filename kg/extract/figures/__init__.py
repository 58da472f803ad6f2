"""Figures: what a text measures about a named subject."""

from kg.extract.figures.extractor import FigureExtractor

__all__ = ["FigureExtractor"]
