"""Marks the words that announce a sanction action, with the action and how firm it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from sanctionwire.annotate.triggers.actions import read_action
from sanctionwire.annotate.triggers.features import describe_mood, describe_word, read_surroundings
from sanctionwire.annotate.triggers.moods import read_status
from sanctionwire.annotate.triggers.words import find_words
from sanctionwire.encoder.opinions import name_model
from sanctionwire.linear import Scorer, load_model
from sanctionwire.schema.labels import ACTIONS, STATUSES, Action, Status
from sanctionwire.schema.layers import TRIGGERS

THRESHOLD = 0.2
"""Least probability of a trigger; low, because the extractor weighs it again.

Source: cross-validation on train.
"""

TRUST = 2.0
"""Weight of the verb or noun that governs a measure ("lift sanctions") beside the model of actions, which
has seen few actions other than impose. Source: cross-validation on train.
"""

TRUST_MOOD = 0.5

LEAST_SHARE = 0.08
"""Least share of the probability of an action or status that is kept beside the likeliest one."""

Label = TypeVar("Label", bound=str)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A word that announces an action.

    Attributes:
        span: The word; `label_` is the likeliest action, `kb_id_` the likeliest status, `id_` is `t1`,
        `t2`, ... readings: Every likely (action, status) with its probability, the likeliest first.
    """

    span: Span
    readings: tuple[tuple[Action, Status, float], ...]


@dataclass(frozen=True, slots=True)
class Judges:
    """The models behind the component.

    Attributes:
        triggers: Judges `announces` of a word.
        actions: Judges the actions of a word that announces one.
        statuses: Judges the statuses of a word that announces an action.
    """

    triggers: Scorer
    actions: Scorer
    statuses: Scorer

    @classmethod
    def load(cls, name: str) -> Judges:
        """Return the parts of a shipped model."""
        return cls(*(load_model(name, part) for part in ("triggers", "actions", "statuses")))


def find_triggers(doc: Doc, judges: Judges | None = None) -> list[Trigger]:
    """Return the triggers of a document in text order.

    Args:
        doc: A parsed document with mentions.
        judges: The models, by default the shipped ones.
    """
    around = read_surroundings(doc)
    judges = judges or Judges.load(name_model(around.opinions))
    found: list[Trigger] = []
    for token in find_words(doc):
        features = describe_word(token, around)
        certainty = judges.triggers.score(features)["announces"]
        if certainty < THRESHOLD:
            continue
        ruled, anchor = read_action(token)
        scores = judges.actions.score(features)
        if ruled != "impose":
            scores[ruled] = scores.get(ruled, 0.0) + TRUST
        actions = _share(scores, ACTIONS)
        moods = judges.statuses.score(describe_mood(token, around))
        mood = read_status(anchor, ruled)
        if mood != "in_force":
            moods[mood] = moods.get(mood, 0.0) + TRUST_MOOD
        statuses = _share(moods, STATUSES)
        readings = _combine(certainty, actions, statuses)
        action, status, _ = readings[0]
        span = Span(doc, token.i, token.i + 1, label=action, kb_id=status, span_id=f"t{len(found) + 1}")
        found.append(Trigger(span, readings))
    return found


def _share(scores: dict[str, float], labels: tuple[Label, ...]) -> list[tuple[Label, float]]:
    """Return the labels with their shares of the sum, the largest first; small shares are left out."""
    total = sum(scores.get(label, 0.0) for label in labels) or 1.0
    shares = sorted(((label, scores.get(label, 0.0) / total) for label in labels), key=lambda item: -item[1])
    return [shares[0], *((label, share) for label, share in shares[1:] if share >= LEAST_SHARE)]


def _combine(
    certainty: float, actions: list[tuple[Action, float]], statuses: list[tuple[Status, float]]
) -> tuple[tuple[Action, Status, float], ...]:
    readings = [(a, s, certainty * one * other) for a, one in actions for s, other in statuses]
    return tuple(sorted(readings, key=lambda reading: -reading[2]))


def group_triggers(doc: Doc, found: list[Trigger]) -> SpanGroup:
    """Return triggers as a span group that carries their readings by id in `attrs["readings"]`."""
    group = SpanGroup(doc, name=TRIGGERS, spans=[trigger.span for trigger in found])
    group.attrs["readings"] = {
        trigger.span.id_: [list(reading) for reading in trigger.readings] for trigger in found
    }
    return group


@Language.component("triggers", assigns=["doc.spans"])
def triggers(doc: Doc) -> Doc:
    """Pipeline component around `find_triggers`."""
    doc.spans[TRIGGERS] = group_triggers(doc, find_triggers(doc))
    return doc
