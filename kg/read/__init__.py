"""Bytes → :class:`kg.model.Article`."""

from kg.read.limits import Limits
from kg.read.reader import read, read_file

__all__ = ["Limits", "read", "read_file"]
