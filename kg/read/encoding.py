"""Bytes → text, without guessing."""

from __future__ import annotations

import codecs
import re

from kg.errors import ReadError
from kg.read.lines import words

_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"))
_MARKS_16 = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_DECLARED = re.compile(
    rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']|<meta[^>]{0,300}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_HEAD = 4096
# a page that says gb2312 is written in its superset more often than not
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs"}
_ALLOWED = words(
    "utf-8 utf-16 utf-16-le utf-16-be utf-32 gb18030 big5hkscs hz iso8859-1 cp1252 ascii shift_jis euc_jp euc_kr"
)
# undeclared: named in the message, never used
_LIKELY = (("gb18030", "GBK"), ("big5hkscs", "Big5"))
_COMMON_HAN = re.compile("[的一是在有了不人我大中国年发为公司和上日月]|[的一是在有了不人我大中國年發為公司和上日月]")


def decode(raw: bytes, source: str) -> str:
    """The text of a whole source: by its byte order mark, as UTF-8, or in the encoding that it declares itself.

    Raises:
        ReadError: none of the three fits; the reason names the encoding that it looks like and how to convert it.
    """
    for mark, name in (*_MARKS, *_MARKS_16):
        if raw.startswith(mark):
            return _strict(raw, name, source, "its byte order mark")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        declared = _declared(raw)
        if declared is None:
            raise ReadError(source, _advice(raw, error)) from None
        if declared == "utf-8":
            return _patched(raw, error, source)
        return _strict(raw, declared, source, "what it declares")


def _strict(raw: bytes, name: str, source: str, by: str) -> str:
    try:
        return raw.decode(name)
    except UnicodeError:
        raise ReadError(source, f"not valid {name.upper()}, which {by} says it is") from None


def _patched(raw: bytes, error: UnicodeDecodeError, source: str) -> str:
    raise ReadError(source, f"says that it is UTF-8, but byte {error.start:,} is not: {_advice(raw, error)}")


def _declared(raw: bytes) -> str | None:
    match = _DECLARED.search(raw[:_HEAD])
    if match is None:
        return None
    written = (match[1] or match[2]).decode("ascii").lower()
    try:
        name = codecs.lookup(_WIDER.get(written, written)).name
    except LookupError:
        return None
    name = _WIDER.get(name, name)
    return name if name in _ALLOWED else None


def _advice(raw: bytes, error: UnicodeDecodeError) -> str:
    sample = raw[:65536]
    best, name, label = 0, "", ""
    for codec, spoken in _LIKELY:
        count = _fit(sample, codec)
        if count > best:
            best, name, label = count, codec, spoken
    if not best:
        return f"not UTF-8 (byte {error.start:,}) and declares no other encoding; convert it to UTF-8"
    tool = {"gb18030": "gb18030", "big5hkscs": "big5"}[name]
    return f"not UTF-8, looks like {label} without saying so; convert it: iconv -f {tool} -t utf-8 FILE"


def _fit(sample: bytes, codec: str) -> int:
    """How many of the commonest characters a decoding gives; 0 where it does not decode."""
    try:
        text = codecs.getincrementaldecoder(codec)("strict").decode(sample)
    except UnicodeDecodeError:
        return 0
    return len(_COMMON_HAN.findall(text))
