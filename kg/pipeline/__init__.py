"""The whole job: articles → kept annotations → store → files.

The steps (``build``, ``projection``) know the store and the extractors as protocols; ``job`` and ``outputs`` hand them
the real ones, and the registry finds extractors by name. What looks after the folder itself (``checking``, ``repair``,
``compacting``, ``backup``, ``restore``, ``searching``) opens the store that lies in it, whose files and snapshots it is
about.
"""

from kg.pipeline.build import Listeners
from kg.pipeline.counts import counts
from kg.pipeline.histories import revisions
from kg.pipeline.job import build, extract_facts, open_store, read_articles, remove
from kg.pipeline.report import BuildReport, Outcome, Refusal
from kg.pipeline.searching import search
from kg.pipeline.workplace import Workplace

__all__ = [
    "BuildReport",
    "Listeners",
    "Outcome",
    "Refusal",
    "Workplace",
    "build",
    "counts",
    "extract_facts",
    "open_store",
    "read_articles",
    "remove",
    "revisions",
    "search",
]
