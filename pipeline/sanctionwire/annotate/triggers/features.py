"""Describes a possible trigger word to the models that decide whether it announces, what, and how firmly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Doc, Token

from sanctionwire.annotate.triggers.actions import read_action
from sanctionwire.annotate.triggers.moods import read_status
from sanctionwire.annotate.triggers.words import core_words
from sanctionwire.encoder.opinions import Opinions, describe
from sanctionwire.lexicons import load_lexicon
from sanctionwire.linear import Features
from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.schema.labels import ACTIONS, STATUSES
from sanctionwire.schema.layers import MENTIONS, TITLE_END

_ATTRIBUTES = {"amod", "compound", "det", "neg", "aux", "auxpass", "poss", "nummod", "advmod", "mark"}
_ARGUMENTS = {"dobj", "nsubj", "nsubjpass", "xcomp", "ccomp"}
_PREMODIFIERS = {"amod", "det", "compound", "advmod", "nummod", "poss"}
_CONDITIONS = {"if", "unless", "should", "until"}
_HEDGES = {"would", "could", "may", "might", "will"}
_COUNTED = ("GPE", "ORGANIZATION", "PUBLIC_BODY", "PERSON", "COMPANY", "LAW", "PROGRAM")
_CLIMB = 6


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(load_lexicon("status")[name])


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the features need to know about the document.

    Attributes:
        label: Token index -> label of the mention that holds the token.
        starts: Token indices where a mention begins.
        title_end: As in the layers.
        is_release: Whether the document opens like an official release.
        core_count: Number of words that are about sanctions in any context.
        opinions: What the encoder thinks; None where it did not run.
    """

    label: dict[int, str]
    starts: frozenset[int]
    title_end: int
    is_release: bool
    core_count: int
    opinions: Opinions | None = None


def read_surroundings(doc: Doc) -> Surroundings:
    """Collect once a document what the features of all its words need."""
    spans = doc.spans.get(MENTIONS, ())
    core = core_words()
    return Surroundings(
        label={token.i: span.label_ for span in spans for token in span},
        starts=frozenset(span.start for span in spans),
        title_end=int(doc.user_data.get(TITLE_END, 0)),
        is_release=is_release(doc),
        core_count=sum(lemma_of(token) in core for token in doc),
        opinions=Opinions.read(doc),
    )


def is_release(doc: Doc) -> bool:
    """Tell whether a document opens like an official release rather than a news report."""
    opening = doc[:60].text
    return any(mark in opening for mark in load_lexicon("triggers")["release_marks"])


def describe_word(token: Token, around: Surroundings) -> Features:
    """Return the features that tell whether a word announces an action, and which."""
    features = dict.fromkeys(_word_names(token, around), 1.0)
    if around.opinions is not None:
        none, *actions = around.opinions.triggers[token.i].tolist()
        features.update(describe("encoder announces", 1.0 - none))
        for action, share in zip(ACTIONS, actions, strict=True):
            features.update(describe(f"encoder {action}", share / max(1.0 - none, 1e-4)))
    return features


def describe_mood(token: Token, around: Surroundings) -> Features:
    """Return the features that tell how firm the announced action is."""
    features = dict.fromkeys(_mood_names(token, around), 1.0)
    if around.opinions is not None:
        for status, share in zip(STATUSES, around.opinions.statuses[token.i].tolist(), strict=True):
            features.update(describe(f"encoder {status}", share))
    return features


def _word_names(token: Token, around: Surroundings) -> Iterator[str]:
    lemma, core = lemma_of(token), core_words()
    is_core = lemma in core
    action, anchor = read_action(token)
    status = read_status(anchor, action)
    head = token.head
    yield from (
        f"l={lemma}",
        f"w={token.lower_}",
        f"l={lemma} pos={token.pos_}",
        f"tag={token.tag_}",
        f"core={is_core}",
    )
    yield from (
        f"action={action}",
        f"status={status}",
        f"action={action} status={status}",
        f"l={lemma} action={action}",
    )
    yield from (
        f"l={lemma} status={status}",
        f"l={lemma} dep={token.dep_}",
        f"dep={token.dep_} pos={token.pos_}",
    )
    yield from (
        f"anchor={lemma_of(anchor)}",
        f"anchor tag={anchor.tag_}",
        f"anchor self={anchor.i == token.i}",
    )
    if head.i != token.i:
        above = lemma_of(head)
        yield from (
            f"head={above}",
            f"l={lemma} head={above}",
            f"dep={token.dep_} head={above}",
            f"head pos={head.pos_}",
        )
    for child in token.children:
        below = lemma_of(child)
        if child.dep_ in ("prep", "agent"):
            yield from (f"prep={below}", f"prep={below} l={lemma}")
        elif child.dep_ in _ATTRIBUTES:
            yield from (f"{child.dep_}={below}", f"core={is_core} {child.dep_}={below}", f"has {child.dep_}")
        elif child.dep_ in _ARGUMENTS:
            yield from (f"{child.dep_}={below}", f"l={lemma} {child.dep_}={below}", f"has {child.dep_}")
    if anchor.i != token.i:
        yield from (
            f"anchor {c.dep_}={c.lower_}"
            for c in anchor.children
            if c.dep_ in ("aux", "auxpass", "neg", "mark", "advmod")
        )
    for step, word in enumerate(_above(anchor)):
        yield from (f"up={lemma_of(word)}", f"up{step}={lemma_of(word)}")
    yield from _neighbors(token, lemma, around)
    yield from _sentence(token, lemma, is_core, around)
    yield f"title={token.idx < around.title_end}"
    yield from (f"release={around.is_release}", f"release={around.is_release} l={lemma}")
    yield from (
        f"core count={min(around.core_count, 6)}",
        f"core count={min(around.core_count, 6)} core={is_core}",
    )


