"""HTML fragments to paragraphs of text, as feeds carry them."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h1|"
    r"h2|h3|h4|h5|h6|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_HIDDEN = frozenset(("script", "style", "noscript", "template", "iframe", "svg"))


class _Stripper(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self.hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.hidden and tag in _HIDDEN:
            self.hidden = tag
        elif _BLOCK.fullmatch(tag):
            self.pieces.append("\f")
        elif tag == "br":
            self.pieces.append("\v")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _HIDDEN:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        if tag == self.hidden:
            self.hidden = ""
        elif _BLOCK.fullmatch(tag):
            self.pieces.append("\f")

    def handle_data(self, data: str) -> None:
        if not self.hidden:
            self.pieces.append(re.sub(r"[\f\v]", " ", data))


def strip_markup(fragment: str) -> str:
    r"""Return the visible text of an HTML fragment: blocks apart by blank lines, `br` as a line end.

    >>> strip_markup("<p>One &amp; two</p><p>Three<br>four</p>")
    'One & two\n\nThree\nfour'
    """
    parser = _Stripper()
    try:
        parser.feed(fragment)
        parser.close()
    except AssertionError:  # the standard parser gives up like this on some broken declarations
        parser.handle_data(parser.rawdata)
    blocks = []
    for block in re.split(r"\f|\v\s*\v", "".join(parser.pieces)):
        lines = (" ".join(line.split()) for line in block.split("\v"))
        blocks.append("\n".join(line for line in lines if line))
    return "\n\n".join(block for block in blocks if block)
