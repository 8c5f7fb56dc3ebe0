"""Makes the weights of the gate from gold documents and from a feed that is mostly about other things."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sanctionwire.linear.fitting import fit
from sanctionwire.linear.model import LinearModel
from sanctionwire.schema.records import Article, Document, Sanction
from sanctionwire.triage.gate import LABEL, describe, find_kind, load_cues
from sanctionwire.triage.words import read_words

PENALTY = 3.0
_WEIGHT = 10
"""Times that a feed article with a fact counts: it stands for what the gold sets lack."""

_SENTENCE_END = re.compile(r"[.!?][\"'”’)]*\s+|\n\n")


@dataclass(frozen=True, slots=True)
class Example:
    """An article, or what it would be if it told only some of its facts.

    Attributes:
        source: Name of the file that it comes from.
        kind: `article` or `feed` for a whole article; `single` for one fact with the theme of its article,
            `passing` for one without, `unnamed` for one with the theme but without the plain words.
        groups: Groups of cues that it has.
        holds_fact: Whether it holds a sanction fact.
        fold: Part in which it is judged.
        words: Its length, 0 for what is no whole article.
    """

    source: str
    kind: str
    groups: frozenset[str]
    holds_fact: bool
    fold: int
    words: int = 0


def read_gold(source: str, documents: Sequence[Document], folds: int) -> list[Example]:
    """Return the examples of gold documents.

    Most articles tell a fact in many words, and unseen ones may do so in few. So the cues in the evidence
    sentences of each fact make examples of their own, if there are any: with the theme of the article
    around them, without it, and, where others are left, without the plain words.
    """
    examples = []
    for number, document in enumerate(documents):
        fold = number % folds
        words = read_words(document.text)
        groups = frozenset(load_cues().find(words))
        holds = bool(document.sanctions)
        examples.append(Example(source, "article", groups, holds, fold, len(words)))
        for fact in document.sanctions:
            own = frozenset(load_cues().find(read_words(find_sentences(document, fact))))
            theme = _select(groups, "themes")
            plain, telling = _select(own, "plain"), _select(own, "measures", "hints")
            if plain or telling:
                examples.append(Example(source, "single", own | theme, True, fold))
            if plain or _select(own, "measures"):
                examples.append(Example(source, "passing", own, True, fold))
            if plain and telling:
                examples.append(Example(source, "unnamed", telling | theme, True, fold))
    return examples


def read_feed(source: str, articles: Iterable[Article], facts: Collection[str], folds: int) -> list[Example]:
    """Return an example for each article of a feed; articles with plain words are unknown and get fold -1.

    Args:
        source: Name of the feed.
        articles: Its articles.
        facts: Ids of articles without plain words that hold a fact after all.
        folds: Number of folds.
    """
    examples = []
    for number, article in enumerate(articles):
        words = read_words(article.text)
        groups = frozenset(load_cues().find(words))
        fold = -1 if _select(groups, "plain") else number % folds
        examples.append(Example(source, "feed", groups, article.id in facts, fold, len(words)))
    return examples


def _select(groups: frozenset[str], *kinds: str) -> frozenset[str]:
    return frozenset(group for group in groups if find_kind(group) in kinds)


def find_sentences(document: Document, fact: Sanction) -> str:
    """Return the sentences in which a fact has its evidence, split roughly, at marks and paragraphs."""
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(document.text))]
    ends = [*starts[1:], len(document.text)]
    places = sorted({bisect_right(starts, start) - 1 for start, _ in fact.evidence})
    return " ".join(document.text[starts[place] : ends[place]] for place in places)


def train(examples: Sequence[Example]) -> LinearModel:
    """Return the model of all examples but those with fold -1."""
    used = [
        example
        for example in examples
        if example.fold >= 0
        for _ in range(_WEIGHT if example.kind == "feed" and example.holds_fact else 1)
    ]
    features = [describe(sorted(example.groups)) for example in used]
    labels = [frozenset({LABEL} if example.holds_fact else ()) for example in used]
    return fit(features, labels, penalty=PENALTY)


def cross_validate(examples: Sequence[Example], folds: int) -> list[float]:
    """Return the score of each example by a model that has not seen its fold."""
    scores = [0.0] * len(examples)
    models = [train([e for e in examples if e.fold != fold]) for fold in range(folds)]
    for place, example in enumerate(examples):
        features = describe(example.groups)
        scores[place] = models[max(0, example.fold)].score(features)[LABEL]
    return scores


def tabulate(
    examples: Sequence[Example], scores: Sequence[float], thresholds: Iterable[float]
) -> list[dict[str, float | str]]:
    """Return, for each threshold, the shares in percent that pass it.

    A row holds `threshold`; the recall of each source and kind of examples with a fact; for a feed also the
    shares of articles and of words that pass.
    """
    rows: list[dict[str, float | str]] = []
    for threshold in thresholds:
        row: dict[str, float | str] = {"threshold": threshold}
        passed = [(e, score >= threshold) for e, score in zip(examples, scores, strict=True)]
        for source, kind in sorted({(e.source, e.kind) for e in examples}):
            here = [(e, ok) for e, ok in passed if (e.source, e.kind) == (source, kind)]
            if kind == "feed":
                row[f"{source}: articles passed"] = _percent(sum(ok for _, ok in here), len(here))
                total = sum(e.words for e, _ in here)
                row[f"{source}: words passed"] = _percent(sum(e.words for e, ok in here if ok), total)
            facts = [ok for e, ok in here if e.holds_fact]
            row[f"{source}: {kind} recall"] = _percent(sum(facts), len(facts))
        rows.append(row)
    return rows


def _percent(part: int, whole: int) -> float | str:
    return round(100 * part / whole, 1) if whole else "-"
