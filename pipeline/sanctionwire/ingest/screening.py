"""From a draft to an article: text, date, language, or the reason why not."""

from __future__ import annotations

import re
from itertools import islice

from sanctionwire.ingest.draft import Draft
from sanctionwire.ingest.language import identify_language
from sanctionwire.ingest.options import IngestOptions
from sanctionwire.ingest.published import find_published
from sanctionwire.ingest.reasons import Refusal
from sanctionwire.schema.records import Article

MIN_LETTERS = 20
"""Fewest letters of an article; of three words, fewest characters. Source: own rule; the shortest headlines
that state a fact have three words ("U.S. sanctions Rosneft"), buttons as well ("Read more here")."""

MIN_WORDS = 3

MAX_CONTROLS = 0.05
"""Largest share of control and replacement characters. Source: own rule; a feed once decoded wrongly has such
a character for each apostrophe, about one in a hundred; a picture has one in ten."""

_LETTER = re.compile(r"[^\W\d_]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufffd]")
_SURROGATE = re.compile("[\ud800-\udfff]")


def screen(draft: Draft, options: IngestOptions) -> Article:
    """Return the finished article.

    Raises:
        Refusal: `lone_surrogate`, `empty`, `too_large`, `control_characters`, `too_short` or `not_english`.
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
    text = draft.body
    if title is not None and not draft.is_exact:
        text, title = join_title(title, draft.body)
    _check_characters(text)
    letters = sum(1 for _ in islice(_LETTER.finditer(text), MIN_LETTERS))
    words = sum(_LETTER.search(word) is not None for word in text[:1000].split())
    if letters < MIN_LETTERS and (words < MIN_WORDS or len(text.strip()) < MIN_LETTERS):
        raise Refusal("too_short", f"only {letters} letters in {words} words; leave it out")
    language = identify_language(text)
    if language not in ("en", None) and not options.any_language:
        raise Refusal("not_english", f"the text looks like {language!r}; keep it with --any-language")
    return Article(
        id=draft.chosen_id,
        text=text,
        title=draft.title if draft.is_exact else title,
        published=find_published(stated=draft.published, url=draft.url, text=text, default=options.published),
        source=draft.source or None,
        url=draft.url or None,
        language=language,
        origin=draft.origin,
    )


def _check_characters(text: str) -> None:
    """Raise `Refusal` with `control_characters` for NUL, which databases cut off at, and for noise."""
    if "\x00" in text:
        detail = f"NUL at character {text.index(chr(0)):,}; export the text again without it"
        raise Refusal("control_characters", detail)
    count = sum(1 for _ in _CONTROL.finditer(text))
    if count > MAX_CONTROLS * len(text):
        detail = (
            f"{count:,} of {len(text):,} characters are control or replacement characters; decode it again"
        )
        raise Refusal("control_characters", detail)


def join_title(title: str, body: str) -> tuple[str, str]:
    r"""Return the text of title and body, and the title as the text begins with it.

    The text is title, blank line and body, or the body alone when it repeats the title.

    Blank space in front of the body is dropped. The first line may repeat the title in other letter case. A
    title in front of more words must have four of its own: a body that starts "Iran said" does not repeat the
    title "Iran".

    >>> join_title("Bank Fined", "Bank fined\n\nThe bank said ...")
    ('Bank fined\n\nThe bank said ...', 'Bank fined')
    """
    body = body.lstrip()
    first = next(iter(body[: len(title) + 100].splitlines()), "").rstrip()
    if first.casefold().split() == title.casefold().split():
        return body, first
    if body.startswith(title) and len(title.split()) > 3 and not body[len(title)].isalnum():
        return body, title
    return f"{title}\n\n{body}", title
