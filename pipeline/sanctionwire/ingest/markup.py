"""HTML fragments to paragraphs of text, as feeds carry them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

_BLOCK = re.compile(
    r"address|article|aside|blockquote|body|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|"
    r"header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
_HIDDEN = frozenset(("script", "style", "noscript", "template", "iframe", "svg"))

# Possessive, so that no markup, however broken, takes more than linear time. The parser of the standard
# library takes a minute for 400 kB of opened comments.
_MARKUP = re.compile(
    r"""<(?P<end>/?)(?P<tag>[A-Za-z][A-Za-z0-9:-]*+)(?>"[^"<]*+"|'[^'<]*+'|[^<>])*+>"""
    r"|(?P<comment><!--)|<[!?][^<>]*+>"
)
_PARAGRAPH = "\f"
_LINE = "\v"


def strip_markup(fragment: str) -> str:
    r"""Return the visible text of an HTML fragment: blocks apart by blank lines, `br` as a line end.

    >>> strip_markup("<p>One &amp; two</p><p>Three<br>four</p>")
    'One & two\n\nThree\nfour'
    """
    blocks = []
    for block in re.split(r"\f|\v\s*\v", unescape("".join(_split(fragment)))):
        lines = (" ".join(line.split()) for line in block.split(_LINE))
        blocks.append("\n".join(line for line in lines if line))
    return "\n\n".join(block for block in blocks if block)


def _split(fragment: str) -> Iterator[str]:
    """Yield the text between tags, and marks for the ends of paragraphs and lines."""
    fragment = re.sub(r"[\f\v]", " ", fragment)
    position = 0
    while match := _MARKUP.search(fragment, position):
        yield fragment[position : match.start()]
        position = match.end()
        tag = (match["tag"] or "").lower()
        if match["comment"]:
            end = fragment.find("-->", position)
            if end < 0:
                return
            position = end + 3
        elif tag in _HIDDEN and not match["end"] and not match[0].endswith("/>"):
            closing = re.compile(rf"</{tag}\s*+>", re.IGNORECASE).search(fragment, position)
            if not closing:
                return
            position = closing.end()
        elif _BLOCK.fullmatch(tag):
            yield _PARAGRAPH
        elif tag == "br":
            yield _LINE
    yield fragment[position:]
