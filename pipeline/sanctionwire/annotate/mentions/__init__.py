"""Marks every named mention: persons, organizations, places, groups, vessels, programs, laws and titles."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from sanctionwire.annotate.mentions.candidate import choose
from sanctionwire.annotate.mentions.gazetteer import Gazetteer
from sanctionwire.annotate.mentions.organizations import find_organizations
from sanctionwire.annotate.mentions.recognized import find_recognized
from sanctionwire.schema.layers import MENTIONS


def _line_starts(words: list[str]) -> list[int]:
    """Return for each token the offset of the first token of its line."""
    starts, current = [], 0
    for index, word in enumerate(words):
        starts.append(current)
        if "\n" in word:
            current = index + 1
    return starts


class MentionFinder:
    """The component `mentions`. Keeps the DATE and MONEY spans of earlier components and adds all other names."""

    def __init__(self, nlp: Language) -> None:
        """Read the lexicons with the tokenizer of `nlp`."""
        self._known = Gazetteer(lambda name: [token.text for token in nlp.tokenizer(name)])

    def find(self, doc: Doc) -> list[Span]:
        """Return the named mentions of a document in text order, without DATE and MONEY; none overlap."""
        words = [token.text for token in doc]
        floors = _line_starts(words)
        candidates = [
            *self._known.find(words),
            *find_organizations(words, floors),
            *find_recognized(doc, words, self._known),
        ]
        taken = [(span.start, span.end) for span in doc.spans.get(MENTIONS, ())]
        return [Span(doc, c.start, c.end, label=c.label) for c in choose(candidates, len(words), taken)]

    def __call__(self, doc: Doc) -> Doc:
        """Store the mentions that `find` returns beside those already there."""
        kept = list(doc.spans.get(MENTIONS, ()))
        doc.spans[MENTIONS] = sorted([*kept, *self.find(doc)], key=lambda span: span.start)
        return doc


@Language.factory("mentions", assigns=["doc.spans"])
def create_mentions(nlp: Language, name: str) -> MentionFinder:
    """Create the component `mentions`."""
    return MentionFinder(nlp)
