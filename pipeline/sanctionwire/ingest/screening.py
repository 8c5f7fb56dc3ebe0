"""From a draft to an article: text, date, language, or the reason why not."""

from __future__ import annotations

import re
from itertools import islice

from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.language import identify_language
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.published import find_dateline, parse_published
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.schema.records import Article

MIN_LETTERS = 20
"""Fewest letters of an article. Source: own rule; "US sanctions Huawei over Iran" has 25."""

_LETTER = re.compile(r"[^\W\d_]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def screen(draft: Draft, options: IngestOptions) -> Article:
    """Return the finished article.

    Raises:
        Refusal: `lone_surrogate`, `empty`, `too_large`, `too_short` or `not_english`.
    """
    for name in ("body", "title", "id", "url", "source"):
        if match := _SURROGATE.search(getattr(draft, name) or ""):
            where = f"{'text' if name == 'body' else name}, character {match.start():,}"
            raise Refusal("lone_surrogate", f"half a surrogate pair in {where}; repair the export")
    if not draft.body.strip():
        raise Refusal("empty", "the text is empty")
    if len(draft.body) > options.max_bytes:
        raise Refusal("too_large", f"a text of {len(draft.body):,} characters; split it")
    title = " ".join((draft.title or "").split()) or None
    text = draft.body if draft.is_exact or title is None else join_title(title, draft.body)
    letters = sum(1 for _ in islice(_LETTER.finditer(text), MIN_LETTERS))
    if letters < MIN_LETTERS:
        raise Refusal("too_short", f"{letters} letters; an article has at least {MIN_LETTERS}")
    language = identify_language(text)
    if language not in ("en", None) and not options.any_language:
        raise Refusal("not_english", f"the text looks like {language!r}; keep it with --any-language")
    return Article(
        id=draft.chosen_id,
        text=text,
        title=draft.title if draft.is_exact else title,
        published=parse_published(draft.published) or find_dateline(text) or options.published,
        source=draft.source or None,
        url=draft.url or None,
        language=language,
        origin=draft.origin,
    )


def join_title(title: str, body: str) -> str:
    """Return title, blank line and body, or the body alone when it starts with the title.

    The title must stand on a line of its own there, or have four words: a body that starts "Iran said" does
    not repeat the title "Iran".
    """
    start = body.lstrip()
    if start.startswith(title):
        rest = start[len(title) :]
        if not rest or rest[0] in "\r\n" or (len(title.split()) > 3 and not rest[0].isalnum()):
            return body
    return f"{title}\n\n{body}"
