"""Reads quotations from a `Doc` and says who speaks."""

from __future__ import annotations

import re
from typing import cast

from spacy.tokens import Doc, Span

from sanctionwire.extract.quotes.naming import is_single_person
from sanctionwire.extract.quotes.speakers import resolve_speakers
from sanctionwire.schema import records
from sanctionwire.schema.labels import QuoteKind
from sanctionwire.schema.layers import MENTIONS, QUOTE_CUES, QUOTE_SOURCES, QUOTES, TITLE_END

__all__ = ["extract_quotes"]
_MAX_GAP = 40
"""Tokens between a quotation and the one before it that lets its speaker go on."""
_MAX_STEP = 20
"""The same, where the new quotation begins a paragraph."""
_MAX_HEADING = 12
"""Longest quotation in a heading, in tokens."""
_SIGNED = re.compile(r"(?:(?:opening )?remarks|statement|speech)\b[^.:]{0,40}?\b(?:by|from|of)\b", re.I)
_MAX_HEADINGS = 50
"""Headings looked at in one document: no article has more, and the work stays in proportion."""


def extract_quotes(doc: Doc) -> tuple[records.Quote, ...]:
    """Return the quotes of an annotated document in text order.

    `speaker` is the entity of the source, also where a pronoun or a description stands for it, and None where
    the document does not name the speaker; `speaker_text` and `source` are the source as written, or None.
    """
    sources = {span.id_: span for span in doc.spans.get(QUOTE_SOURCES, ())}
    cues = {span.id_: span for span in doc.spans.get(QUOTE_CUES, ())}
    contents: dict[str, list[Span]] = {}
    for span in doc.spans.get(QUOTES, ()):
        contents.setdefault(span.id_, []).append(span)
    speakers = resolve_speakers(doc, sources)
    _carry_on(doc, contents, speakers)
    _sign(doc, contents, speakers)
    _look_ahead(doc, contents, sources, speakers)
    _carry_over(contents, speakers)
    quotes = []
    for ident, parts in contents.items():
        source = sources.get(ident)
        quotes.append(
            records.Quote(
                id=ident,
                kind=cast(QuoteKind, parts[0].label_),
                content=tuple((part.start_char, part.end_char) for part in parts),
                speaker=speakers.get(ident),
                speaker_text=source.text if source is not None else None,
                source=_offsets(source),
                cue=_offsets(cues.get(ident)),
            )
        )
    return tuple(quotes)


def _carry_on(doc: Doc, contents: dict[str, list[Span]], speakers: dict[str, str | None]) -> None:
    """Give a direct quote without a source the speaker of the quote just before it.

    A short one has to stand in the same paragraph: alone on its line it is a heading.
    """
    last: tuple[str, Span] | None = None
    for ident, parts in contents.items():
        if parts[0].label_ == "indirect":
            continue
        if ident not in speakers and parts[0].label_ == "direct" and last is not None:
            between = doc[last[1].end : parts[0].start]
            near = "\n\n" not in between.text or (len(parts[0]) > _MAX_HEADING and len(between) <= _MAX_STEP)
            if len(between) <= _MAX_GAP and near:
                speakers[ident] = speakers.get(last[0])
        last = (ident, parts[-1])


def _sign(doc: Doc, contents: dict[str, list[Span]], speakers: dict[str, str | None]) -> None:
    """Give long quotes without a source under a title such as "Statement by Vera Lind" to the one named."""
    title = doc.text[: int(doc.user_data.get(TITLE_END, 0))]
    signed = _SIGNED.match(title)
    if signed is None:
        return
    persons = (m for m in doc.spans.get(MENTIONS, ()) if m.label_ == "PERSON" and m.end_char <= len(title))
    signer = next((m.kb_id_ for m in persons if m.start_char >= signed.end()), None)
    for ident, parts in contents.items():
        if signer and ident not in speakers and parts[0].label_ == "direct" and len(parts[0]) > _MAX_HEADING:
            speakers[ident] = signer


def _look_ahead(
    doc: Doc, contents: dict[str, list[Span]], sources: dict[str, Span], speakers: dict[str, str | None]
) -> None:
    """Give whom the headline or the lead describes the name under which the article first quotes a person.

    So "Admiral: ..." or "Norway's finance minister has warned" above "Vera Lind said".
    """
    lead = _find_lead_end(doc)
    named = {m.start: m.kb_id_ for m in doc.spans.get(MENTIONS, ()) if m.label_ == "PERSON"}
    persons = set(named.values())
    waiting: list[str] = []
    for ident, parts in contents.items():
        source, speaker = sources.get(ident), speakers.get(ident)
        if source is None:
            continue
        if speaker in persons:
            if any(named.get(i) == speaker for i in range(source.start, source.end)):
                speakers.update(dict.fromkeys(waiting, speaker))
                return
        elif speaker is None and parts[0].start < lead and is_single_person(source):
            waiting.append(ident)


def _find_lead_end(doc: Doc) -> int:
    """Return the token at which the first paragraph after the title ends."""
    title_end = int(doc.user_data.get(TITLE_END, 0))
    breaks = (t.i for t in doc if t.is_space and t.text.count("\n") >= 2 and t.idx > title_end)
    return next(breaks, len(doc))


def _carry_over(contents: dict[str, list[Span]], speakers: dict[str, str | None]) -> None:
    """Give a short quote without a source, such as a heading, the speaker of a quote with the same words."""
    short = [
        ident
        for ident, parts in contents.items()
        if ident not in speakers and len(parts) == 1 and len(parts[0]) <= _MAX_HEADING
    ]
    if not short:
        return
    words = {
        ident: " ".join(part.text for part in parts).casefold()
        for ident, parts in contents.items()
        if speakers.get(ident)
    }
    for ident in short[:_MAX_HEADINGS]:
        wanted = contents[ident][0].text.casefold().strip(" .,!?…")
        speakers[ident] = next((speakers[other] for other, said in words.items() if wanted in said), None)


def _offsets(span: Span | None) -> records.Span | None:
    return None if span is None else (span.start_char, span.end_char)
