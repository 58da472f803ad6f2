"""Every error that kg raises on purpose, each with the exit code that the command line gives for it.

A message says what was found, what was expected and what to do about it. The data it speaks of is kept in
fields, so that a program can act on an error without reading its message.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Any


class ExitCode(IntEnum):
    """What the command's exit status means."""

    OK = 0
    FAULTS = 1  #: finished, but articles were refused or a check found faults; each is named
    USAGE = 2  #: wrong usage or configuration
    NOTHING_READ = 3  #: no article could be read
    EXTRACTION = 4
    STORE = 5
    QUERY = 6  #: a query was refused or went over its limits


class KgError(Exception):
    """The root of kg's errors."""

    exit_code: ExitCode = ExitCode.FAULTS


class ConfigError(KgError):
    """The configuration or the arguments cannot be used."""

    exit_code = ExitCode.USAGE


class ReadError(KgError):
    """One source cannot be read as an article.

    Attributes:
        source: the file as the user named it (``feed.json#3`` for an item of a feed).
        reason: one line, in plain words, with what to do where something can be done.
    """

    exit_code = ExitCode.NOTHING_READ

    def __init__(self, source: str, reason: str) -> None:
        self.source = source
        self.reason = " ".join(reason.splitlines())  # parsers quote what they stumble over, line ends included
        super().__init__(f"{' '.join(source.splitlines())}: {self.reason}")


_LANGUAGES = {
    "ja": "Japanese",
    "ko": "Korean",
    "ru": "Cyrillic letters",
    "ar": "Arabic letters",
    "th": "Thai",
    "und-Latn": "Latin letters",
    "und": "a script that is not Chinese",
}


class ForeignLanguageError(ReadError):
    """The article is whole, but in a language that kg does not read.

    Attributes:
        language: BCP 47 tag of the language found.
        article: the whole article (a :class:`kg.model.Article`) with its metadata, to be kept without facts.
    """

    def __init__(self, source: str, language: str, article: Any = None) -> None:
        written = _LANGUAGES.get(language, f"the language «{language}»")
        super().__init__(source, f"written in {written}; kg reads Chinese, so it is kept without facts")
        self.language = language
        self.article = article


class ExtractionError(KgError):
    """An extractor failed, or the extractors cannot run in the order given."""

    exit_code = ExitCode.EXTRACTION


class StoreError(KgError):
    """The store cannot be opened, read or written."""

    exit_code = ExitCode.STORE


class QueryError(KgError):
    """A query was refused, is malformed, or went over its limits."""

    exit_code = ExitCode.QUERY


class RefusedError(QueryError):
    """A query would change the store or reach outside it."""


class LimitError(QueryError):
    """A query or another job went over its limits of time, rows, bytes or memory; it has been stopped."""


class BusyError(KgError):
    """All workers are busy, and no more jobs may wait; later there will be room."""

    exit_code = ExitCode.QUERY


class JobError(KgError):
    """A job broke off, through no fault of the one who asked for it: a function failed, or its process was ended."""

    exit_code = ExitCode.QUERY


class ExposedWarning(UserWarning):
    """A password or a token would cross a network unencrypted; said once, and no reason to stop."""


class PassedOverWarning(UserWarning):
    """A store that the environment or the settings name is not the one that is used; no reason to stop."""
