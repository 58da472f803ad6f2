"""What a terminal shows of other people's text: the text, and nothing that it would obey."""

from __future__ import annotations

import re

import click

_OBEYED = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def safe(text: str) -> str:
    r"""A text that a terminal shows and does not obey: articles may hold control characters and change directions.

    >>> safe("快手\x1b]0;pwned\x07")
    '快手�]0;pwned�'
    """
    return _OBEYED.sub("�", text)


def tell(message: str) -> None:
    """Say one line on standard error; it may hold names of files, titles and what a parser stumbled over."""
    click.echo(safe(message), err=True)


def counted(number: int, noun: str) -> str:
    """How many of something: a noun whose plural ends in s.

    >>> counted(1, "article"), counted(2_000, "article")
    ('1 article', '2,000 articles')
    """
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
