"""Says which entity a source stands for: a name, a pronoun, or a description such as "the ministry"."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from functools import cache

from spacy.tokens import Doc, Span, Token

from sanctionwire.extract.quotes.salience import Salience
from sanctionwire.lexicons import load_lexicon
from sanctionwire.schema.layers import MENTIONS, QUOTES

_SPEAKING = frozenset(("PERSON", "COMPANY", "PUBLIC_BODY", "ORGANIZATION", "GPE"))
_BODIES = frozenset(("COMPANY", "PUBLIC_BODY", "ORGANIZATION", "GPE"))
_POSSESSIVES = frozenset(("'s", "’s", "'", "’"))
_COMPANY_NOUNS = frozenset(
    (
        "company",
        "firm",
        "bank",
        "group",
        "manufacturer",
        "maker",
        "lender",
        "producer",
        "conglomerate",
        "giant",
        "carrier",
    )
)
_STATE_NOUNS = frozenset(("country", "government", "state", "nation", "regime", "kingdom"))


@cache
def _words(group: str) -> frozenset[str]:
    return frozenset(word.lower() for word in load_lexicon("reporting")[group])


def resolve_speakers(doc: Doc, sources: Mapping[str, Span]) -> dict[str, str | None]:
    """Return the entity id of each source by quote id; None where the document names nobody."""
    mentions = [span for span in doc.spans.get(MENTIONS, ()) if span.label_ not in ("DATE", "MONEY")]
    quoted = sorted((span.start, span.end) for span in doc.spans.get(QUOTES, ()) if span.label_ != "indirect")
    salience = Salience(doc, [m for m in mentions if m.label_ == "PERSON"], quoted)
    starts = [m.start for m in mentions]
    speakers: dict[str, str | None] = {}
    for ident, source in sorted(sources.items(), key=lambda item: item[1].start):
        inside = mentions[bisect_left(starts, source.start - 8) : bisect_left(starts, source.end)]
        inside = [m for m in inside if m.end > source.start]
        speakers[ident] = _resolve(
            doc, source, inside, mentions[: bisect_left(starts, source.start)], salience
        )
    return speakers


def _resolve(
    doc: Doc, source: Span, inside: list[Span], earlier: list[Span], salience: Salience
) -> str | None:
    head = source.root
    named = _named(doc, source, head, inside)
    if named is not None:
        if named.label_ == "PERSON":
            salience.advance(source.end)
            salience.boost(named.kb_id_)
        return named.kb_id_ or None
    pronoun = head.lower_ if len(source) == 1 else ""
    if pronoun in ("he", "she"):
        return salience.find(source.start, pronoun)
    return None


def _named(doc: Doc, source: Span, head: Token, inside: list[Span]) -> Span | None:
    """Return the mention that names the source: a person anywhere in it, else the one at its head."""
    free = [
        m for m in inside if m.end >= len(doc) or doc[m.end].text not in _POSSESSIVES or m.end >= source.end
    ]
    for mention in free:
        if mention.label_ == "PERSON" and mention.end <= source.end:
            return mention
    for mention in free:
        if mention.start <= head.i < mention.end and mention.label_ in _SPEAKING:
            return mention
    return None
