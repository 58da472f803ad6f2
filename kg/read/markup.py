"""HTML → lines: what a reader of the page would see, block by block."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from kg.model import BlockKind, Link, Span
from kg.read.bylines import is_byline
from kg.read.lines import Line, fold_space, visible, words

# elements that begin and end a block
BLOCKS = words(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 header hgroup hr html legend li main menu nav ol p pre section summary table tbody "
    "tfoot thead tr ul"
)
# elements whose content is not text of the article
_UNREAD = words(
    "applet audio base button canvas datalist embed head iframe input link map math meta noframes noscript object "
    "option rp rt script select style svg template textarea title video"
)
_HEADINGS = words("h1 h2 h3 h4 h5 h6")
_BOLD = words("strong b h1 h2 h3 h4 h5 h6")
_CAPTION_CLASS = re.compile(
    r"(?:^|[\s_-])(?:figcaption|caption|editor-image-source"
    r"|(?:img|image|pic|picture|photo|media)[_-]?(?:caption|desc|description|note|source|credit|text|title|info))"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_PICTURE_FRAME_CLASS = re.compile(r"(?:^|\s)(?:article-img|media_pic|wp-caption)(?:$|\s)")
_TITLE_CLASS = re.compile(r"(?:^|\s)text-big-title(?:$|\s)")
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none", re.IGNORECASE)
_BOLD_STYLE = re.compile(r"font-weight\s*:\s*(?:bold|[6-9]00)", re.IGNORECASE)
_GREY = re.compile(
    r"(?:^|[;\s])color\s*:\s*(?:rgba?\(\s*(\d{1,3})\s*,\s*(\d{1,3})\s*,\s*(\d{1,3})\b|#([0-9a-f]{6}|[0-9a-f]{3})\b|(gr[ae]y)\b)",
    re.IGNORECASE,
)
_GREY_RANGE = range(0x66, 0xCC)  # body text is black to #555
_GREY_SHARE = 0.25  # where more of the text is grey, grey is how this site writes
_CAPTION_MARK = re.compile(
    r"^[▲△▼↑]|^(?:图|圖)(?:源|片来源|片來源|片提供|注|说|說)?\s*[:：丨｜|/]|^(?:图片来源|圖片來源|图源|圖源)"
)
_CREDIT = re.compile(
    r"^(?:题图|題圖|头图|頭圖|封面图?|封面圖|图片|圖片|图|圖|圖像)(?:来源|來源|来自|來自|源自|源)\s*[:：，,丨｜|]?\s*\S"
)
_SENTENCE = re.compile(r"[。！？!?；;：:，,…]")
_MAY_BE_CAPTION = (BlockKind.PARAGRAPH, BlockKind.HEADING)
_HEADING_LENGTH = 30
_CREDIT_LENGTH = 40
_CAPTION_LENGTH = 120


@dataclass(slots=True)
class _Frame:
    """What the elements around the present place say about its text."""

    kind: BlockKind = BlockKind.PARAGRAPH
    link: Link | None = None
    in_cell: bool = False
    keeps_lines: bool = False
    bold: bool = False
    grey: bool = False


@dataclass(slots=True)
class _Lines:
    """Collects text into lines; folds white space as it goes, so that links keep their places."""

    done: list[Line] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    _length: int = 0
    _links: list[tuple[Link, int, int]] = field(default_factory=list)
    _kind: BlockKind = BlockKind.PARAGRAPH
    _plain: bool = False  # something in the line is not bold
    _dark: bool = False  # something in the line is not grey
    _after_picture: bool = False
    sources: list[Any] = field(default_factory=list)  # the element of each line's first character
    grey: list[bool] = field(default_factory=list)  # lines that may be captions by their colour
    _shades: list[int] = field(default_factory=lambda: [0, 0])  # characters that are grey, and that are not

    def add(self, text: str, frame: _Frame, element: Any) -> None:
        text = fold_space(visible(text))
        if not text:
            return
        if text[0] == " " and (not self._parts or self._parts[-1][-1] in " \t"):
            text = text[1:]
            if not text:
                return
        if not self._parts:
            self._kind, self._plain, self._dark = frame.kind, False, False
            self.sources.append(element)
        if text != " ":
            self._plain |= not frame.bold
            self._dark |= not frame.grey
        if frame.link is not None:
            self._add_link(frame.link, len(text))
        self._parts.append(text)
        self._length += len(text)

    def _add_link(self, link: Link, length: int) -> None:
        start = self._length
        if self._links and self._links[-1][0] is link and self._links[-1][2] == start:
            start = self._links.pop()[1]
        self._links.append((link, start, self._length + length))

    def tab(self) -> None:
        """Begins the next cell of a row."""
        if not self._parts:
            return
        while self._parts and self._parts[-1].endswith(" "):
            part = self._parts.pop()
            self._length -= len(part)
            if part := part.rstrip(" "):
                self._parts.append(part)
                self._length += len(part)
        self._parts.append("\t")
        self._length += 1

    def picture(self) -> None:
        self._after_picture = True

    def end(self) -> None:
        """Ends the line, if one is begun."""
        if not self._parts:
            return
        text = "".join(self._parts).strip()
        links = (_trimmed(link, start, end, text) for link, start, end in self._links)
        if text:
            self.grey.append(not self._dark and self._after_picture and len(text) <= _CAPTION_LENGTH)
            self._shades[self._dark] += len(text)
            self.done.append(Line(self._judged(text), text, tuple(link for link in links if link is not None)))
            self._after_picture = False
        else:
            self.sources.pop()
        self._parts, self._links, self._length = [], [], 0

    def finished(self) -> list[Line]:
        """Every line; a grey one below a picture is its caption, unless half the text is grey."""
        self.end()
        if self._shades[False] > _GREY_SHARE * sum(self._shades):
            return self.done
        return [_as_caption(line) if grey else line for line, grey in zip(self.done, self.grey, strict=True)]

    def _judged(self, text: str) -> BlockKind:
        if self._kind is not BlockKind.PARAGRAPH:
            return self._kind
        if len(text) <= _CREDIT_LENGTH and _CREDIT.match(text):
            return BlockKind.CAPTION
        if self._after_picture and len(text) <= _CAPTION_LENGTH and _CAPTION_MARK.match(text):
            return BlockKind.CAPTION
        if not self._plain and _is_heading(text):
            return BlockKind.HEADING
        return BlockKind.PARAGRAPH


def _as_caption(line: Line) -> Line:
    return Line(BlockKind.CAPTION, line.text, line.links) if line.kind in _MAY_BE_CAPTION else line


def _is_heading(text: str) -> bool:
    """Whether a paragraph that is all bold heads what follows: short, no sentence, no byline (文丨林晓舟)."""
    return len(text) <= _HEADING_LENGTH and not _SENTENCE.search(text[-1]) and "。" not in text and not is_byline(text)


def _trimmed(link: Link, start: int, end: int, text: str) -> Link | None:
    end = min(end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Link(Span(start, end), link.href, link.name, link.identifier) if start < end else None


def lines_of(root: Any) -> tuple[Line, ...]:
    """The lines of a parsed element and everything below it.

    Args:
        root: an lxml element.
    """
    return tuple(line for line, _ in lines_with_elements(root))


def lines_with_elements(root: Any) -> Iterator[tuple[Line, Any]]:
    """Each line with the lxml element that its first character stands in."""
    lines = _Lines()
    _walk(root, lines)
    return zip(lines.finished(), lines.sources, strict=True)


def _walk(root: Any, lines: _Lines) -> None:
    from lxml import etree

    frames = [_Frame()]
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        if event == "start":
            if _unread(element):
                frames.append(frames[-1])
                walker.skip_subtree()
                continue
            frames.append(_opened(element, frames[-1], lines))
            _text(element.text, frames[-1], element, lines)
            continue
        if event == "end":
            frames.pop()
            if not _unread(element):
                _closed(element, frames[-1], lines)
        if element is not root:
            _text(element.tail, frames[-1], element.getparent(), lines)


def _unread(element: Any) -> bool:
    return (
        element.tag in _UNREAD
        or element.get("hidden") is not None
        or bool(_HIDDEN_STYLE.search(element.get("style") or ""))
    )


def _text(text: str | None, frame: _Frame, element: Any, lines: _Lines) -> None:
    if not text:
        return
    if not frame.keeps_lines:
        lines.add(text, frame, element)
        return
    for number, part in enumerate(text.splitlines()):
        if number:
            lines.end()
        lines.add(part, frame, element)


def _opened(element: Any, around: _Frame, lines: _Lines) -> _Frame:
    tag = element.tag
    if tag == "br":
        _line_break(around, lines)
    elif tag == "img":
        lines.picture()
    elif tag in ("td", "th") and around.kind is BlockKind.ROW:
        lines.tab()
    elif tag in BLOCKS and not around.in_cell:
        lines.end()
    elif tag in BLOCKS:
        lines.add(" ", around, element)
    style = element.get("style") or ""
    return _Frame(
        kind=_kind(element, around),
        link=_link(element) if tag == "a" else around.link,
        in_cell=around.in_cell or (tag in ("td", "th") and around.kind is BlockKind.ROW),
        keeps_lines=(around.keeps_lines or tag == "pre") and tag != "code-block",
        bold=around.bold or tag in _BOLD or bool(_BOLD_STYLE.search(style)),
        grey=_is_grey(style, around.grey),
    )


def _is_grey(style: str, around: bool) -> bool:
    match = _GREY.search(style)
    if match is None:
        return around
    if match[5]:
        return True
    written = match[4]
    if written:
        step = len(written) // 3
        levels = [int(written[i : i + step] * (3 - step), 16) for i in range(0, len(written), step)]
    else:
        levels = [int(match[i]) for i in (1, 2, 3)]
    return max(levels) - min(levels) <= 8 and levels[0] in _GREY_RANGE


def _line_break(frame: _Frame, lines: _Lines) -> None:
    # a heading and a cell of a table go on after a break; elsewhere writers use it to begin a paragraph
    if frame.in_cell or frame.kind is BlockKind.HEADING:
        lines.add(" ", frame, None)
    else:
        lines.end()


def _closed(element: Any, around: _Frame, lines: _Lines) -> None:
    if element.tag in BLOCKS:
        if around.in_cell:
            lines.add(" ", around, element)
        else:
            lines.end()


def _kind(element: Any, around: _Frame) -> BlockKind:
    if around.kind in (BlockKind.CAPTION, BlockKind.ROW, BlockKind.HEADING) and element.tag != "table":
        return around.kind
    tag, classes = element.tag, element.get("class") or ""
    if tag in _HEADINGS or _TITLE_CLASS.search(classes):
        return BlockKind.HEADING
    if tag in ("figure", "figcaption", "caption") or _CAPTION_CLASS.search(classes):
        return BlockKind.CAPTION
    if _PICTURE_FRAME_CLASS.search(classes) or (tag == "dl" and element.find(".//img") is not None):
        return BlockKind.CAPTION
    if tag == "tr" and _is_row(element):
        return BlockKind.ROW
    if tag == "li":
        return BlockKind.ITEM
    return BlockKind.PARAGRAPH if tag in ("table", "blockquote") else around.kind


def _is_row(row: Any) -> bool:
    """Whether a ``tr`` holds cells of a table, not pieces of a page laid out by one."""
    cells = [cell for cell in row if cell.tag in ("td", "th")]
    return len(cells) > 1 and all(sum(1 for inner in cell if inner.tag in BLOCKS) <= 1 for cell in cells)


def _link(element: Any) -> Link:
    return Link(Span(0, 0), element.get("href"), element.get("data-name"), element.get("data-id"))


class MarkupError(ValueError):
    """Markup that would cost too much to read; the message is the reason, in one line."""


_LONGEST = 4_000_000  # characters of one article's markup, pictures within it not counted
_INLINE_PICTURE = re.compile(r"data:image/[\w.+-]{1,30};base64,[A-Za-z0-9+/=\s]*+")
# libxml2 looks through an element's attributes for each one that it adds: 300,000 of them take minutes. Tags are looked
# for twice, with quoted values and without, since a stray quotation mark hides a tag from the first pattern.
_TAGS = (re.compile(r"""<[A-Za-z](?:[^"'>]++|"[^"]*+"|'[^']*+')*+"""), re.compile(r"<[A-Za-z][^<>]*+"))
_MOST_TAGS = 100_000
"""How many tags are read: ten times as many as news has. Of a page of nothing but tags libraries copy the text between
them again and again."""
_LONG_TAG = 8_000
_MOST_ATTRIBUTES = 4_000


def parse_html(markup: str) -> Any:
    """An lxml tree of a page or a fragment, whatever its faults; None where there is nothing in it.

    Raises:
        MarkupError: it is too long, has too many tags, is nested too deeply, or an element has thousands of attributes.
    """
    from lxml import etree

    markup = visible(_INLINE_PICTURE.sub("data:", markup))
    _refuse_costly(markup)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_pis=True, huge_tree=True)
    if not markup.strip():
        return None
    root = etree.fromstring(markup.encode("utf-8"), parser)
    if any("depth" in e.message for e in parser.error_log):  # what follows would be lost
        raise MarkupError("HTML nested more than 2,000 elements deep")
    return root


def _refuse_costly(markup: str) -> None:
    if len(markup) > _LONGEST:
        raise MarkupError(f"{len(markup):,} characters of markup for one article; at most {_LONGEST:,} are read")
    if (tags := markup.count("<")) > _MOST_TAGS:
        raise MarkupError(f"{tags:,} tags of markup in one article; at most {_MOST_TAGS:,} are read")
    for pattern in _TAGS:
        for match in pattern.finditer(markup):
            if match.end() - match.start() > _LONG_TAG and len(match[0].split()) > _MOST_ATTRIBUTES:
                raise MarkupError("an HTML element with thousands of attributes")
