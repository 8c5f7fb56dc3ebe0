"""Turns MONEY mentions into valuations: amount, currency, modifier, kind, subject and date."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from spacy.tokens import Doc, Span

from sanctionwire.extract.amounts import Amount, read_amount
from sanctionwire.extract.currencies import resolve_currency
from sanctionwire.extract.mentions import extract_mentions
from sanctionwire.extract.sentences import find_sentence, split_sentence
from sanctionwire.extract.valuation_features import Company, describe_kind, describe_subjects
from sanctionwire.extract.valuation_kinds import find_kind
from sanctionwire.extract.valuation_subjects import Scene, find_hints, find_subject
from sanctionwire.lexicons import load_lexicon
from sanctionwire.linear import Features, LinearModel, Scorer, load_model
from sanctionwire.linear.choosing import rate_choice
from sanctionwire.schema.labels import Modifier, ValuationKind
from sanctionwire.schema.layers import MENTIONS, PUBLISHED
from sanctionwire.schema.records import Valuation

_BUYS = re.compile(
    r"\s+(?:could |would |can |will |now )*(?:buys?|bought|fetch(?:es|ed)?|was worth|is worth)\b"
)
_CAN_REACH = re.compile(
    r"\b(?:may|might|can|could)\s+(?:\w+\s+)?(?:reach|total|hit|cost|amount to|be as high as)\s*$"
)
_ESTIMATED = re.compile(r"\bestimat(?:e|es|ed|ing)\b")
_CONVERTING = re.compile(
    r"[\s,]*(?:[(\[;]\s*(?:or|about|approximately|around|some|equal to|equivalent to|=|~|≈)?|or|/)\s*"
)
_UNTIL_DATE = re.compile(
    r"(?:\s+(?!since|by|until|due|mature|from|before|after|to\b)[\w'’-]+){0,4}"
    r"\s+(?:in|on|at|for|during|as of)?\s*"
)
_BEFORE_SENTENCE = 160
"""Code points before a sentence in which the kind may be told; two sentences or a list's heading."""

_NEAR = 80
"""Code points within which an amount without a cue of its own continues the kind before it, as in lists."""


def _is_rate_or_step(amount: Amount, before: str, after: str) -> bool:
    """Tell whether an amount is one side of an exchange rate, or the step of a price ("up 19 cents")."""
    if re.search(r"=\s*$", before) or re.match(r"\s*=", after):
        return True
    if amount.low == 1 and _BUYS.match(after):
        return True
    last = before.split()[-1:]
    is_small = amount.low is not None and amount.low < 100
    return is_small and bool(last) and last[0].lower() in load_lexicon("currencies")["steps"]


def _find_modifier(amount: Amount, before: str) -> Modifier:
    """Return the modifier of the words within the mention, else that of the verb or clause before it."""
    if amount.modifier != "exact":
        return amount.modifier
    tail = before[-60:].lower()
    if _CAN_REACH.search(tail):
        return "at_most"
    if tail.split()[-1:] and tail.split()[-1] in load_lexicon("currencies")["topping"]:
        return "at_least"
    return "approx" if _ESTIMATED.search(tail) else "exact"


def _find_date(span: Span, dates: list[Span], text: str) -> str | None:
    """Return the time for which the text states an amount: right behind it, or opening its sentence."""
    sent = find_sentence(span)
    published = span.doc.user_data.get(PUBLISHED) or "9999"
    inside = [date for date in dates if sent.start <= date.start < sent.end and date.kb_id_]
    for date in inside:
        follows = date.start >= span.end and _UNTIL_DATE.fullmatch(text[span.end_char : date.start_char])
        opens = date.start < span.start and date.start - sent.start <= 3
        if (follows or opens) and date.kb_id_ <= published:
            return date.kb_id_
    return None


def _find_firm(span: Span, firms: list[Span]) -> int | None:
    """Return how far before an amount, in code points, the nearest company of its sentence is named."""
    start = find_sentence(span).start_char
    before = [firm.end_char for firm in firms if start <= firm.start_char < span.start_char]
    return span.start_char - max(before) if before else None


def _find_kinds(spans: list[Span], firms: list[Span], text: str) -> Iterator[ValuationKind]:
    """Yield the kind of each amount; one without any cue continues the one before it, as in lists."""
    kind: ValuationKind | None = None
    previous: Span | None = None
    for span in spans:
        own = find_kind(span, *split_sentence(span), _find_firm(span, firms))
        if own is None and (previous is None or span.start_char - previous.end_char > _NEAR):
            start = find_sentence(span).start_char
            own = find_kind(span, text[max(0, start - _BEFORE_SENTENCE) : span.start_char], "")
            kind = None
        kind = own or kind or "other"
        previous = span
        yield kind


_FAR_LIKELIER = 2.0
"""How many times likelier a kind must be than that of the rules. Source: cross-validation."""

