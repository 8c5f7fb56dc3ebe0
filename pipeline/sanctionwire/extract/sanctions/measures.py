"""Judges which measures a fact consists of, from the words around its triggers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Doc, Span

from sanctionwire.encoder.opinions import Opinions, describe
from sanctionwire.lexicons import load_lexicon
from sanctionwire.linear import Features, Scorer
from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.schema.labels import MEASURES, Measure

LIKELY = 0.5
"""Least probability of a measure."""

_NEAR = 8
_RESULTS = (
    "as a result",
    "today's action",
    "today’s action",
    "this action",
    "designation",
    "under the measure",
    "under the sanctions",
)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    return tuple(
        (measure, re.compile(r"\b(?:" + "|".join(words) + ")"))
        for measure, words in load_lexicon("measures").items()
    )


def judge_measures(features: Features, judge: Scorer) -> tuple[Measure, ...]:
    """Return the likely measures in the order of the guideline, the likeliest one when none is likely."""
    scores = judge.score(features)
    likely = tuple(m for m in MEASURES if m != "unspecified" and scores.get(m, 0.0) >= LIKELY)
    return likely or (max(MEASURES, key=lambda measure: scores.get(measure, 0.0)),)


def describe_measures(
    doc: Doc,
    action: str,
    status: str,
    triggers: Iterable[Span],
    targets: Iterable[str],
    *,
    is_release: bool,
    opinions: Opinions | None = None,
) -> Features:
    """Return the features of one fact.

    Args:
        doc: The document.
        action: The fact's action.
        status: The fact's status.
        triggers: Its triggers.
        targets: Labels of its targets.
        is_release: Whether the document opens like an official release.
        opinions: What the encoder thinks of the document; None where it did not run.
    """
    triggers = list(triggers)
    features = dict.fromkeys(_names(doc, action, status, triggers, set(targets), is_release), 1.0)
    if opinions is not None and triggers:
        judged = opinions.measures[[token.i for span in triggers for token in span]]
        for measure, mean, most in zip(
            MEASURES, judged.mean(0).tolist(), judged.max(0).tolist(), strict=True
        ):
            features.update(describe(f"encoder {measure}", mean))
            features.update(describe(f"encoder most {measure}", most))
    return features


def _names(
    doc: Doc, action: str, status: str, triggers: list[Span], targets: set[str], is_release: bool
) -> Iterator[str]:
    style = "release" if is_release else "news"
    yield from (f"action={action}", f"status={status}", style, f"{style} {action}")
    yield from (f"target {label}" for label in targets)
    yield from (f"target {label} {style}" for label in targets)
    lemmas = {lemma_of(token) for span in triggers for token in span}
    yield from (f"l={lemma}" for lemma in lemmas)
    yield from (f"l={lemma} {style}" for lemma in lemmas)
    near = {m for span in triggers for m in _find(doc[max(0, span.start - _NEAR) : span.end + _NEAR].text)}
    sentences = {span.root.sent.start: span.root.sent for span in triggers}
    within = {m for sentence in sentences.values() for m in _find(sentence.text)}
    yield from (f"near {measure}" for measure in near)
    yield from (f"near {measure} {action}" for measure in near)
    yield from (f"in {measure}" for measure in within)
    yield from (f"in {measure} {style}" for measure in within)
    yield f"named={bool(near - {'unspecified'})}"
    if any("today" in sentence.text.lower() or sentence.start == 0 for sentence in sentences.values()):
        yield f"main {style}"
        for measure in _results(doc):
            yield f"result {measure} {style}"


def _find(text: str) -> set[str]:
    lower = text.lower()
    return {measure for measure, pattern in _patterns() if pattern.search(lower)}


def _results(doc: Doc) -> set[str]:
    """Return the measures of the sentences that say what the announced step brings with it."""
    text = doc.text.lower()
    found: set[str] = set()
    for opening in _RESULTS:
        position = text.find(opening)
        while position >= 0:
            found |= _find(text[position : position + 250])
            position = text.find(opening, position + 250)
    return found
