"""Describes a noun phrase near a trigger to the model that decides whether it is a group in a role."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Span, Token

from sanctionwire.annotate.groups.nouns import read_count, read_label
from sanctionwire.encoder.opinions import Opinions, describe
from sanctionwire.linear import Features
from sanctionwire.roles.fillers import Cast
from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.roles.paths import find_path, step_name
from sanctionwire.roles.slots import Slot
from sanctionwire.schema.labels import ACTIONS


@dataclass(frozen=True, slots=True)
class Announcement:
    """A trigger of the sentence, with its probability and its slots."""

    trigger: Span
    certainty: float
    slots: list[Slot]


Announcements = list[Announcement]
"""The triggers of a sentence; none where only the encoder speaks of a group."""

_KINDS = {
    "COMPANY": frozenset({"COMPANY", "ORGANIZATION"}),
    "ORGANIZATION": frozenset({"COMPANY", "ORGANIZATION"}),
}
_MODIFIERS = frozenset(["det", "nummod", "poss", "amod", "compound", "nmod", "quantmod", "predet"])


def describe_group(
    head: Token,
    reading: str,
    span: Span,
    announced: Announcements,
    cast: Cast,
    opinions: Opinions | None = None,
) -> Features:
    """Return the features of one reading of a noun phrase, with what the encoder thinks of it.

    Args:
        head: The head of the phrase.
        reading: Name of the reading.
        span: The tokens it takes in.
        announced: The triggers of the sentence.
        cast: The role mentions of the document.
        opinions: What the encoder thinks of the document; None where it did not run.
    """
    label = read_label(head)
    names = [
        *_phrase(head, label, cast),
        *_slots(head, announced, label, cast),
        *_position(head, announced, label),
    ]
    names += _reach(reading, span, label)
    features = dict.fromkeys(names, 1.0)
    features.update(_certainties(head, announced))
    if opinions is not None:
        features.update(_opinions(head, span, announced, opinions))
    return features


def _reach(reading: str, span: Span, label: str) -> Iterator[str]:
    """How the reading takes its end."""
    following = span.doc[span.end] if span.end < len(span.doc) else None
    yield from (f"reading={reading}", f"reading={reading} {label}", f"last pos={span[-1].pos_}")
    yield from (
        f"after={following.lower_ if following is not None else '$'} {reading}",
        f"long={len(span) > 12}",
    )
    if following is not None:
        yield from (f"after dep={following.dep_} {reading}", f"after pos={following.pos_}")


def _certainties(head: Token, announced: Announcements) -> Features:
    """How sure the triggers are: of all, and by the part in which the head stands to them."""
    features: Features = {}
    for one in announced:
        parts = {slot.part for slot in one.slots if slot.token.i == head.i}
        for name in ("best", *parts):
            features[f"{name} certainty"] = max(features.get(f"{name} certainty", 0.0), one.certainty)
    steps = {f"{name}={int(value * 5)}": 1.0 for name, value in features.items()}
    return features | steps | ({} if announced else {"no trigger": 1.0})


def _opinions(head: Token, span: Span, announced: Announcements, opinions: Opinions) -> Features:
    groups = opinions.groups
    features: Features = dict(describe("encoder group", 1.0 - float(groups[head.i, 0])))
    features.update(describe("encoder begins", float(groups[span.start, 1])))
    features.update(describe("encoder inside", 1.0 - float(groups[span.start : span.end, 0].mean())))
    features.update(describe("encoder ends", 1.0 - float(groups[span.end - 1, 0])))
    if span.end < len(span.doc):
        features.update(describe("encoder after", float(groups[span.end, 2])))
    parts = opinions.judge_parts([span])
    features.update(describe("encoder hit", float(parts[: len(ACTIONS)].max())))
    features.update(describe("encoder acts", float(parts[-1])))
    if announced:
        phrase = head.doc[head.left_edge.i : head.i + 1]
        roles = opinions.judge_roles([one.trigger.root.i for one in announced], [phrase])
        features.update(describe("encoder imposer", float(roles[:, :, 0].max())))
        features.update(describe("encoder target", float(roles[:, :, 1].max())))
    return features


def _phrase(head: Token, label: str, cast: Cast) -> Iterator[str]:
    number = "plural" if head.tag_ in ("NNS", "NNPS") else "singular"
    yield from (
        f"l={lemma_of(head)}",
        label,
        number,
        f"{label} {number}",
        f"pos={head.pos_}",
        f"dep={head.dep_}",
    )
    modifiers = [child for child in head.children if child.dep_ in _MODIFIERS]
    for child in modifiers:
        yield from (
            f"has {child.dep_}",
            f"{child.dep_}={'#' if child.pos_ == 'NUM' else lemma_of(child)}",
        )
    yield from (f"bare={not modifiers}", f"bare={not modifiers} {label}")
    if any(child.pos_ == "NUM" for child in modifiers):
        yield from ("counted", f"counted {label}")
        count = read_count(head)
        if count is not None:
            named = count_names(cast, label)
            yield from (
                f"restates={named >= count}",
                f"restates={named >= count} {label}",
                f"few={count <= 5} {named >= count}",
            )
    if any(
        child.i in cast.by_token and cast.by_token[child.i].label_ in ("NORP", "GPE") for child in modifiers
    ):
        yield from ("national", f"national {label}", f"national {number}")
    for child in head.children:
        if child.dep_ in ("relcl", "acl"):
            yield from ("clause", f"clause {label}", f"clause={lemma_of(child)}")
        elif child.dep_ == "prep":
            yield from (f"prep={child.lower_}", f"prep={child.lower_} {label}")
        elif child.dep_ in ("appos", "conj"):
            yield child.dep_
            if child.i in cast.by_start:
                yield f"{child.dep_} name"
    if head.i + 1 in cast.by_start:
        yield "name next"
    edge = head.left_edge.i - 1
    yield f"previous={head.doc[edge].lower_ if edge >= 0 else '^'}"
    yield f"next={head.doc[head.i + 1].lower_ if head.i + 1 < len(head.doc) else '$'}"
    yield from (f"head={lemma_of(head.head)}", f"head={lemma_of(head.head)} {head.dep_}")


def count_names(cast: Cast, label: str) -> int:
    """Return how many named entities of a document could be the members of a group ("two firms: A and B")."""
    kind = _KINDS.get(label, frozenset({label}))
    return len({span.kb_id_ for span in cast.spans if span.label_ in kind})


def _slots(head: Token, announced: Announcements, label: str, cast: Cast) -> Iterator[str]:
    filled = {slot.token.i for one in announced for slot in one.slots}
    for one in announced:
        trigger = one.trigger
        for slot in one.slots:
            if slot.token.i == head.i:
                yield from (
                    f"{slot.part}:{slot.rule}",
                    slot.part,
                    f"{slot.part} {label}",
                    f"{slot.part} {trigger.label_}",
                )
                yield f"{slot.part} l={lemma_of(trigger.root)}"
    if head.i not in filled:
        yield from ("no slot", f"no slot {label}")
    first = head
    while first.dep_ == "conj" and first.head.i < first.i:
        first = first.head
    if first.i != head.i:
        name = cast.by_token.get(first.i)
        yield from (
            f"with filled={first.i in filled}",
            f"with {name.label_ if name is not None else read_label(first)}",
        )


def _position(head: Token, announced: Announcements, label: str) -> Iterator[str]:
    """The shortest way through the tree to a trigger."""
    paths = [
        (path, one.trigger) for one in announced if (path := find_path(one.trigger.root, head)) is not None
    ]
    if not paths:
        return
    path, trigger = min(paths, key=lambda item: item[0].length)
    noun = "noun" if trigger.root.pos_ in ("NOUN", "PROPN") else "verb"
    lemma = lemma_of(trigger.root)
    climb = path.climb()
    descend = ">".join(step_name(token) for token in path.down if token.dep_ != "conj")
    whole = f"path={noun}^{climb}|{descend}"
    yield from (
        whole,
        f"{whole} {label}",
        f"descend={descend}",
        f"climb={climb}",
        f"top={lemma_of(path.top)} {descend}",
    )
    yield from (
        f"length={min(path.length, 6)}",
        f"trigger={lemma}",
        f"trigger={lemma} {label}",
        f"action={trigger.label_}",
    )
    yield f"last={step_name(path.down[-1]) if path.down else '-'} {not path.up}"
    side = "left" if head.i < trigger.root.i else "right"
    gap = abs(head.i - trigger.root.i)
    yield f"{side} {gap if gap < 8 else 9 if gap < 15 else 10}"
    if gap <= 4:
        low, high = sorted((head.i, trigger.root.i))
        yield f"{side} between={' '.join(lemma_of(token) for token in head.doc[low + 1 : high])}"
