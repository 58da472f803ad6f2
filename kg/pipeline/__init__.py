"""The whole job: articles → kept annotations → store → files. Knows protocols, never implementations."""

from kg.pipeline.build import Listeners
from kg.pipeline.counts import counts
from kg.pipeline.job import build, extract_facts, open_store, read_articles, remove
from kg.pipeline.report import BuildReport, Outcome, Refusal
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
]
