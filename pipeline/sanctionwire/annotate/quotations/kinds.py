"""Tells a direct quotation from a mixed one."""

from __future__ import annotations

from spacy.tokens import Doc

from sanctionwire.annotate.quotations.sentences import Passage
from sanctionwire.schema.labels import QuoteKind

_SUBJECTS = frozenset(("nsubj", "nsubjpass", "expl"))
_RELATIVE_TAGS = frozenset(("WDT", "WRB", "WP"))
_MIN_CLAUSE = 4
"""Tokens from which capitalized words with a mark of punctuation at their end pass for a clause."""


def classify(doc: Doc, passage: Passage) -> QuoteKind:
    """Return `direct` for a full finite clause, with the subject of its main verb inside, else `mixed`."""
    words = doc[passage.start : passage.end]
    first = next((token for token in words if token.text[0].isalnum()), words[0])
    root = words.root
    subordinate = first.tag_ in _RELATIVE_TAGS or (first.dep_ == "mark" and first.head == root)
    if not subordinate and any(
        child.dep_ in _SUBJECTS and passage.start <= child.i < root.i for child in root.lefts
    ):
        return "direct"
    whole = first.text[0].isupper() and words[-1].text[-1] in ".!?," and len(words) >= _MIN_CLAUSE
    return "direct" if whole else "mixed"
