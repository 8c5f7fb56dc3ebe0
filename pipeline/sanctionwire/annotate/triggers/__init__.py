"""Marks the words that announce a sanction action, with the action and how firm it is."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from sanctionwire.annotate.triggers.actions import read_action
from sanctionwire.annotate.triggers.moods import read_status
from sanctionwire.annotate.triggers.words import find_words
from sanctionwire.schema.layers import TRIGGERS


def find_triggers(doc: Doc) -> list[Span]:
    """Return one span a trigger word, in text order.

    Each has the action as `label_`, the status as `kb_id_` and `t1`, `t2`, ... as `id_`.
    """
    found = []
    for number, token in enumerate(find_words(doc), start=1):
        action, anchor = read_action(token)
        status = read_status(anchor, action)
        found.append(Span(doc, token.i, token.i + 1, label=action, kb_id=status, span_id=f"t{number}"))
    return found


@Language.component("triggers", assigns=["doc.spans"])
def triggers(doc: Doc) -> Doc:
    """Pipeline component around `find_triggers`."""
    doc.spans[TRIGGERS] = find_triggers(doc)
    return doc
