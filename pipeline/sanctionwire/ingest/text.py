"""Plain text files: one article each, kept to the last character."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from sanctionwire.ingest.decode import decode
from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.sources import Source, read_whole

MAX_TITLE_CHARS = 200
"""Longest first line that can be a title. Source: the longest headline of the training articles has 170."""

_TITLE = re.compile(r"(\S[^\r\n]*?)[ \t]*(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)")
_SENTENCE_END = re.compile(r"(?<!\b[A-Z])[.;:,][\"'”’)]*\Z")


def find_title(text: str) -> str | None:
    r"""Return the first line when it is a headline: short, with a blank line below, and no sentence.

    >>> find_title("Treasury blacklists bank\n\nThe bank said ...")
    'Treasury blacklists bank'
    >>> find_title("The bank was blacklisted.\n\nIt said ...") is None
    True
    """
    match = _TITLE.match(text)
    if not match or len(match[1]) > MAX_TITLE_CHARS or _SENTENCE_END.search(match[1]):
        return None
    return match[1] if text[match.end() :].strip() else None


def read_text(stream: io.BufferedReader, source: Source, options: IngestOptions) -> Iterator[Draft]:
    """Yield the one article of a text file. Its text is exactly the decoded file, without byte order mark.

    Raises:
        Refusal: `too_large`, `binary` or `undecodable`.
    """
    text = decode(read_whole(stream, options.max_bytes))
    yield Draft(
        origin=source.origin, body=text, title=find_title(text), fallback_id=source.name, is_exact=True
    )
