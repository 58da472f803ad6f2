"""Bytes → :class:`kg.model.Article`.

Whatever the format, an article's text is its headline and its blocks, one line feed between two; a source that cannot
be read gives a :class:`kg.errors.ReadError` with one line of reason, and the rest is read.
"""

from kg.read.limits import Limits
from kg.read.reader import read, read_all, read_file, read_paths
from kg.read.sources import Source, find_sources

__all__ = ["Limits", "Source", "find_sources", "read", "read_all", "read_file", "read_paths"]
