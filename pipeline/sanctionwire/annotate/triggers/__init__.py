"""Marks the words that announce a sanction action, with the action and how firm it is."""

from __future__ import annotations

from functools import partial

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from sanctionwire.annotate.triggers.features import describe_mood, describe_word, read_surroundings
from sanctionwire.annotate.triggers.words import find_words
from sanctionwire.linear import Scorer, load_model
from sanctionwire.schema.labels import ACTIONS, STATUSES
from sanctionwire.schema.layers import TRIGGERS

MODEL = "sanctions"
THRESHOLD = 0.2
"""Least probability of a trigger; low, because the extractor weighs it again. Source: cross-validation on train."""

_load = partial(load_model, MODEL)


def find_triggers(
    doc: Doc, words: Scorer | None = None, statuses: Scorer | None = None
) -> list[tuple[Span, float]]:
    """Return the triggers of a document in text order, each with its probability in [0, 1].

    A trigger is one word; `label_` is its action, `kb_id_` its status, `id_` is `t1`, `t2`, ...

    Args:
        doc: A parsed document with mentions.
        words: Judges `announces` and the actions; by default the shipped model.
        statuses: Judges the statuses; by default the shipped model.
    """
    words = words or _load("triggers")
    statuses = statuses or _load("statuses")
    around = read_surroundings(doc)
    found: list[tuple[Span, float]] = []
    for token in find_words(doc):
        scores = words.score(describe_word(token, around))
        if scores["announces"] < THRESHOLD:
            continue
        moods = statuses.score(describe_mood(token, around))
        action = max(ACTIONS, key=lambda name: scores.get(name, 0.0))
        status = max(STATUSES, key=lambda name: moods.get(name, 0.0))
        span = Span(doc, token.i, token.i + 1, label=action, kb_id=status, span_id=f"t{len(found) + 1}")
        found.append((span, scores["announces"]))
    return found


def group_triggers(doc: Doc, found: list[tuple[Span, float]]) -> SpanGroup:
    """Return triggers as a span group that carries their probabilities by id in `attrs["probabilities"]`."""
    group = SpanGroup(doc, name=TRIGGERS, spans=[span for span, _ in found])
    group.attrs["probabilities"] = {span.id_: score for span, score in found}
    return group


@Language.component("triggers", assigns=["doc.spans"])
def triggers(doc: Doc) -> Doc:
    """Pipeline component around `find_triggers`."""
    doc.spans[TRIGGERS] = group_triggers(doc, find_triggers(doc))
    return doc
