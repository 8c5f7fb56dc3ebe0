"""Describes amounts of money for the models that say what they are and whom they are about."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Span, Token

from sanctionwire.extract.amounts import Amount
from sanctionwire.extract.sentences import find_sentence
from sanctionwire.extract.valuation_kinds import find_counted_noun, find_cues
from sanctionwire.lexicons import load_lexicon
from sanctionwire.lexicons.names import find_state, find_state_of_capital, find_state_of_people
from sanctionwire.linear import Features
from sanctionwire.schema.labels import ValuationKind
from sanctionwire.schema.layers import GROUPS, MENTIONS, TITLE_END

_WINDOW = 6
"""Tokens on each side of an amount whose lemmas are features."""
_SENTENCES = 3
"""Sentences, the amount's own included, in which its subject may be named before it."""
# Source: own grouping; kinds of amounts whose subjects stand in the same places.
_GROUPS: Mapping[ValuationKind, str] = {
    "valuation": "worth",
    "market_value": "worth",
    "ipo_proceeds": "worth",
    "deal_value": "deal",
    "revenue": "flow",
    "profit": "flow",
    "debt": "flow",
    "trade_value": "flow",
    "penalty": "penalty",
    "assets_frozen": "frozen",
    "price": "price",
    "funding": "gift",
    "other": "other",
}
_UNITS = frozenset({"DATE", "MONEY", "TITLE", "PROGRAM", "LAW", "LOC"})


def _lemma(token: Token) -> str:
    if token.ent_type_ in ("CARDINAL", "PERCENT", "MONEY") or token.like_num:
        return "#"
    return token.lemma_.lower()


def find_verb(span: Span) -> Token | None:
    """Return the nearest verb above an amount, None where there is none."""
    return next((token for token in span.root.ancestors if token.pos_ in ("VERB", "AUX")), None)


def is_statutory(sentence: Span) -> bool:
    """Tell whether a sentence says what the law allows ("may be fined up to"), not what somebody paid."""
    text = " ".join(token.lower_ for token in sentence)
    return any(word in text for word in load_lexicon("valuations")["statutory"])


def describe_kind(span: Span, amount: Amount, rule: ValuationKind | None, before: ValuationKind) -> Features:
    """Return the features of an amount that tell what it is.

    Args:
        span: The MONEY mention.
        amount: What it says.
        rule: The kind by the rules, None where no word near it tells.
        before: The kind of the amount before it by the rules, "other" for the first.
    """
    doc, sentence = span.doc, find_sentence(span)
    names = {
        token.i: mention.label_
        for mention in doc.spans.get(MENTIONS, ())
        if mention.start >= sentence.start and mention.end <= sentence.end
        for token in mention
    }
    features: Features = {f"rule={rule}": 1.0, f"before={before}": 1.0}
    noun = find_counted_noun(span)
    if noun is not None:
        features[f"noun={noun.lemma_.lower()}"] = 1.0
    for side, kind, distance in find_cues(span):
        near = "near" if distance < 25 else "far"
        features[f"cue {side}={kind}|{near}"] = 1.0
        features[f"cue={kind}"] = 1.0
    left = [
        token for token in doc[max(sentence.start, span.start - _WINDOW) : span.start] if not token.is_space
    ]
    right = [token for token in doc[span.end : min(sentence.end, span.end + _WINDOW)] if not token.is_space]
    for token in left:
        features[f"left={names.get(token.i) or _lemma(token)}"] = 1.0
    for token in right:
        features[f"right={names.get(token.i) or _lemma(token)}"] = 1.0
    features["last=" + (_lemma(left[-1]) if left else "^")] = 1.0
    features["next=" + (_lemma(right[0]) if right else "$")] = 1.0
    verb = find_verb(span)
    if verb is not None:
        features[f"verb={verb.lemma_.lower()}"] = 1.0
        features[f"verb={verb.lemma_.lower()}|{span.root.dep_}"] = 1.0
    features[f"dependency={span.root.dep_}"] = 1.0
    head = span.root.head
    features[f"head={_lemma(head)}"] = 1.0
    for token in sentence[:80]:
        if token.pos_ in ("NOUN", "VERB") and not span.start <= token.i < span.end:
            features[f"in sentence={token.lemma_.lower()}"] = 0.5
    for label in set(names.values()):
        features[f"names={label}"] = 0.5
    if amount.low:
        features[f"size={int(math.log10(amount.low)) if amount.low >= 1 else -1}"] = 1.0
    if span.end_char <= int(doc.user_data.get(TITLE_END) or 0):
        features["title"] = 1.0
    return features


class Company:
    """The entities of a document that an amount may be about, by where they are named."""

    def __init__(self, doc: Doc) -> None:
        """Collect names and groups in text order; peoples count as their state where it is named."""
        states: dict[str, str] = {}
        spans = [*doc.spans.get(MENTIONS, ()), *doc.spans.get(GROUPS, ())]
        for span in doc.spans.get(MENTIONS, ()):
            if span.label_ == "GPE":
                state = find_state(span.text) or find_state_of_capital(span.text)
                if state:
                    states.setdefault(state, span.kb_id_)
        groups = {id(span) for span in doc.spans.get(GROUPS, ())}
        self.named: list[tuple[Span, str, str]] = []
        for span in sorted(spans, key=lambda span: (span.start, -span.end)):
            if span.label_ in _UNITS:
                continue
            label, entity = span.label_, span.kb_id_
            if label == "NORP":
                entity = states.get(find_state_of_people(span.text) or "", "")
                label = "GPE"
            if id(span) in groups:
                label = "group " + ("SECTOR" if label == "SECTOR" else "other")
            if entity:
                self.named.append((span, entity, label))
        self.starts = [span.start for span, _, _ in self.named]
        self.counts = Counter(entity for _, entity, _ in self.named)

    def between(self, start: int, end: int) -> list[tuple[Span, str, str]]:
        """Return (mention, entity, label) of what is named in `[start, end)`, token indices."""
        return self.named[bisect_left(self.starts, start) : bisect_left(self.starts, end)]


