"""Finds when a fact happened, under which program and law, for how much and why."""

from __future__ import annotations

from collections.abc import Iterable

from spacy.tokens import Doc, Span, Token

from sanctionwire.roles.lemmas import lemma_of
from sanctionwire.schema.layers import MENTIONS, PUBLISHED
from sanctionwire.schema.records import Span as Offsets
from sanctionwire.schema.records import Valuation

_CLAUSES = frozenset({"VERB", "AUX"})
_BASES = frozenset({"under", "pursuant", "by", "through", "via", "in", "to", "of", "with", "per"})
_CAUSES = frozenset({"for", "over", "because", "in", "due"})
_NO_CAUSES = frozenset({"DATE", "TIME", "MONEY", "GPE", "CARDINAL", "PERCENT", "ORG", "PERSON", "NORP"})
_ANNOUNCING = frozenset({"say", "announce", "declare", "confirm", "vote", "agree"})
_REPORT_COST = 4
_STEPS = 6
_AMOUNTS = {"enforce": frozenset({"penalty"}), "impose": frozenset({"assets_frozen", "penalty"})}


def find_date(doc: Doc, triggers: Iterable[Span], status: str) -> str | None:
    """Return the ISO date on which a step happened or takes effect, None when the text does not say.

    The date must hang below the clause of a trigger, or stand beside it.
    """
    published = str(doc.user_data.get(PUBLISHED, "")) or None
    dates = [span for span in doc.spans.get(MENTIONS, ()) if span.label_ == "DATE" and span.kb_id_]
    best: tuple[int, str] | None = None
    for trigger in triggers:
        clause = _clause(trigger.root)
        sentence = trigger.root.sent
        for span in dates:
            if span.start < sentence.start or span.end > sentence.end:
                continue
            if published and not _may_be(span.kb_id_, published, status):
                continue
            cost = _distance(span.root, trigger.root, clause)
            if cost is None and status == "in_force" and _is_reported(clause):
                cost = _distance(span.root, clause.head, clause.head)
                cost = None if cost is None else cost + _REPORT_COST
            if cost is not None and (best is None or cost < best[0]):
                best = (cost, span.kb_id_)
    return best[1] if best else None


def _may_be(date: str, published: str, status: str) -> bool:
    """Tell whether a step of a status may fall on a date: what is not in force lies ahead.

    A date less precise than the day of publication is not after it: "2021" is no future on any day of 2021.
    """
    known = published[: len(date)]
    if status == "in_force":
        return date <= known or len(date) < len(published)
    return date > known


def _clause(word: Token) -> Token:
    """Return the verb of the clause that holds a word."""
    for _ in range(_STEPS):
        if word.pos_ in _CLAUSES or word.head.i == word.i:
            return word
        word = word.head
    return word


def _is_reported(clause: Token) -> bool:
    """Tell whether a clause says what was announced ("On Sunday, Seoul said it would impose")."""
    return clause.dep_ == "ccomp" and lemma_of(clause.head) in _ANNOUNCING


def _distance(date: Token, trigger: Token, clause: Token) -> int | None:
    """Return how far a date is from a trigger, None when it belongs to another clause."""
    word = date
    for steps in range(_STEPS):
        if word.i in (trigger.i, clause.i):
            return steps * 2 + (word.i != trigger.i)
        if word.pos_ in _CLAUSES and word.i != clause.i:
            return None
        if word.head.i == word.i:
            break
        word = word.head
    return None


def find_bases(doc: Doc, triggers: Iterable[Span], label: str) -> tuple[str, ...]:
    """Return the entities of the laws or programs under which a step happens, in text order.

    Args:
        doc: The document.
        triggers: The triggers of the fact.
        label: `LAW` or `PROGRAM`.
    """
    spans = [span for span in doc.spans.get(MENTIONS, ()) if span.label_ == label and span.kb_id_]
    found: dict[str, None] = {}
    for trigger in triggers:
        sentence = trigger.root.sent
        for span in spans:
            if sentence.start <= span.start < sentence.end and _is_basis(span, trigger):
                found.setdefault(span.kb_id_)
    return tuple(found)


def _is_basis(span: Span, trigger: Span) -> bool:
    """Tell whether a law or program is named as the basis of a step, not as a thing talked about."""
    doc = span.doc
    low, high = (trigger.end, span.start) if span.start >= trigger.end else (span.end, trigger.start)
    if any(token.pos_ == "VERB" and token.tag_ in ("VBD", "VBZ", "VBP") for token in doc[low:high]):
        return False
    before = doc[max(0, span.start - 3) : span.start]
    return span.label_ == "PROGRAM" or any(token.lower_ in _BASES for token in before) or high - low <= 3


def find_amount(action: str, targets: Iterable[str], valuations: Iterable[Valuation]) -> str | None:
    """Return the id of the valuation that is the fact's penalty or frozen sum, None when there is none.

    Only kinds that fit the action count; those of a target come before those without a subject. "Up to $1
    million" that nobody in particular must pay is the law's general penalty, not this fact's.
    """
    kinds = _AMOUNTS.get(action, frozenset())
    wanted = set(targets)
    fitting = [
        valuation
        for valuation in valuations
        if valuation.kind in kinds
        and (valuation.subject in wanted or (valuation.subject is None and valuation.modifier != "at_most"))
    ]
    fitting.sort(key=lambda valuation: valuation.subject is None)
    return fitting[0].id if fitting else None


def find_reason(triggers: Iterable[Span]) -> Offsets | None:
    """Return the half-open code point offsets of the shortest phrase that says why, None when nothing does.

    "sanctions over its missile program" -> "its missile program".
    """
    for trigger in triggers:
        sentence = trigger.root.sent
        for token in trigger.doc[trigger.end : sentence.end]:
            if token.lower_ in _CAUSES and token.dep_ in ("prep", "mark", "pcomp", "amod", "acl"):
                found = _cause(token)
                if found is not None and _tells(trigger.doc, found):
                    return found
    return None


def _tells(doc: Doc, reason: Offsets) -> bool:
    """Tell whether a phrase can be a reason: more than a bare name or a preposition."""
    span = doc.char_span(*reason)
    return span is not None and any(token.pos_ in ("NOUN", "VERB") for token in span)


def _cause(word: Token) -> Offsets | None:
    """Return what stands behind a word of cause, None when it is no cause ("for two years", "over $4m")."""
    if word.dep_ == "mark":
        return _offsets(word.head, after=word.i) if word.lower_ == "because" else None
    for child in word.children:
        if child.dep_ not in ("pobj", "pcomp"):
            continue
        if child.lower_ in ("response", "retaliation", "return", "exchange", "connection"):
            inner = [
                t
                for p in child.children
                if p.dep_ == "prep"
                for t in p.children
                if t.dep_ in ("pobj", "pcomp")
            ]
            return _offsets(inner[0]) if inner else None
        if word.lower_ == "in" or child.ent_type_ in _NO_CAUSES:
            return None
        return _offsets(child)
    return None


def _offsets(word: Token, after: int = -1) -> Offsets:
    tokens = [token for token in word.subtree if token.i > after]
    for index, token in enumerate(tokens):
        if index and (token.text in (",", ";", "—", "–", "”") or token.is_space):
            tokens = tokens[:index]
            break
    return tokens[0].idx, tokens[-1].idx + len(tokens[-1])
