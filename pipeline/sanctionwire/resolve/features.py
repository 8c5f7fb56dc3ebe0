"""What tells how likely records are right: the features behind their confidences."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Doc

from sanctionwire.encoder.columns import MENTION_TAGS, OUTSIDE
from sanctionwire.encoder.opinions import Opinions, describe
from sanctionwire.linear import Features
from sanctionwire.schema.layers import MENTIONS, TITLE_END
from sanctionwire.schema.records import Document, Mention, Quote, Relation, Sanction, Valuation

_WEIGHTY = 3.0

_COLUMN = {tag: number for number, tag in enumerate(MENTION_TAGS)}


@dataclass(frozen=True)
class View:
    """A document's records beside its annotated text.

    Attributes:
        document: The records; facts are described best once the mentions are rated.
        doc: The annotated text.
        opinions: What the encoder thinks of it; None where it did not run.
    """

    document: Document
    doc: Doc
    opinions: Opinions | None

    @cached_property
    def labels(self) -> dict[str, str]:
        """Entity id -> label."""
        return {entity.id: entity.label for entity in self.document.entities}

    @cached_property
    def frequencies(self) -> Counter[str | None]:
        """Entity id -> how often it is mentioned."""
        return Counter(mention.entity for mention in self.document.mentions)

    @cached_property
    def repeats(self) -> Counter[str]:
        """Words of a mention -> how often they are one."""
        return Counter(mention.text for mention in self.document.mentions)

    @cached_property
    def sureness(self) -> dict[str, float]:
        """Entity id -> confidence of its surest name; groups, which have none, are missing."""
        best: dict[str, float] = {}
        for mention in self.document.mentions:
            if mention.entity is not None and mention.confidence is not None:
                best[mention.entity] = max(best.get(mention.entity, 0.0), mention.confidence)
        return best

    @cached_property
    def ranges(self) -> dict[tuple[int, int], tuple[int, int]]:
        """Offsets of a name -> its tokens."""
        return {(s.start_char, s.end_char): (s.start, s.end) for s in self.doc.spans.get(MENTIONS, ())}

    @cached_property
    def recognized(self) -> dict[int, tuple[int, int, str]]:
        """Token -> the tokens and label of the name that the statistical recognizer found there."""
        return {
            token: (span.start, span.end, span.label_)
            for span in self.doc.ents
            for token in range(span.start, span.end)
        }

    def is_in_title(self, offset: int) -> bool:
        """Tell whether an offset lies in the title."""
        return offset < int(self.doc.user_data.get(TITLE_END) or 0)


def _bucket(number: int) -> str:
    return str(number) if number < 3 else "3-5" if number < 6 else "6-10" if number < 11 else "11-"


def describe_mention(view: View, mention: Mention) -> Features:
    """Return the features of a name: its form, how often it occurs, and what others think of it."""
    label, text = mention.label, mention.text
    start, end = view.ranges[mention.start, mention.end]
    features: Features = {
        label: 1.0,
        f"{label}|tokens={min(end - start, 5)}": 1.0,
        f"{label}|repeats={_bucket(view.repeats[text])}": 1.0,
        f"{label}|recognized={_compare(view, start, end)}": 1.0,
    }
    if mention.entity is not None:
        features[f"{label}|mentions={_bucket(view.frequencies[mention.entity])}"] = 1.0
    if view.is_in_title(mention.start):
        features["in title"] = 1.0
    if text.isupper():
        features[f"{label}|capitals={min(len(text), 6)}"] = 1.0
    elif text[0].islower():
        features[f"{label}|lower"] = 1.0
    if view.opinions is not None:
        found, outside = _ask(view.opinions, start, end, label)
        for name, value in describe("encoder", found):
            features[name] = value
            features[f"{label}|{name}"] = value
        features.update(describe("outside", outside))
    return features


def _compare(view: View, start: int, end: int) -> str:
    """Return how the recognizer sees a name: `none`, or its own label, with `!` where it cuts otherwise."""
    found = view.recognized.get(start) or view.recognized.get(end - 1)
    if found is None:
        return "none"
    return found[2] if found[:2] == (start, end) else f"{found[2]}!"


def _ask(opinions: Opinions, start: int, end: int, label: str) -> tuple[float, float]:
    """Return the encoder's probabilities that tokens are a whole name, and that they are none.

    The first is the least of: it begins here, goes on to its end, and does not go on behind it.
    """
    shares, inside = opinions.mentions, _COLUMN[f"I-{label}"]
    steps = [float(shares[start, _COLUMN[f"B-{label}"]])]
    steps += [float(shares[token, inside]) for token in range(start + 1, end)]
    if end < len(shares):
        steps.append(1.0 - float(shares[end, inside]))
    return min(steps), float(shares[start:end, _COLUMN[OUTSIDE]].max())


def describe_rated(view: View, fact: Sanction | Relation | Valuation) -> Features:
    """Return the one feature of a fact whose extractor rates it: what that thinks, as a logit.

    More features, such as action, status, type, how many targets there are and how sure the names are, made
    confidences of unseen documents no better: the extractors have looked at them before.
    """
    share = min(max(fact.confidence if fact.confidence is not None else 0.5, 0.001), 0.999)
    # Weights near 1 are what is expected here: of a large value they are hardly held back.
    return {"extractor": _WEIGHTY * math.log(share / (1.0 - share))}


def _describe_end(view: View, role: str, entity: str | None) -> Features:
    """Return the features of an entity that fills a role of a fact, None for nobody."""
    if entity is None:
        return {f"{role}=none": 1.0}
    sure = view.sureness.get(entity)
    label = view.labels.get(entity, "")
    if sure is None:
        return {f"{role}=group {label}": 1.0}
    logit = dict(describe("", sure))[" logit"]
    frequency = _bucket(view.frequencies[entity])
    return {f"{role}={label}": 1.0, f"{role}|sure": logit, f"{role}|mentions={frequency}": 1.0}


def describe_quote(view: View, quote: Quote) -> Features:
    """Return the features of a quote."""
    source = "none" if quote.speaker_text is None else "lower" if quote.speaker_text.islower() else "name"
    words = len(view.document.text[quote.content[0][0] : quote.content[-1][1]].split())
    features = {
        quote.kind: 1.0,
        **_describe_end(view, "speaker", quote.speaker),
        f"source={source}": 1.0,
        f"{quote.kind}|source={source}|speaker={quote.speaker is not None}": 1.0,
        f"{quote.kind}|words={_bucket(words)}": 1.0,
        f"parts={min(len(quote.content), 3)}": 1.0,
    }
    if source == "lower":
        features[f"source is {quote.speaker_text}"] = 1.0
    if quote.cue is not None:
        features[f"{quote.kind}|cue"] = 1.0
    if view.is_in_title(quote.content[0][0]):
        features[f"{quote.kind}|in title"] = 1.0
    return features