def _near(distance: int) -> str:
    return "1" if distance < 3 else "3" if distance < 7 else "7" if distance < 15 else "15"


def describe_subjects(
    company: Company, span: Span, kind: ValuationKind, rule: str | None, hints: Mapping[str, str]
) -> Iterator[tuple[str, Features]]:
    """Yield the features of each entity that an amount may be about.

    Args:
        company: The entities of the document.
        span: The MONEY mention.
        kind: What the amount is.
        rule: The entity that the rules choose, None for nobody.
        hints: The entity that each single rule points to.
    """
    doc, sentence = span.doc, find_sentence(span)
    start = sentence.start
    for _ in range(_SENTENCES - 1):
        if start > 0:
            start = find_sentence(doc[start - 1 : start]).start
    statutory, group = is_statutory(sentence), _GROUPS[kind]
    title = int(doc.user_data.get(TITLE_END) or 0)
    in_title = span.end_char <= title
    noun = find_counted_noun(span)
    verbs = [token for token in span.root.ancestors if token.pos_ in ("VERB", "AUX")][:3]
    roles = {
        child.i: f"{child.dep_} of {number}" for number, verb in enumerate(verbs) for child in verb.children
    }
    lemmas = verbs[0].lemma_.lower() if verbs else "-"
    best: dict[str, Features] = {}
    near_label: Counter[str] = Counter()
    found = company.between(start, sentence.end)
    before = [item for item in found if item[0].end <= span.start]
    after = [item for item in found if item[0].start >= span.end]
    own = find_counted_noun(span)
    for place, items in (("before", list(reversed(before))), ("after", after)):
        for rank, (mention, entity, label) in enumerate(items):
            here = mention.start >= sentence.start
            if entity not in best:
                best[entity] = {"any": 1.0, f"kind={kind}": 1.0}
            features = best[entity]
            where = place if here else "earlier"
            coarse = (
                "firm"
                if label == "COMPANY"
                else "place"
                if label == "GPE"
                else "person"
                if label == "PERSON"
                else label
            )
            features[f"{group}|{where}|{coarse}"] = 1.0
            features[f"{where}|{coarse}"] = 1.0
            key = f"{where}|{label}"
            if near_label[key] == 0:
                features[f"nearest {where}|{coarse}"] = 1.0
                features[f"{group}|nearest {where}|{coarse}"] = 1.0
            near_label[key] += 1
            if rank == 0:
                features[f"{group}|next name {where}"] = 1.0
                features[f"next name {where}"] = 1.0
            if here:
                gap = span.start - mention.end if place == "before" else mention.start - span.end
                features[f"gap {where}={_near(gap)}"] = 1.0
                role = roles.get(mention.root.i)
                if role:
                    features[f"{role}"] = 1.0
                    features[f"{group}|{role}"] = 1.0
                    features[f"{lemmas}|{role}|{coarse}"] = 1.0
                if place == "before" and mention.end < len(doc) and doc[mention.end].lower_ in ("'s", "’s"):
                    features[f"owner|gap={_near(gap)}"] = 1.0
                    features[f"owner|{group}|gap={_near(gap)}"] = 1.0
                if place == "after" and own is not None and mention.end <= own.i + 1:
                    features["between amount and noun"] = 1.0
                previous = doc[mention.start - 1] if mention.start else None
                if previous is not None and previous.lower_ in ("the", "a") and mention.start > 1:
                    previous = doc[mention.start - 2]
                if previous is not None and previous.pos_ == "ADP":
                    features[f"{where}|{previous.lower_}|{coarse}"] = 1.0
                    features[f"{group}|{where}|{previous.lower_}"] = 1.0
                if mention.root.dep_ in ("nsubj", "nsubjpass") and place == "before":
                    features[f"{mention.root.dep_}"] = 1.0
                    features[f"{group}|{mention.root.dep_}"] = 1.0
    if in_title or not best:
        for mention, entity, label in company.between(0, min(len(doc), sentence.end + 60)):
            if entity not in best and mention.start >= sentence.end:
                best[entity] = {f"after title|{label}": 1.0, f"{group}|after title": 1.0}

    most = max((company.counts[entity] for entity in best), default=0)
    for entity, features in best.items():
        for name, pointed in hints.items():
            if pointed == entity:
                features[f"hint={name}"] = 1.0
                features[f"hint={name}|{group}"] = 1.0
        if rule is not None and entity == rule:
            features["rule"] = 3.0
            features[f"rule|{group}"] = 1.0
        elif rule is not None:
            features["rule other"] = 3.0
        else:
            features["rule none"] = 3.0
            features[f"rule none|{group}"] = 1.0
        if statutory:
            features["statutory"] = 1.0
            features[f"statutory|{group}"] = 1.0
        if company.counts[entity] == most:
            features["most named"] = 1.0
            features[f"most named|{group}"] = 1.0
        if noun is not None:
            features[f"noun={noun.lemma_.lower()}|{group}"] = 1.0
        yield entity, features