_SELDOM = frozenset({"valuation", "market_value", "ipo_proceeds", "profit"})
"""Kinds of which the training articles have too few; the rules' word for them stands."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A MONEY mention that says what something is worth, costs or amounts to.

    Attributes:
        span: The mention.
        amount: What it says.
        kind: Its kind by the rules.
        before: The kind of the sum before it by the rules, "other" for the first.
    """

    span: Span
    amount: Amount
    kind: ValuationKind
    before: ValuationKind


def find_sums(doc: Doc) -> list[Sum]:
    """Return the sums of a document in text order, without exchange rates and steps of a price."""
    mentions = sorted(doc.spans.get(MENTIONS, ()), key=lambda span: span.start)
    spans = [span for span in mentions if span.label_ == "MONEY"]
    firms = [span for span in mentions if span.label_ == "COMPANY"]
    sums: list[Sum] = []
    for span, kind in zip(spans, _find_kinds(spans, firms, doc.text), strict=True):
        amount = read_amount(span.text)
        if not _is_rate_or_step(amount, *split_sentence(span)):
            sums.append(Sum(span, amount, kind, sums[-1].kind if sums else "other"))
    return sums


def judge_kind(found: Sum, judge: Scorer) -> tuple[ValuationKind, float]:
    """Return the kind of a sum and its share among all kinds: the rules' unless another is far likelier."""
    rated = judge.score(describe_kind(found.span, found.amount, found.kind, found.before))
    best = max(rated, key=rated.__getitem__)
    if found.kind in _SELDOM or rated[best] <= _FAR_LIKELIER * rated.get(found.kind, 0.0):
        best = found.kind
    return cast(ValuationKind, best), rated.get(best, 0.5) / max(sum(rated.values()), 1e-9)


def list_subjects(
    company: Company, scene: Scene, span: Span, kind: ValuationKind
) -> list[tuple[str, Features]]:
    """Return the entities that a sum may be about, with the features of each."""
    rule, hints = find_subject(scene, span, kind), find_hints(scene, span)
    return list(describe_subjects(company, span, kind, rule, hints))


def judge_subject(candidates: list[tuple[str, Features]], judge: LinearModel) -> tuple[str | None, float]:
    """Return the likeliest subject and its probability; None where nobody is likelier than each candidate."""
    rated = rate_choice([features for _, features in candidates], judge)
    nobody = max(0.0, 1.0 - sum(rated))
    best = max(range(len(rated)), key=rated.__getitem__, default=None)
    if best is None or rated[best] <= nobody:
        return None, nobody
    return candidates[best][0], rated[best]


@dataclass(frozen=True, slots=True)
class Judges:
    """The models behind the extractor.

    Attributes:
        kinds: Judges each kind of a sum.
        subjects: Chooses whom a sum is about.
    """

    kinds: Scorer
    subjects: LinearModel

    @classmethod
    def load(cls) -> Judges:
        """Return the parts of the shipped model."""
        return cls(load_model("valuations", "kinds"), load_model("valuations", "subjects"))


def extract_valuations(doc: Doc, judges: Judges | None = None) -> tuple[Valuation, ...]:
    """Return one valuation for each MONEY mention that says what something is worth, costs or amounts to.

    Ids are `v1`, `v2`, ... in text order; `mention` is the id that `extract_mentions` gives. Exchange rates
    and the steps of a price ("up 19 cents") are none. An amount in brackets that converts the one before it
    shares its modifier, kind and subject. `confidence` is the probability of kind and subject by the models.

    Args:
        doc: An annotated document.
        judges: The models, by default the shipped ones.
    """
    sums = find_sums(doc)
    if not sums:
        return ()
    ids = {(m.start, m.end): m.id for m in extract_mentions(doc) if m.label == "MONEY"}
    judges = judges or Judges.load()
    scene, company, text = Scene(doc), Company(doc), doc.text
    dates = sorted(
        (span for span in doc.spans[MENTIONS] if span.label_ == "DATE"), key=lambda span: span.start
    )
    found: list[Valuation] = []
    previous: Span | None = None
    for item in sums:
        span, amount = item.span, item.amount
        before, _ = split_sentence(span)
        between = text[previous.end_char : span.start_char] if previous is not None else ""
        source = found[-1] if found and _CONVERTING.fullmatch(between) else None
        modifier = _find_modifier(amount, before)
        kind, sure = judge_kind(item, judges.kinds)
        subject, surer = judge_subject(list_subjects(company, scene, span, kind), judges.subjects)
        found.append(
            Valuation(
                id=f"v{len(found) + 1}",
                mention=ids[span.start_char, span.end_char],
                amount=amount.low,
                amount_max=amount.high,
                currency=resolve_currency(amount.currency, text, span.start_char),
                modifier=source.modifier if source and amount.modifier == "exact" else modifier,
                kind=source.kind if source else kind,
                subject=source.subject if source else subject,
                as_of=source.as_of if source else _find_date(span, dates, text),
                confidence=source.confidence if source else round(sure * surer, 3),
            )
        )
        previous = span
    return tuple(found)