def _neighbors(token: Token, lemma: str, around: Surroundings) -> Iterator[str]:
    doc = token.doc
    for offset in (-3, -2, -1, 1, 2, 3):
        index = token.i + offset
        if 0 <= index < len(doc):
            yield f"{offset}={doc[index].lower_}"
            if abs(offset) <= 2:
                yield f"near={lemma_of(doc[index])}"
            label = around.label.get(index)
            if label:
                yield from (f"{offset}:{label}", f"{offset}:{label} l={lemma}")


def _sentence(token: Token, lemma: str, is_core: bool, around: Surroundings) -> Iterator[str]:
    sentence, core = token.sent, core_words()
    labels = Counter(around.label[word.i] for word in sentence if word.i in around.starts)
    for label in _COUNTED:
        yield from (f"{label}={min(labels[label], 2)}", f"{label}={min(labels[label], 1)} l={lemma}")
    other = False
    for word in sentence:
        found = lemma_of(word)
        other = other or (word.i != token.i and found in core)
        if found in _words("topics"):
            yield from (f"with {found}", f"with {found} l={lemma}")
    yield from (f"other core={other} l={lemma}", f"other core={other} core={is_core}")
    marks = sum(word.text in '“"' for word in token.doc[sentence.start : token.i])
    yield f"quoted={marks % 2 == 1}"


@cache
def _cue_of() -> dict[str, str]:
    cues: dict[str, list[str]] = load_lexicon("status")["cues"]
    return {lemma: cue for cue, lemmas in cues.items() for lemma in lemmas}


def _mood_names(token: Token, around: Surroundings) -> Iterator[str]:
    cues = _cue_of()
    action, anchor = read_action(token)
    status = read_status(anchor, action)
    kind = "relief" if action in ("ease", "lift", "extend") else action
    yield from (
        f"status={status}",
        f"status={status} {kind}",
        f"kind={kind}",
        f"pos={token.pos_}",
        f"self={anchor.i == token.i}",
    )
    yield from (f"anchor tag={anchor.tag_}", f"anchor tag={anchor.tag_} {kind}", f"anchor dep={anchor.dep_}")
    yield from (
        f"anchor dep={anchor.dep_} tag={anchor.tag_}",
        f"l={lemma_of(token)}",
        f"anchor={lemma_of(anchor)}",
    )
    for word in {token, anchor}:
        yield from _mood_of_children(word, kind, cues)
    if token.pos_ in ("NOUN", "PROPN") and not any(
        c.dep_ in ("det", "amod", "poss", "compound") for c in token.children
    ):
        yield "bare"
    for step, (label, word) in enumerate(zip(_labels(anchor), _above(anchor), strict=False)):
        near = "near" if step < 2 else "far"
        cue = cues.get(lemma_of(word))
        if cue:
            yield from (f"up {cue} {near}", f"up {cue} {near} {kind}", f"up {cue}", f"up {label} {cue}")
        if step < 2:
            yield from (f"up{step} dep={label}", f"up{step} tag={word.tag_}")
        for child in word.children:
            if child.dep_ in ("aux", "auxpass") and child.lower_ in _words("modals"):
                yield f"up modal={child.lower_} {near}"
            elif child.dep_ == "neg":
                yield f"up neg {near}"
            elif child.dep_ == "mark":
                yield f"up mark={child.lower_}"
            elif child.dep_ == "advcl" and _is_condition(child):
                yield "up condition"
    for word in token.sent:
        cue, lower = cues.get(lemma_of(word)), word.lower_
        distance = token.i - word.i
        if cue:
            yield f"in {cue}"
            if 0 < distance <= 10:
                yield from (f"left {cue}", f"left {cue} {kind}")
            if -4 <= distance <= 4 and distance:
                yield f"near {'left' if distance > 0 else 'right'} {cue}"
        if lower in _CONDITIONS or lower in _HEDGES:
            yield from (f"in {lower}", f"in {lower} {kind}", f"{'left' if distance > 0 else 'right'} {lower}")
    if token.idx < around.title_end:
        yield "title"
    yield from (f"-{back}={token.doc[token.i - back].lower_}" for back in (1, 2) if token.i >= back)


def _mood_of_children(word: Token, kind: str, cues: dict[str, str]) -> Iterator[str]:
    for child in word.children:
        lower = child.lower_
        if child.dep_ in ("aux", "auxpass"):
            yield from (f"aux={lower}", f"aux={lower} {kind}")
        elif child.dep_ == "mark":
            yield f"mark={lower}"
        elif child.dep_ == "prep":
            yield f"prep={lower}"
        elif child.dep_ == "advcl" and _is_condition(child):
            yield "condition"
        elif child.dep_ in _PREMODIFIERS:
            yield f"mod={lemma_of(child)}"
            if cues.get(lemma_of(child)):
                yield f"mod {cues[lemma_of(child)]}"
        if child.dep_ == "neg" or lower in ("no", "never", "nor", "neither"):
            yield from ("neg", f"neg {kind}")


def _is_condition(clause: Token) -> bool:
    return any(child.lower_ in _CONDITIONS for child in clause.children)


def _above(word: Token) -> Iterator[Token]:
    for _ in range(_CLIMB):
        if word.head.i == word.i:
            return
        word = word.head
        yield word


def _labels(word: Token) -> Iterator[str]:
    yield word.dep_
    for above in _above(word):
        yield above.dep_
